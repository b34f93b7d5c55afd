/** Challenges and credentials of HTTP, RTSP and SIP (RFC 9110, 11): the scheme, the realm and what NTLM says of hosts. Never a user, never a secret. */
import { clean } from '../cursor.ts';
import type { RecordSink } from '../record.ts';
import type { NtlmMessage } from './dcerpc.ts';
import { findNtlm, parseNtlm } from './ntlmssp.ts';

/** The scheme of a challenge or of credentials in lower case (`basic`, `digest` …), never what follows it. Null when there is none that we know. */
export type AuthScheme = 'basic' | 'bearer' | 'digest' | 'negotiate' | 'ntlm' | 'other';
const SCHEMES: readonly AuthScheme[] = ['basic', 'bearer', 'digest', 'negotiate', 'ntlm'];
export function authScheme(value: string | null): AuthScheme | null {
  if (value === null) return null;
  const scheme = /^[A-Za-z0-9_-]{1,16}/.exec(value)?.[0].toLowerCase() ?? '';
  return SCHEMES.find((known) => known === scheme) ?? 'other';
}

/** The realm of a challenge (RFC 9110, 11.5): a name of the protected part, chosen by the maker or the site. Addresses of people are dropped. */
export function authRealm(value: string | null): string | null {
  const realm = value === null ? null : /\brealm="?([^"\r\n]{1,64})/i.exec(value)?.[1];
  return realm === null || realm === undefined || realm.includes('@') ? null : clean(realm, 64);
}

/** An NTLMSSP message in `NTLM …` or `Negotiate …` ([MS-NTHT] 2.2.1): names of hosts and builds, never the user. */
export function readNtlm(value: string, sink: RecordSink): void {
  const message = base64(value.slice(value.indexOf(' ') + 1)), at = findNtlm(message, 0, message.length);
  const facts = at < 0 ? null : parseNtlm(message, at, message.length);
  if (facts === null) return;
  const record: NtlmMessage = { kind: 'ntlm.message', ...facts };
  sink.record(record);
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
function base64(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let length = 0, bits = 0, value = 0;
  for (const character of text) {
    const digit = BASE64.indexOf(character);
    if (digit < 0) break;
    value = ((value << 6) | digit) & 0xffff;
    bits += 6;
    if (bits >= 8) { bits -= 8; bytes[length++] = (value >> bits) & 255; }
  }
  return bytes.subarray(0, length);
}
