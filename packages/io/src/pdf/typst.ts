/** Sets content with a template of ours into a tagged PDF: PDF/UA-1 (ISO 14289-1) on PDF 1.7. Loads the compiler: import it lazily and off the main thread. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type NodeError, NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** `content` reaches the template as JSON in `sys.inputs.data`. Deterministic: the template takes its date from there, and nothing else knows the time. */
export function typeset(template: URL, content: unknown, fonts: readonly Buffer[]): Uint8Array {
  const compiler = NodeCompiler.create({ workspace: fileURLToPath(new URL('.', template)), fontArgs: [{ fontBlobs: [...fonts] }] });
  try {
    const compiled = compiler.compile({ mainFileContent: readFileSync(template, 'utf8'), inputs: { data: JSON.stringify(content) } });
    if (compiled.result === null) throw new Error(`The PDF could not be set: ${whyOf(compiler, compiled.takeError())}.`);
    try { return compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }); } catch (error) { throw new Error(`The PDF could not be written: ${ruleOf(error)}.`, { cause: error }); }
  } finally { compiler.evictCache(0); }
}

function whyOf(compiler: NodeCompiler, error: NodeError | null): string {
  const [first] = error === null ? [] : compiler.fetchDiagnostics(error) as { readonly message?: unknown }[];
  return typeof first?.message === 'string' ? first.message : 'typst gave no reason';
}

/** The rule that was broken, out of the debug form of a diagnostic. What it quotes is a hospital's text and stays out of messages. */
function ruleOf(error: unknown): string {
  const [, message] = /message: "((?:[^"\\]|\\.)*)"/.exec(String(error)) ?? [];
  return message === undefined ? 'typst gave no reason' : message.replace(/`[^`]*`/g, '…');
}
