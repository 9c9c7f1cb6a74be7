/**
 * A number as people type it and as spreadsheets hold it, reduced to what is dialled: full-width digits become plain ones, signs
 * between digits and invisible characters go, and so does an extension behind a whole number (`0755-2688 4100 转 8012`), since
 * no switch sends one as the caller. What is no number (`138*`, a name) stays as it is: nothing here is a pattern.
 */
export function cleanNumber(text: string): string {
  if (isDialled(text)) return text
  if (text.length > longest) return text
  const simple = withoutSpaces(text)
  if (simple !== undefined) return simple
  const plain = withoutExtension(text.normalize('NFKC').trim().toLowerCase())
  return plain.replace(writtenTrunk, '$1').replace(signs, '')
}

const longest = 64
/** `+44 (0)20 …`: the zero is dialled inside the country only. */
const writtenTrunk = /^((?:\+|00)[\d\s-]{1,5})\(0\)/
const signs = /[\s\-‐-―−.·/()[\]【】\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064]/g
const extensionMark = /转|轉|分机|分機|ext(?:ension|n)?|x|#/

function withoutExtension(text: string): string {
  const mark = extensionMark.exec(text)
  if (mark)
    return /^[\s.:=]*\d{1,6}$/.test(text.slice(mark.index + mark[0].length)) ? wholeBefore(text, mark.index) : text
  // A third group behind a number with its area code: 0755-26884100-8012.
  const dash = text.lastIndexOf('-')
  const digits = text.replace(/\D/g, '').length
  return text.startsWith('0') && digits > 12 && /^\s*\d{1,6}$/.test(text.slice(dash + 1))
    ? wholeBefore(text, dash)
    : text
}

function wholeBefore(text: string, end: number): string {
  const head = text.slice(0, Math.max(0, end)).replace(/[\s;,]+$/, '')
  return head.replace(/\D/g, '').length >= 7 ? head : text
}

/** Digits, perhaps behind a plus: what nearly every switch sends, and needs no work. */
export function isDialled(text: string): boolean {
  const { length } = text
  let at = length > 1 && text.charCodeAt(0) === plus ? 1 : 0
  if (length > longest) return false
  for (; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code < zero || code > nine) return false
  }
  return true
}

/**
 * The same for what most spreadsheets hold: plain digits with spaces and dashes, in a number that is no longer than a number can be.
 * Nothing when the text needs a closer look.
 */
function withoutSpaces(text: string): string | undefined {
  let number = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= zero && code <= nine) continue
    if (code === space || code === dash) {
      number += text.slice(from, at)
      from = at + 1
    } else if (code !== plus || at > 0) return undefined
  }
  number += text.slice(from)
  return number.startsWith('0') && number.length > 12 ? undefined : number
}

const space = 32
const dash = 45
const plus = 43
const zero = 48
const nine = 57
