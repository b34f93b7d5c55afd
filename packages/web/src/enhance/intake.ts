/** Progress of deliveries: asks the API while one is being read, and loads the page anew when it has ended. */
interface Intake { readonly state: string; readonly read: number }

const EVERY_MS = 1500, RUNNING = new Set(['waiting', 'reading']);

export function enhanceIntake(): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-intake]')];
  if (rows.length === 0) return;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const look = async (row: HTMLElement): Promise<boolean> => {
    try {
      const answer = await fetch(row.dataset['intake']!, { headers: { Accept: 'application/json' } });
      if (!answer.ok) return true;
      const intake = await answer.json() as Intake, out = row.querySelector('[data-live="read"]');
      if (out) out.textContent = number.format(intake.read);
      return RUNNING.has(intake.state);
    } catch { return true; }
  };
  // A page in the background, or one where somebody is choosing a file, is left alone.
  const again = async (): Promise<void> => {
    if (document.hidden) return;
    const running = await Promise.all(rows.map(look));
    if (running.every(Boolean) || isBusy()) return;
    clearInterval(timer);
    location.reload();
  };
  const timer = setInterval(() => { void again(); }, EVERY_MS);
  addEventListener('pagehide', () => clearInterval(timer));
}

/** Somebody is choosing or sending a file: a page loaded anew would forget it. */
export function isBusy(): boolean {
  return [...document.querySelectorAll<HTMLInputElement>('input[type="file"]')].some((field) => (field.files?.length ?? 0) > 0) || document.querySelector('.uploading:not([hidden])') !== null;
}
