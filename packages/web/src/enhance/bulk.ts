/** Shows the bar for marked rows only when there are some, with their count. */
export function enhanceBulk(): void {
  const bar = document.querySelector<HTMLElement>('.bulk');
  if (!bar) return;
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>('input[name="ids"]')];
  const update = () => {
    let count = 0;
    for (const box of boxes()) {
      if (box.checked) count++;
      box.closest('tr')?.classList.toggle('marked', box.checked);
    }
    bar.dataset['count'] = String(count);
    const out = bar.querySelector('[data-bulk-count]');
    if (out) out.textContent = String(count);
    const go = bar.querySelector<HTMLButtonElement>('button[type="submit"]');
    if (go) go.disabled = count < 2;
  };
  document.addEventListener('change', (event) => { if ((event.target as HTMLInputElement).name === 'ids') update(); });
  addEventListener('pageshow', update);
  update();
}
