/** What the forms of the queue and of a finding's own page do. Each answer is a redirect, so that going back repeats nothing; a refusal shows the page again with what was typed. */
import { msg } from '@lingui/core/macro';
import type { App } from '@wardkeep/app/app';
import type { DecideFindings, FindingView } from '@wardkeep/app/assess-views';
import type { Actor, Message } from '@wardkeep/app/views';
import { REMEDIATION_PROGRESS } from '@wardkeep/model';
import { type ActionFunctionArgs, data, redirect } from 'react-router';
import { session } from './context.ts';
import { queueLink } from './finding-query.ts';
import { i18nFor } from './i18n.ts';
import { decisiveReasons } from './labels/assess-reasons.ts';
import { clausesOf } from './parts/reasons.tsx';
import { localeOf } from './preferences.ts';
import { attempt, type Refusal } from './refusal.ts';

export interface FindingDraft { readonly refused: Message; readonly fields: Readonly<Record<string, string>> }
type Decided = DecideFindings['state'];
interface Work { readonly app: App; readonly actor: Actor; readonly form: FormData; readonly locale: ReturnType<typeof localeOf>; readonly params: URLSearchParams; /** Address of the finding shown, with its filter. */ readonly here: (change: Readonly<Record<string, string>>) => string }

const STATES: readonly Decided[] = ['known_affected', 'known_not_affected', 'fixed', 'under_investigation'];
const AGREED = msg({ message: 'As the comparison found: {clauses}.' }), TO_CHECK = msg({ message: 'To be checked: {clauses}.' });

/** `id`: the finding whose own page was sent from; null: the queue. */
export async function findingAction({ request, context }: ActionFunctionArgs, id: string | null) {
  const { app, actor } = await session(context), form = await request.formData(), params = new URL(request.url).searchParams;
  const here = (change: Readonly<Record<string, string>>) => id === null ? queueLink(params, change) : `/findings/${encodeURIComponent(id)}?${new URLSearchParams(Object.entries(change).filter(([name]) => name !== 'id'))}`;
  const act = ACTS[textOf(form, 'intent')];
  if (!act) throw data(null, { status: 400 });
  const { value, refused } = await attempt(act({ app, actor, form, locale: localeOf(request), params, here }, id));
  if (value !== null) return redirect(value, 303);
  const fields = Object.fromEntries([...form].filter((it): it is [string, string] => typeof it[1] === 'string'));
  return data({ refused: { code: refused!.code, params: refused!.params }, fields } satisfies FindingDraft, { status: refused!.status });
}

const textOf = (form: FormData, name: string): string => { const value = form.get(name); return typeof value === 'string' ? value.trim() : ''; };
const textsOf = (form: FormData, name: string): string[] => form.getAll(name).filter((it) => typeof it === 'string');

function refuse(code: string, status: number, params: Message['params'] = {}): never { throw Object.assign(new Error(code), { code, params, status } satisfies Refusal); }

const ACTS: Readonly<Record<string, ((work: Work, id: string | null) => Promise<string>) | undefined>> = { decide, several, undo, offer, accept, work, task, measure: note('measure'), comment: note('comment'), acceptance };

const stateOf = (form: FormData): Decided => STATES.find((it) => it === textOf(form, 'state')) ?? refuse('value-invalid', 400, { attribute: 'state' });

async function decide({ app, actor, form, locale, params, here }: Work, id: string | null): Promise<string> {
  const state = stateOf(form), ids = textsOf(form, 'ids'), lead = textOf(form, 'lead');
  const reason = textOf(form, 'reason') || composed(await app.finding(actor, lead || ids[0] || ''), state, locale);
  await app.decideFindings(actor, { ids, state, reason, share: form.get('share') === 'yes' });
  const said = { done: ids.includes(lead) ? lead : ids[0]!, as: state, n: String(ids.length) }, next = textOf(form, 'next');
  return id === null ? queueLink(params, { ...(next ? { id: next } : {}), ...said }) : here(said);
}

/** The reason of a decision that only says what the comparison found; whoever decides otherwise must say why. */
function composed(finding: FindingView, state: Decided, locale: Work['locale']): string {
  const agrees = state === 'known_affected' && finding.verdict === 'affected', i18n = i18nFor(locale);
  if (!agrees && state !== 'under_investigation') refuse('reason-missing', 400);
  const clauses = clausesOf(i18n, decisiveReasons(finding.verdict, finding.reasons));
  if (clauses === '') refuse('reason-missing', 400);
  return i18n._((agrees ? AGREED : TO_CHECK).id, { clauses });
}

/** What the finding's question still holds in the same state: what one decision about it settles. */
const membersOf = (finding: FindingView): string[] => { const ids = finding.group.filter((it) => it.state === finding.state).map((it) => it.id); return ids.length > 0 ? ids : [finding.id]; };

