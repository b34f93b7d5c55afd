/** Start lines of HTTP/1.x (RFC 9112, 3 and 4) and the preface of HTTP/2: whether one stands at a place, from its first bytes. */
import { MORE, NO, type Verdict, YES } from '../record.ts';
import { startsWith } from './message-head.ts';

const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'PATCH', 'CONNECT', 'TRACE', 'PROPFIND', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK', 'REPORT', 'SEARCH',
  'NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE', 'M-SEARCH', 'RPC_IN_DATA', 'RPC_OUT_DATA', 'BITS_POST', 'CCM_POST'];
/** RFC 9113, 3.4. */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const METHODS_BY_FIRST: readonly (readonly string[])[] = Array.from({ length: 128 }, (_, byte) => METHODS.filter((method) => method.charCodeAt(0) === byte).map((method) => `${method} `));

/** Whether a head of HTTP/1 (or the preface of HTTP/2) may begin at `at`, from its first bytes. */
export function startsMessage(bytes: Uint8Array, at: number, end: number): Verdict {
  const first = bytes[at]!;
  if (first > 0x57) return NO; // beyond W
  if (first === 0x48) { // H
    const verdict = isStatusLine(bytes, at, end);
    if (verdict !== NO) return verdict;
  }
  for (const method of METHODS_BY_FIRST[first]!) {
    const verdict = matches(bytes, at, end, method);
    if (verdict === NO) continue;
    const target = at + method.length;
    if (verdict === MORE || target >= end) return MORE;
    const byte = bytes[target]! | 0x20; // `/`, `*`, http://; CONNECT has a bare name or address
    return byte === 0x2f || byte === 0x2a || byte === 0x68 || (method === 'CONNECT ' && byte > 0x20 && byte < 0x7f) ? YES : NO;
  }
  return first === 0x50 ? matches(bytes, at, end, PREFACE) : NO;
}

/** `HTTP/1.x nnn` (RFC 9112, 4). */
export function isStatusLine(bytes: Uint8Array, at: number, end: number): Verdict {
  const prefix = matches(bytes, at, end, 'HTTP/1.');
  if (prefix !== YES) return prefix;
  const seen = Math.min(12, end - at);
  for (let i = 7; i < seen; i++) {
    const byte = bytes[at + i]!;
    if (i === 8 ? byte !== 0x20 : byte < 0x30 || byte > 0x39) return NO;
  }
  return seen === 12 ? YES : MORE;
}

function matches(bytes: Uint8Array, at: number, end: number, text: string): Verdict {
  const seen = Math.min(text.length, end - at);
  for (let i = 0; i < seen; i++) if (bytes[at + i] !== text.charCodeAt(i)) return NO;
  return seen === text.length ? YES : MORE;
}

/** Bytes of a request line after which a method and a target alone are believed. */
const LINE_BELIEVED = 2048;

/** A request line says ` HTTP/1.` at its end: RTSP and SIP share methods with HTTP. */
export function probeRequest(bytes: Uint8Array, off: number, end: number): Verdict {
  const start = startsMessage(bytes, off, end);
  if (start === NO || bytes[off] === 0x48 && isStatusLine(bytes, off, end) === YES) return NO;
  if (bytes[off] === 0x50 && startsWith(bytes, off, end, PREFACE)) return YES;
  for (let at = off; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 0x0a) return startsWith(bytes, bytes[at - 1] === 0x0d ? at - 10 : at - 9, at, ' HTTP/1.') ? YES : NO;
    if (byte < 0x20 && byte !== 0x0d) return NO;
  }
  return start === YES && end - off > LINE_BELIEVED ? YES : MORE;
}
