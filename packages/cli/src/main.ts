/** `wardkeep`: each subcommand is loaded when it is asked for, so that a sensor's `see` carries no server and no database. */
import { EXIT } from './exit.ts';

const USAGE = `Usage: wardkeep <command> [options]

  see <file…|->     what is connected, from captures (pcap, pcapng, gzip; "-" reads standard input)
  feeds <command>   advisories from their publishers into a folder, bundles for closed networks
  assess            which devices of an inventory the advisories concern, and why
  simulate          how often and when an attack reaches what, from an attack graph
  serve             the web pages and the API, on this machine only
  twin <command>    an institution's twin: begin one from a template, check one
  schema <name>     a published format as JSON Schema, e.g. inventory
  --version, --help

wardkeep <command> --help says more.
`;

const COMMANDS: Readonly<Record<string, () => Promise<{ run(args: string[]): Promise<number> }>>> = {
  see: () => import('./see.ts'),
  feeds: () => import('./feeds.ts'),
  assess: () => import('./assess.ts'),
  simulate: () => import('./simulate.ts'),
  serve: () => import('./serve.ts'),
  twin: () => import('./twin.ts'),
  schema: () => import('./schema.ts'),
};

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') { process.stdout.write(USAGE); return name === undefined ? EXIT.usage : EXIT.ok; }
  if (rest.includes('--version') || name === '--version' || name === '-V') {
    const { version } = await import('./version.ts');
    process.stdout.write(`wardkeep ${version()}\n`);
    return EXIT.ok;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) { process.stderr.write(`wardkeep: there is no command "${name}". Expected one of ${Object.keys(COMMANDS).join(', ')}.\n`); return EXIT.usage; }
  return (await load()).run(rest);
}

// A reader that goes away (`| head`) ends the run quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.fault); });

process.exitCode = await main(process.argv.slice(2));
