import { Trans, useLingui } from '@lingui/react/macro';
import type { TypedAdvisory } from '@wardkeep/app/assess-views';
import type { Message } from '@wardkeep/app/views';
import { type ActionFunctionArgs, data, redirect, useActionData } from 'react-router';
import { session } from '../context.ts';
import { advisoryPath } from '../parts/advisory-marks.tsx';
import { FIXES, TYPED_FIELDS, TypedForm, type TypedDraft, type TypedField, useTypedErrors } from '../parts/advisory-typed.tsx';
import { ErrorSummary } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { attempt } from '../refusal.ts';

interface Again { readonly draft: TypedDraft; readonly wrong: readonly { readonly field: TypedField; readonly code: 'missing' | 'refused'; readonly expected: string; readonly found: string }[]; readonly refused: Message | null }

const NEEDED: readonly TypedField[] = ['title', 'publisher', 'reference', 'vendor', 'product'];

export async function action({ request, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), form = await request.formData();
  const draft = Object.fromEntries(TYPED_FIELDS.map((name) => { const value = form.get(name); return [name, typeof value === 'string' ? value.trim() : '']; })) as TypedDraft;
  const again = (answer: Omit<Again, 'draft'>, status: number) => data({ draft, ...answer } satisfies Again, { status });
  const missing = NEEDED.filter((name) => draft[name] === '');
  if (missing.length > 0) return again({ wrong: missing.map((field) => ({ field, code: 'missing', expected: '', found: '' })), refused: null }, 422);
  const typed: TypedAdvisory = { ...draft, date: draft.date || null, url: draft.url || null, fix: FIXES.find((fix) => fix === draft.fix) ?? 'none' };
  const { value, refused } = await attempt(app.typeAdvisory(actor, typed));
  if (!refused) return redirect(`${advisoryPath(value.id)}?done=typed`, 303);
  const field = TYPED_FIELDS.find((name) => name === refused.params['field']);
  if (refused.code === 'typed-field' && field) return again({ wrong: [{ field, code: 'refused', expected: String(refused.params['expected'] ?? ''), found: String(refused.params['found'] ?? '') }], refused: null }, 422);
  return again({ wrong: [], refused: { code: refused.code, params: refused.params } }, refused.status);
}

export default function NewAdvisory() {
  const again = useActionData<Again>(), { t } = useLingui(), errors = useTypedErrors(again?.wrong ?? []);
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Type in a letter`}</Title>
      <Refused message={again?.refused} />
      <div className="lead"><p className="ask"><a href="/advisories"><Trans>Advisories</Trans></a><a href="/feeds"><Trans>Advisories in</Trans></a></p>
        <h1 className="sentence"><Trans>Type in what the letter says, <b>in its own words</b>. It is compared with your devices at once.</Trans></h1>
        <p className="more"><Trans>It stays with your institution: nobody else sees it. Nothing is judged here; whatever is unclear becomes a question.</Trans></p></div>
      <ErrorSummary errors={errors} />
      <TypedForm draft={again?.draft ?? null} errors={errors} />
    </main>
  );
}
