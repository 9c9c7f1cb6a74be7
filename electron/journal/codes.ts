import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { LegEnd, TalkEndedBy } from '#shared/domain/call/call-event.ts'
import type { CallOutcome } from '#shared/domain/call/call.ts'
import type { AlertChange } from '#shared/domain/journal/call-record.ts'
import type { Severity } from '#shared/domain/priority/rule.ts'

/**
 * What stands in the file for the words of the domain: the place in these lists. Only ever append to them. A test holds
 * each list against its type.
 */
export const legEnds = [
  'unknown',
  'answered',
  'abandoned',
  'timed-out',
  'left-by-key',
  'no-agents',
  'queue-full',
  'transferred',
  'switch-cleared',
] as const satisfies LegEnd[]

export const outcomeKinds = [
  'unknown',
  'answered',
  'abandoned',
  'left-in-ivr',
  'lost',
] as const satisfies CallOutcome['kind'][]

export const severities = ['P1', 'P2', 'P3'] as const satisfies Severity[]
export const talkEnds = ['unknown', 'caller', 'seat', 'transfer'] as const satisfies TalkEndedBy[]
export const transferWays = ['blind', 'attended', 'redirect'] as const

export const alertChanges = [
  'raised',
  'stronger',
  'acknowledged',
  'answered',
  'abandoned',
  'lost',
  'unknown',
  'unlisted',
  'outcome',
  'left',
] as const satisfies AlertChange['change'][]

export const alertOutcomes = [
  'called-back',
  'called-again',
  'duplicate',
  'false-call',
] as const satisfies AlertOutcome[]

/** Place of a word; a word that is not in the list is a fault of the caller. */
export function codeOf<T extends string>(list: readonly T[], word: T): number {
  const code = list.indexOf(word)
  if (code < 0) throw new RangeError(`no code for ${word}`)
  return code
}

/** Word at a place; a place that this program does not know (a newer file) reads as the first word. */
export const wordAt = <T extends string>(list: readonly [T, ...T[]], code: number | null | undefined): T =>
  list[code ?? 0] ?? list[0]
