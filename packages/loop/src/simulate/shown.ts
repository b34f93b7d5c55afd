/** A stranger's value inside a sentence: short, one line, nothing that a terminal obeys. */
export function shown(json: unknown): string {
  if (json === undefined) return 'nothing';
  if (Array.isArray(json)) return `a list of ${json.length}`;
  if (typeof json === 'object' && json !== null) return 'an object';
  if (typeof json !== 'string') return String(json);
  // eslint-disable-next-line no-control-regex -- that is what it is for
  const text = json.slice(0, 60).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+/gu, ' ');
  return `"${text}${json.length > 60 ? '…' : ''}"`;
}
