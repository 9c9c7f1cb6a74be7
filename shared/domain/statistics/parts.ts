import type { LegEnd } from '#shared/domain/call/call-event.ts'
import { countAtMost } from './waits.ts'
import type { Limits, LimitsOf } from './limits.ts'
import type { Tally } from './tally.ts'

/**
 * The parts into which the queue legs of a window fall. Every leg is in exactly one, and every count that a formula names
 * is a sum of parts: so whoever asks for the calls behind a number gets exactly those that were counted.
 * `abandoned-short-late` is empty unless the short-abandon limit is longer than the threshold.
 */
export const legParts = [
  'answered-in-time',
  'answered-late',
  'abandoned-short',
  'abandoned-short-late',
  'abandoned-in-time',
  'abandoned-late',
  'timed-out',
  'left-by-key',
  'no-agents',
  'queue-full',
  'transferred',
  'cleared',
  'unknown',
  'open',
] as const
export type LegPart = (typeof legParts)[number]
export type PartCounts = Record<LegPart, number>

/** What a formula counts, by name: each a sum of parts. */
const flowedOut = ['timed-out', 'left-by-key', 'no-agents', 'queue-full', 'transferred'] as const
const short = ['abandoned-short', 'abandoned-short-late'] as const
const abandoned = [...short, 'abandoned-in-time', 'abandoned-late'] as const
const answered = ['answered-in-time', 'answered-late'] as const
export const legGroups = {
  offered: legParts,
  answered,
  'answered-in-time': ['answered-in-time'],
  'answered-late': ['answered-late'],
  abandoned,
  'abandoned-within-threshold': ['abandoned-short', 'abandoned-in-time'],
  'short-abandons': short,
  'flowed-out': flowedOut,
  cleared: ['cleared'],
  unknown: ['unknown'],
  open: ['open'],
  /** Ended, and how long it had waited is known. */
  waited: [...answered, ...abandoned, ...flowedOut, 'cleared'],
} as const satisfies Record<string, readonly LegPart[]>
export type LegGroup = keyof typeof legGroups

/** The parts that a name of a part or of a group stands for; undefined for any other word. */
export function partsNamed(name: string): readonly LegPart[] | undefined {
  if (Object.hasOwn(legGroups, name)) return legGroups[name as LegGroup]
  return legParts.find((part) => part === name) && [name as LegPart]
}

/** Which part a leg is in. `end` undefined: open. */
export function partOf(end: LegEnd | undefined, waitMs: number, { thresholdMs, shortAbandonMs }: Limits): LegPart {
  switch (end) {
    case undefined:
      return 'open'
    case 'answered':
      return waitMs <= thresholdMs ? 'answered-in-time' : 'answered-late'
    case 'abandoned': {
      const inTime = waitMs <= thresholdMs
      if (shortAbandonMs > 0 && waitMs <= shortAbandonMs) return inTime ? 'abandoned-short' : 'abandoned-short-late'
      return inTime ? 'abandoned-in-time' : 'abandoned-late'
    }
    case 'switch-cleared':
      return 'cleared'
    default:
      return end
  }
}

/** A part as a question to a data base: the end (null: open) and the wait, more than and at most. */
export type LegSelector = { end: LegEnd | null; moreThanMs?: number; atMostMs?: number }

/** Undefined when no leg can be in this part under these limits. */
export function selectorOf(part: LegPart, { thresholdMs, shortAbandonMs }: Limits): LegSelector | undefined {
  switch (part) {
    case 'answered-in-time':
      return { end: 'answered', atMostMs: thresholdMs }
    case 'answered-late':
      return { end: 'answered', moreThanMs: thresholdMs }
    case 'abandoned-short':
      return shortAbandonMs > 0 ? { end: 'abandoned', atMostMs: Math.min(shortAbandonMs, thresholdMs) } : undefined
    case 'abandoned-short-late':
      return shortAbandonMs > thresholdMs
        ? { end: 'abandoned', moreThanMs: thresholdMs, atMostMs: shortAbandonMs }
        : undefined
    case 'abandoned-in-time':
      if (shortAbandonMs === 0) return { end: 'abandoned', atMostMs: thresholdMs }
      return shortAbandonMs < thresholdMs
        ? { end: 'abandoned', moreThanMs: shortAbandonMs, atMostMs: thresholdMs }
        : undefined
    case 'abandoned-late':
      return { end: 'abandoned', moreThanMs: Math.max(shortAbandonMs, thresholdMs) }
    case 'cleared':
      return { end: 'switch-cleared' }
    case 'open':
      return { end: null }
    default:
      return { end: part }
  }
}

/** Legs of one area: limits are the area's. */
export type Slice = { area: string; tally: Tally }

export function countParts(slices: readonly Slice[], limits: LimitsOf): PartCounts {
  const counts = Object.fromEntries(legParts.map((part) => [part, 0])) as PartCounts
  for (const { area, tally } of slices) addParts(counts, tally, limits(area))
  return counts
}

function addParts(counts: PartCounts, tally: Tally, { thresholdMs, shortAbandonMs }: Limits): void {
  const { ends } = tally
  const inTime = countAtMost(tally.answered, thresholdMs)
  counts['answered-in-time'] += inTime
  counts['answered-late'] += ends.answered - inTime
  const gaveUpInTime = countAtMost(tally.abandoned, thresholdMs)
  const gaveUpShort = shortAbandonMs > 0 ? countAtMost(tally.abandoned, shortAbandonMs) : 0
  const both = Math.min(gaveUpInTime, gaveUpShort) // of two limits one holds within the other
  counts['abandoned-short'] += both
  counts['abandoned-short-late'] += gaveUpShort - both
  counts['abandoned-in-time'] += gaveUpInTime - both
  counts['abandoned-late'] += ends.abandoned - gaveUpInTime - gaveUpShort + both
  for (const part of flowedOut) counts[part] += ends[part]
  counts.cleared += ends['switch-cleared']
  counts.unknown += ends.unknown
  counts.open += tally.open
}

export const countGroup = (counts: PartCounts, group: LegGroup): number =>
  legGroups[group].reduce((sum, part) => sum + counts[part], 0)
