/**
 * Confidence: a whole number from 0 to 100 for one value of one attribute.
 *
 * | range | meaning |
 * |---|---|
 * | ≥ 90 | the device says so itself; may drive automation |
 * | 70–89 | several signs agree |
 * | < 70 | a weak sign; shown hollow, decided by a person |
 */
export const CONFIDENCE_AUTOMATIC = 90;
export const CONFIDENCE_LOW = 70;

/** How much one signal may prove, after the table of signals in docs/formats/signals.md. */
export const WEIGHTS = ['strong', 'medium', 'weak'] as const;
export type Weight = (typeof WEIGHTS)[number];
