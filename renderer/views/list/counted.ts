import type { Text } from '#renderer/i18n/text.ts'

/** A count for words that have a plural: `count` chooses the form, `n` is what is read. */
export const counted = (count: number, { number }: Pick<Text, 'number'>): { count: number; n: string } => ({
  count,
  n: number(count),
})
