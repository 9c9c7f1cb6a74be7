/**
 * A spreadsheet runs a cell that begins with one of these signs, also in full width, as a formula. Exports put an apostrophe before them,
 * and before cells that already begin with apostrophes and such a sign; imports take one apostrophe off again in just these cases.
 */
const signs = '[=+\\-@\\t\\r＝＋－＠]'
const wouldRun = new RegExp(`^'*${signs}`)
const wasGuarded = new RegExp(`^'+${signs}`)

export const guardFormula = (text: string): string => (wouldRun.test(text) ? `'${text}` : text)
/** Of a cell that is marked as text anyway: only what an import would mistake for guarded is guarded. */
export const guardApostrophe = (text: string): string => (wasGuarded.test(text) ? `'${text}` : text)
export const unguard = (text: string): string => (wasGuarded.test(text) ? text.slice(1) : text)
