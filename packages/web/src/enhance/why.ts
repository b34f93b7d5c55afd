/** Opens evidence under its row: fetches the page the link leads to and takes the one row from it. */
export function enhanceWhy(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-why]');
    if (!link) return;
    event.preventDefault();
    void toggleWhy(link);
  });
}

export async function toggleWhy(link: HTMLAnchorElement): Promise<void> {
  const row = link.closest('tr'), id = `why-${link.dataset['why']}`, open = document.getElementById(id);
  if (!row || link.dataset['busy'] !== undefined) return;
  if (open) {
    const show = open.hidden !== false;
    open.hidden = !show;
    mark(link, row, show);
    return;
  }
  link.dataset['busy'] = '';
  try {
    const target = new URL(link.href);
    const answer = await fetch(target, { headers: { Accept: 'text/html' } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
    if (!found) throw new Error('no such row');
    row.after(document.importNode(found, true));
    mark(link, row, true);
  } catch {
    location.assign(link.href);
  } finally { delete link.dataset['busy']; }
}

function mark(link: HTMLAnchorElement, row: HTMLTableRowElement, open: boolean): void {
  link.setAttribute('aria-expanded', String(open));
  if (!row.dataset['row']) row.classList.toggle('at', open);
}
