/** While devices are being compared: asks the API, and loads the page anew when the comparison has ended. */
import { isBusy } from './intake.ts';

const EVERY_MS = 2000;

export function enhanceAssess(): void {
  const address = document.querySelector<HTMLElement>('[data-assess]')?.dataset['assess'];
  if (address === undefined) return;
  let asking = false;
  const isRunning = async (): Promise<boolean> => {
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } });
      return !answer.ok || (await answer.json() as { readonly running: boolean }).running;
    } catch { return true; }
  };
  // With many devices an answer may take longer than the interval: one question at a time.
  const again = async (): Promise<void> => {
    if (asking || document.hidden) return;
    asking = true;
    const running = await isRunning();
    asking = false;
    if (running || isBusy()) return;
    clearInterval(timer);
    location.reload();
  };
  const timer = setInterval(() => { void again(); }, EVERY_MS);
  addEventListener('pagehide', () => clearInterval(timer));
}
