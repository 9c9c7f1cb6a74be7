/** True where a letter key belongs to what has the focus: a field, a menu, a dialog. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input, select, textarea, [contenteditable="true"], [role="menu"], [role="dialog"], [role="radiogroup"]',
  ) !== null
