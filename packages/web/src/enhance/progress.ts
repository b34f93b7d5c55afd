/** Live progress of an import by server-sent events. When the connection drops the page says so, and the browser tries again. */
interface Progress { readonly state: string; readonly bytesRead: number; readonly bytesTotal: number | null; readonly frames: number; readonly assets: number }

const ENDS = new Set(['done', 'stopped', 'failed', 'needs-mapping']);

export function enhanceProgress(): void {
  const live = document.querySelector<HTMLElement>('[data-events]');
  if (!live) return;
  const number = new Intl.NumberFormat(document.documentElement.lang), bar = live.querySelector('progress');
  const source = new EventSource(live.dataset['events']!);
  const put = (name: string, value: string) => { const out = live.querySelector(`[data-live="${name}"]`); if (out) out.textContent = value; };
  source.addEventListener('progress', (event) => {
    delete live.dataset['offline'];
    const progress = JSON.parse((event as MessageEvent<string>).data) as Progress;
    put('frames', number.format(progress.frames));
    put('assets', number.format(progress.assets));
    if (bar && progress.bytesTotal) { bar.max = progress.bytesTotal; bar.value = progress.bytesRead; }
    if (progress.state !== live.dataset['state'] || ENDS.has(progress.state)) { source.close(); location.reload(); }
  });
  source.addEventListener('error', () => { live.dataset['offline'] = ''; });
  // A page kept for going back must not hold a connection open.
  addEventListener('pagehide', () => source.close());
}
