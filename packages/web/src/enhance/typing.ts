/** Somebody types: single keys belong to the field (WCAG 2.1.4). Boxes and radio buttons take no letters. */
export const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || (target.matches('input, textarea, select') && !target.matches('[type="checkbox"], [type="radio"]')));
