import type { Bucket, TalliesQuery } from '#electron/journal/queries.ts'
import type { Journal } from '#electron/journal/journal.ts'
import type { FigureInput } from '#shared/domain/statistics/figures.ts'
import { addHandling, type Handling } from '#shared/domain/statistics/handling.ts'
import { liveInput, type Dimension } from '#shared/domain/statistics/live.ts'
import { tallyFromRows, type TallyRow } from '#shared/domain/statistics/tally.ts'
import type { SightGap } from '#shared/domain/statistics/windows.ts'
import { liveHandling, liveLegs, rowOf } from './live-legs.ts'
import type { Running } from './running.ts'

/**
 * What figures of any window are made of: live counts where they tile it and nothing was imported, else what the journal has, with the calls that
 * live added. Functions throw a JournalFault when the journal cannot be read.
 */
export type Span = { from: number; to: number }
export type How = Pick<TalliesQuery, 'exact' | 'apartAt'>

/** Live counts: since the beginning of what they hold whole. A seat has no legs there. */
export function fromLive(
  running: Running,
  dimension: Dimension,
  window: Span,
  partly = false,
): FigureInput | undefined {
  if (dimension.kind === 'seat' || (!partly && window.from < running.liveFrom())) return undefined
  return liveInput(running.core().statistics, dimension, window, running.ports.clock.now(), running.rules())
}

/** Within so many days a wait is known to the millisecond. */
const exactMs = 50 * 3_600_000

export async function inputOf(
  running: Running,
  journal: Journal,
  dimension: Dimension,
  window: Span,
): Promise<FigureInput> {
  const live = running.imported.any() ? undefined : fromLive(running, dimension, window)
  if (live) return live
  try {
    return await fromJournal(running, journal, dimension, window)
  } catch (error) {
    // What was counted since the start is better than nothing; since when it counts is said with it.
    const partly = fromLive(running, dimension, window, true)
    if (!partly) throw error
    return partly
  }
}

export const fromJournal = (
  running: Running,
  journal: Journal,
  dimension: Dimension,
  window: Span,
): Promise<FigureInput> =>
  wholly(running, async () => {
    const exact = window.to - window.from <= exactMs
    const tallies = await talliesOf(running, journal, dimension, [window], { exact })
    const handling = await handlingOf(running, journal, dimension, [window])
    return { slices: tallies[0]?.slices ?? [], handling: handling[0]?.handling ?? noWork(running, dimension, window) }
  })

const noWork = (running: Running, dimension: Dimension, window: Span): Handling =>
  liveHandling(running.core(), dimension, window, running.ports.clock.now())

/** A call that ends while the journal is read would be counted twice or not at all: then it is read again. */
export async function wholly<T>({ keeper }: Running, read: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    await keeper.settle()
    const ended = keeper.ended()
    const found = await read()
    if (keeper.ended() === ended || tries >= mostTries) return found
  }
}
const mostTries = 4

const spanOf = (buckets: readonly Span[]): Span =>
  buckets.reduce((all, { from, to }) => ({ from: Math.min(all.from, from), to: Math.max(all.to, to) }), {
    from: Infinity,
    to: -Infinity,
  })

export type Grouped = { group: number } & FigureInput

/** By group of buckets, each with the calls that live. */
export async function talliesOf(
  { core }: Running,
  journal: Journal,
  dimension: Dimension,
  buckets: readonly Bucket[],
  how: How = {},
): Promise<Grouped[]> {
  const found = await journal.ask({ kind: 'tallies', dimension, buckets: [...buckets], ...how })
  const rows = new Map(found.map(({ group, areas }) => [group, new Map(areas.map((one) => [one.area, [...one.rows]]))]))
  const add = (group: number, area: string, row: TallyRow): void => {
    const areas = rows.get(group) ?? new Map<string, TallyRow[]>()
    rows.set(group, areas)
    areas.set(area, [...(areas.get(area) ?? []), row])
  }
  // Once for all: a heat map of a year asks for nearly nine thousand hours, and what lives is in the last few.
  const live = liveLegs(core(), dimension, spanOf(buckets))
  const oldest = live.at(-1)?.enteredAt ?? Infinity
  buckets.forEach(({ from, to, group }, index) => {
    if (to <= oldest) return
    for (const leg of live) if (leg.enteredAt >= from && leg.enteredAt < to) add(group ?? index, leg.area, rowOf(leg))
  })
  return [...rows].map(([group, areas]) => ({
    group,
    slices: [...areas].map(([area, of]) => ({ area, tally: tallyFromRows(of) })),
  }))
}

export async function handlingOf(
  { core, ports }: Running,
  journal: Journal,
  dimension: Dimension,
  buckets: readonly Bucket[],
): Promise<{ group: number; handling: Handling }[]> {
  const found = await journal.ask({ kind: 'handling', dimension, buckets: [...buckets] })
  const now = ports.clock.now()
  return found.map(({ group, handling }) => {
    const sum = { ...handling }
    buckets.forEach((bucket, index) => {
      if ((bucket.group ?? index) === group) addHandling(sum, liveHandling(core(), dimension, bucket, now))
    })
    return { group, handling: sum }
  })
}

/** Since when there is any record. */
export const firstSeen = ({ core, keeper }: Running): number =>
  Math.min(core().sight.countingSince ?? Infinity, keeper.state()?.recordedFrom ?? Infinity)

/** Times of the window in which the switch was not seen, and those before anything was. */
export async function gapsOf(running: Running, journal: Journal, window: Span): Promise<SightGap[]> {
  const kept = await journal.ask({ kind: 'gaps', ...window })
  return [...liveGapsOf(running, window), ...kept.map(({ from, to }) => ({ from, to }))]
}

/** The same without the journal: of earlier runs it knows nothing. */
export function liveGapsOf(running: Running, window: Span): SightGap[] {
  const first = firstSeen(running)
  const before = window.from < first ? [{ from: window.from, to: Math.min(first, window.to) }] : []
  return [...before, ...running.core().sight.gaps]
}
