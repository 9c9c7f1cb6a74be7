/** What a person pastes: one number a line or between commas, of any width, with signs and spaces inside the numbers. */
export type PastedNumbers = { numbers: string[]; duplicates: number; tooLong: string[] }

const mostCharacters = 40

export function pastedNumbers(text: string, known: ReadonlySet<string>): PastedNumbers {
  const numbers = new Set<string>()
  const tooLong: string[] = []
  let duplicates = 0
  for (const part of text.split(/[\n\r\t,;，；、]+/)) {
    const number = part.trim()
    if (number === '') continue
    if (number.length > mostCharacters) tooLong.push(number)
    else if (known.has(number) || numbers.has(number)) duplicates += 1
    else numbers.add(number)
  }
  return { numbers: [...numbers], duplicates, tooLong }
}
