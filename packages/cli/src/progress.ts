/** One line on the terminal that says how far reading is; nothing in a pipe. */
export class Progress {
  private readonly on: boolean;
  private readonly total: number | null;
  private shown = 0;

  constructor(on: boolean, total: number | null) {
    this.on = on;
    this.total = total;
  }

  show(bytesRead: number, detail: string): void {
    const now = Date.now();
    if (!this.on || now - this.shown < 200) return;
    this.shown = now;
    const share = this.total ? `${String(Math.min(100, Math.floor((bytesRead / this.total) * 100))).padStart(3)} %` : formatBytes(bytesRead);
    process.stderr.write(`\r\u001b[K${share}  ${detail}`);
  }

  clear(): void { if (this.on && this.shown > 0) process.stderr.write('\r\u001b[K'); }
}

/** `1.5 GB`, decimal units. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes, unit = 0;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit++; }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
