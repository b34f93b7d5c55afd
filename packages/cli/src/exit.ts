/** Exit codes of every command, documented in docs/operate/cli.md. */
export const EXIT = {
  ok: 0,
  /** A fault of ours. */
  fault: 1,
  /** Wrong words on the command line. */
  usage: 2,
  /** No input could be read. */
  unusable: 3,
  /** Some inputs were refused, the others were read. */
  partly: 4,
} as const;
