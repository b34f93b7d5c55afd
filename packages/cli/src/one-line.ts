/** A stranger's text on one line of a terminal: neither control characters nor such as turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- that is what it is for
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ');
