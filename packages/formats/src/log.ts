/** What the log readers (Zeek, Suricata) share: one JSON object a line, times, and who may become an asset. */
import { parseIp, type SeeWarning, type Transport } from '@wardkeep/model';
import { type Host, HostTable, isPrivateAddress } from './hosts.ts';
import { asObject, type Json, type Reading, type ReadOptions, warning } from './reading.ts';

export type LogRecord = Readonly<Record<string, Json>>;

/** Reads a log line by line; the caller splits the file. `read` returns false for a record it does not know. */
export abstract class LogReader {
  protected readonly table: HostTable;
  protected line = 0;
  protected time: number | null = null;
  private readonly source: number;
  private broken = 0;
  private firstBroken: number | null = null;
  private unknown = 0;
  private external = 0;
  private known = 0;

  constructor(options: ReadOptions) {
    this.source = options.source;
    this.table = new HostTable(options.source, options.isPersonal);
  }

  protected abstract readonly format: string;
  protected abstract read(record: LogRecord): boolean;
  protected finish(): void { /* most logs have nothing left at the end */ }

  push(text: string): void {
    this.line++;
    if (text.trim() === '') return;
    let record: LogRecord | null = null;
    try { record = asObject(JSON.parse(text)); } catch { /* counted below */ }
    if (record === null) {
      this.broken++;
      this.firstBroken ??= this.line;
      return;
    }
    if (this.read(record)) this.known++;
    else this.unknown++;
  }

  end(): Reading {
    this.finish();
    const warnings: SeeWarning[] = [];
    const warn = (count: number, code: string, message: string, line: number | null = null): void => { if (count > 0) warnings.push(warning(this.source, code, message, line, count)); };
    warn(this.broken, 'log-line-broken', `${this.broken} lines are no whole JSON object.`, this.firstBroken);
    warn(this.unknown, 'log-line-unknown', `${this.unknown} records are of a kind that says nothing about devices.`);
    warn(this.external, 'log-external', `${this.external} mentions of public addresses are of others, not of this site.`);
    return { format: this.format, witnesses: this.table.witnesses(), components: [], warnings };
  }

  /** Records that were understood. */
  get understood(): number { return this.known; }

  /** The host at an address of the site. `local` is the log's own word, where it has one. */
  protected host(text: string | null, local: Json = undefined): Host | null {
    const ip = text === null ? null : parseIp(text);
    if (ip === null) return null;
    if (local === false || local !== true && !isPrivateAddress(ip)) { this.external++; return null; }
    return this.table.at(ip);
  }
}

/** Seconds since 1970, or an ISO 8601 text, as microseconds. */
export function logTime(value: Json): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value * 1e6);
  if (typeof value !== 'string') return null;
  // Suricata writes +0200 where ECMAScript wants +02:00.
  const milliseconds = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(milliseconds)) return null;
  const fraction = /\.\d{3}(\d{1,3})/.exec(value)?.[1] ?? '';
  return milliseconds * 1000 + Number(fraction.padEnd(3, '0'));
}

export const asPort = (value: Json): number | null => (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 65_536 ? value : null);
export const asTransport = (value: Json): Transport | null => { const text = typeof value === 'string' ? value.toLowerCase() : ''; return text === 'tcp' || text === 'udp' ? text : null; };

/** `CN=host.example, O=Acme` → host.example, when it looks like a host's name. */
export function commonName(subject: string | null): string[] {
  const name = /(?:^|[,/]\s*)CN=([^,/]{1,253})/i.exec(subject ?? '')?.[1]?.trim();
  return name !== undefined && /^[\w*][\w.*-]*$/.test(name) ? [name] : [];
}
