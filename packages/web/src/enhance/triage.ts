/**
 * Triage by keyboard. Forms and links work without this; here they are fetched and the page's main part is put in place, so that the queue keeps its scroll and the
 * next finding is there at once. Every key presses something that is on the page.
 */
import { isTyping } from './typing.ts';

const PRESSES: Readonly<Record<string, string | undefined>> = { a: '[data-key-a]', v: '[data-key-v]', n: '[data-key-n]', z: '[data-key-z]' };
const OPENS: Readonly<Record<string, string | undefined>> = { w: '[data-key-w]', l: '[data-key-l]', t: '[data-key-t]' };

export function enhanceTriage(): void {
  if (!document.querySelector('.case, .queue')) return;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.target as Element).id === 'reason') { event.preventDefault(); pressChosen(); return; }
    if (event.key === 'Escape' && (event.target as Element).id === 'reason') { choose(null); (event.target as HTMLElement).blur(); return; }
    if (!isTyping(event.target) && act(event.key.toLowerCase())) event.preventDefault();
  });
  document.addEventListener('click', onClick);
  document.addEventListener('submit', onSubmit);
  document.addEventListener('change', (event) => { if ((event.target as HTMLInputElement).name === 'groups') countMarked(); });
  addEventListener('popstate', () => { void show(location.href, { push: false }); });
  addEventListener('pageshow', countMarked);
  countMarked();
}

function act(key: string): boolean {
  const press = PRESSES[key], open = OPENS[key];
  if (press !== undefined) return decide(document.querySelector<HTMLButtonElement>(press));
  if (open !== undefined) return toggle(document.querySelector<HTMLDetailsElement>(`details${open}`));
  if (key === 'j' || key === 'k') return move(key === 'j' ? 1 : -1);
  if (key === 'x') return mark();
  return key === '/' && find();
}

// ---- Deciding

/** Presses a button; where it needs a reason and there is none, the reason comes first and Enter presses the button. */
function decide(button: HTMLButtonElement | null): boolean {
  if (!button?.form) return false;
  const reason = button.form.querySelector<HTMLInputElement>('#reason');
  if (button.dataset['needs'] === 'reason' && reason && reason.value.trim() === '') { choose(button); reason.focus(); return true; }
  button.form.requestSubmit(button);
  return true;
}

function choose(button: HTMLButtonElement | null): void {
  for (const it of document.querySelectorAll('.verdicts .chosen')) it.classList.remove('chosen');
  button?.classList.add('chosen');
}

function pressChosen(): void {
  const button = document.querySelector<HTMLButtonElement>('.verdicts .chosen');
  if (button) decide(button);
}

// ---- Moving, marking, opening, finding

const links = () => [...document.querySelectorAll<HTMLAnchorElement>('a[data-queue]')];

function move(step: 1 | -1): boolean {
  const all = links(), at = all.findIndex((link) => link.getAttribute('aria-current') === 'true'), next = all[at < 0 ? 0 : at + step];
  if (next) void show(next.href, { focus: true });
  return all.length > 0;
}

function mark(): boolean {
  const box = document.querySelector<HTMLInputElement>('.queue li.at input[name="groups"]');
  if (!box) return false;
  box.checked = !box.checked;
  countMarked();
  return true;
}

function countMarked(): void {
  const bar = document.querySelector<HTMLElement>('.several');
  if (!bar) return;
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name="groups"]')], count = boxes.filter((box) => box.checked).length, out = bar.querySelector('[data-several-count]');
  for (const box of boxes) box.closest('li')?.classList.toggle('marked', box.checked);
  bar.dataset['count'] = String(count);
  if (out) out.textContent = String(count);
}

function toggle(details: HTMLDetailsElement | null): boolean {
  if (!details) return false;
  details.open = !details.open;
  if (details.open) { details.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true }); details.scrollIntoView({ block: 'nearest' }); }
  return true;
}

function find(): boolean {
  const field = document.querySelector<HTMLInputElement>('#queue-q');
  field?.focus();
  field?.select();
  return field !== null;
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element, copy = target.closest<HTMLElement>('[data-copy]'), why = target.closest<HTMLAnchorElement>('a[href="#why-care"]'), link = target.closest<HTMLAnchorElement>('a[data-queue]');
  if (copy) { void copyText(copy); return; }
  if (why) { const box = document.querySelector<HTMLDetailsElement>('#why-care'); if (box) box.open = true; return; }
  if (link && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) { event.preventDefault(); void show(link.href, { focus: true }); }
}

async function copyText(button: HTMLElement): Promise<void> {
  const source = document.querySelector<HTMLElement>(button.dataset['copy']!), said = button.parentElement?.querySelector<HTMLElement>('[data-copied]');
  if (!source) return;
  try { await navigator.clipboard.writeText(source.textContent); if (said) said.hidden = false; } catch {
    // Without the right to the clipboard: mark the text, so that the reader can copy it.
    getSelection()?.selectAllChildren(source);
  }
}

// ---- Fetching and putting in place

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.dataset['swap'] === undefined) return;
  event.preventDefault();
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, event.submitter)) if (typeof value === 'string') fields.append(name, value);
  void show(form.action, { body: fields, focus: true });
}

let busy = false;

/** Fetches a page and puts its main part in place of this one's. Whatever goes wrong, the browser goes there by itself. */
async function show(address: string, { body, push = true, focus = false }: { body?: URLSearchParams; push?: boolean; focus?: boolean }): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/html' }, ...(body ? { method: 'POST', body } : {}) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html'), fresh = page.querySelector('main'), old = document.querySelector('main');
    if (!fresh || !old) throw new Error(`no main part: ${answer.status}`);
    const kept = document.querySelector('.queue')?.scrollTop ?? 0;
    old.replaceWith(document.importNode(fresh, true));
    document.title = page.title;
    // A refusal keeps the address: its page is the same one with what was typed.
    if (push && answer.ok) history.pushState(null, '', answer.url);
    settle(kept, focus);
  } catch {
    // A form must not be sent twice; what it did shows on the page itself.
    location.assign(body ? location.href : address);
  } finally { busy = false; }
}

function settle(kept: number, focus: boolean): void {
  const queue = document.querySelector('.queue'), at = document.querySelector<HTMLElement>('.queue li.at a[data-queue]');
  if (queue) queue.scrollTop = kept;
  countMarked();
  at?.scrollIntoView({ block: 'nearest' });
  scrollTo({ top: 0 });
  const wrong = document.querySelector<HTMLElement>('[role="alert"]') ? document.querySelector<HTMLElement>('#reason[aria-invalid]') : null;
  if (focus) (wrong ?? (innerWidth > PHONE ? at : null) ?? document.querySelector<HTMLElement>('#finding-title') ?? document.querySelector<HTMLElement>('main'))?.focus({ preventScroll: true });
}

/** From this width on queue and finding stand side by side (triage.css). */
const PHONE = 960;