async function several({ app, actor, form, locale, params }: Work): Promise<string> {
  const state = stateOf(form), leads = textsOf(form, 'groups'), reason = textOf(form, 'reason');
  if (leads.length === 0) refuse('finding-none-chosen', 400, { max: 500 });
  const findings = await Promise.all(leads.map((lead) => app.finding(actor, lead)));
  // First all reasons, then all decisions: none is written when one is refused.
  const inputs = findings.map((finding) => ({ ids: membersOf(finding), state, reason: reason || composed(finding, state, locale) }));
  for (const input of inputs) await app.decideFindings(actor, input);
  const done = new URLSearchParams(leads.map((lead) => ['done', lead])), link = queueLink(params, { as: state, n: String(inputs.reduce((sum, input) => sum + input.ids.length, 0)) });
  return `${link}&${done}`;
}

async function undo({ app, actor, form, params, here }: Work, id: string | null): Promise<string> {
  const leads = textsOf(form, 'undo');
  for (const lead of leads) await undoTogether(app, actor, lead);
  return id === null ? queueLink(params, { ...(leads[0] ? { id: leads[0] } : {}), undone: '1' }) : here({ undone: '1' });
}

/** Takes a decision back for all findings of the question that were decided in the same stroke. */
async function undoTogether(app: App, actor: Actor, lead: string): Promise<void> {
  const { decision, group, state } = await app.finding(actor, lead);
  await app.undoFinding(actor, lead);
  for (const member of group) {
    if (member.id === lead || member.state !== state) continue;
    const other = (await app.finding(actor, member.id)).decision;
    if (other && decision && other.at === decision.at && other.reason === decision.reason) await app.undoFinding(actor, member.id);
  }
}

async function offer({ app, actor, form, here }: Work): Promise<string> {
  const finding = await app.finding(actor, textOf(form, 'ids')), taken = finding.offers.find((it) => it.id === textOf(form, 'offer'));
  if (!taken) refuse('offer-not-found', 404);
  await app.decideFindings(actor, { ids: [finding.id], state: taken.verdict, reason: `${taken.reason} (${taken.by}, ${taken.institution})`, offer: taken.id });
  return here({ id: finding.id, done: finding.id, as: taken.verdict, n: '1' });
}

async function accept({ app, actor, form, here }: Work): Promise<string> {
  const finding = await app.finding(actor, textOf(form, 'ids')), ids = form.get('whole') === 'yes' ? membersOf(finding) : [finding.id];
  await app.decideFindings(actor, { ids, state: 'accepted', reason: textOf(form, 'reason'), owner: textOf(form, 'owner'), expiresOn: textOf(form, 'expiresOn') || null });
  return here({ id: finding.id, done: finding.id, as: 'accepted', n: String(ids.length) });
}

async function work({ app, actor, form, here }: Work): Promise<string> {
  const finding = await app.finding(actor, textOf(form, 'ids')), ids = [finding.id], assignee = textOf(form, 'assignee') || null, dueOn = textOf(form, 'dueOn') || null, remediation = REMEDIATION_PROGRESS.find((it) => it === textOf(form, 'remediation'));
  if (assignee !== finding.assignee) await app.workOnFindings(actor, { kind: 'assign', ids, assignee });
  if (dueOn !== finding.dueOn) await app.workOnFindings(actor, { kind: 'due', ids, dueOn });
  if (remediation && remediation !== finding.remediation) await app.workOnFindings(actor, { kind: 'remediation', ids, remediation });
  return here({ id: finding.id, saved: 'work' });
}

/** Somebody looks at the device: who, until when, and what for. */
async function task({ app, actor, form, here }: Work): Promise<string> {
  const id = textOf(form, 'ids'), ids = [id], dueOn = textOf(form, 'dueOn');
  await app.workOnFindings(actor, { kind: 'comment', ids, text: textOf(form, 'text') });
  await app.workOnFindings(actor, { kind: 'assign', ids, assignee: textOf(form, 'assignee') || null });
  if (dueOn) await app.workOnFindings(actor, { kind: 'due', ids, dueOn });
  return here({ id, saved: 'task' });
}

function note(kind: 'measure' | 'comment') {
  return async ({ app, actor, form, here }: Work): Promise<string> => {
    const id = textOf(form, 'ids');
    await app.workOnFindings(actor, { kind, ids: [id], text: textOf(form, 'text') });
    return here({ id, saved: kind });
  };
}

async function acceptance({ app, actor, form, params }: Work): Promise<string> {
  await app.acceptance(actor, { on: form.get('on') === 'yes' });
  return `${queueLink(params, { saved: 'acceptance' })}#acceptance`;
}

