/** Keys of the working pages. Never while somebody types, never together with Ctrl, Alt or Meta (WCAG 2.1.4 applies to single keys: focus must be outside fields). */
import { isTyping } from './typing.ts';
import { toggleWhy } from './why.ts';

export function enhanceKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const act = ACTIONS[event.key.toLowerCase()];
    if (act?.() === true) event.preventDefault();
  });
  document.addEventListener('click', (event) => { if ((event.target as Element).closest('[data-keys-help]')) showHelp(); });
}

const rows = () => [...document.querySelectorAll<HTMLTableRowElement>('tr[data-row]')];
const current = () => document.querySelector<HTMLTableRowElement>('tr[data-row].at');

function move(step: 1 | -1): boolean {
  const all = rows();
  if (all.length === 0) return false;
  const from = current(), at = from ? all.indexOf(from) : step > 0 ? -1 : all.length;
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))]!;
  from?.classList.remove('at');
  from?.removeAttribute('aria-current');
  next.classList.add('at');
  next.setAttribute('aria-current', 'true');
  next.querySelector<HTMLAnchorElement>('th a')?.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

function mark(): boolean {
  const box = current()?.querySelector<HTMLInputElement>('input[name="ids"]');
  if (!box) return false;
  box.checked = !box.checked;
  box.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

function why(): boolean {
  const link = current()?.querySelector<HTMLAnchorElement>('a[data-why]') ?? (document.activeElement)?.closest('tr')?.querySelector<HTMLAnchorElement>('a[data-why]');
  if (!link) return false;
  void toggleWhy(link);
  return true;
}

function find(): boolean {
  const field = document.querySelector<HTMLInputElement>('#find');
  field?.focus();
  field?.select();
  return field !== null;
}

function showHelp(): boolean { document.querySelector<HTMLDialogElement>('#keys')?.showModal(); return true; }

const ACTIONS: Readonly<Record<string, (() => boolean) | undefined>> = { j: () => move(1), k: () => move(-1), x: mark, w: why, '/': find, '?': showHelp };
