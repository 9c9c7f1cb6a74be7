import type { DatabaseSync } from 'node:sqlite'
import { figuresFrom, type FigureInput, type FigureRules } from '#shared/domain/statistics/figures.ts'
import { addHandling, noHandling, type Handling } from '#shared/domain/statistics/handling.ts'
import type { Limits } from '#shared/domain/statistics/limits.ts'
import type { Slice } from '#shared/domain/statistics/parts.ts'
import { addTally, emptyTally, tallyFromRows, type Tally } from '#shared/domain/statistics/tally.ts'
import type { Grid } from './grid.ts'
import { countHandling, eachTally } from './query-figures.ts'
import type { QueryMap, TalliesQuery } from './queries.ts'
import type { Pace } from './pace.ts'
import type { WordsForReading } from './words.ts'

type Figures = QueryMap['figures']

/**
 * Figures ready made, so that a report of a year is a few hundred numbers where calls are live, and not a few hundred
 * thousand rows. What still lives is added as rows by whoever asks.
 */
export function makeFigures(
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  query: Figures['ask'],
  pace?: Pace,
): Figures['answer'] {
  const { dimension, buckets, rules } = query
  const asked: TalliesQuery = { kind: 'tallies', dimension, buckets }
  if (query.exact !== undefined) asked.exact = query.exact
  const handling = query.handling
    ? new Map(
        countHandling(db, words, grid, { kind: 'handling', dimension, buckets }).map((one) => [
          one.group,
          one.handling,
        ]),
      )
    : undefined
  const figureRules: FigureRules = {
    profile: rules.profile,
    limits: (area): Limits => rules.limits.byArea[area] ?? rules.limits.others,
  }
  const whole = new Map<string, Tally>()
  const wholeHandling = noHandling()
  const figures = (slices: Slice[], work: Handling | undefined) => {
    const input: FigureInput = work ? { slices, handling: work } : { slices }
    return figuresFrom(input, figureRules)
  }
  const groups: Figures['answer']['groups'] = []
  for (const { group, areas } of eachTally(db, words, grid, asked, pace)) {
    const live = query.live?.find((one) => one.group === group)
    const slices = areas.map(({ area, rows }): Slice => ({ area, tally: tallyFromRows(rows) }))
    for (const { area, rows } of live?.slices ?? []) {
      const known = slices.find((slice) => slice.area === area)
      if (known) addTally(known.tally, tallyFromRows(rows))
      else slices.push({ area, tally: tallyFromRows(rows) })
    }
    const work = handling && { ...(handling.get(group) ?? noHandling()) }
    if (work && live?.handling) addHandling(work, live.handling)
    if (work) addHandling(wholeHandling, work)
    for (const { area, tally } of slices) {
      const sum = whole.get(area) ?? emptyTally()
      whole.set(area, sum)
      addTally(sum, tally)
    }
    groups.push({ group, figures: figures(slices, work) })
  }
  return {
    whole: figures(
      [...whole].map(([area, tally]) => ({ area, tally })),
      handling && wholeHandling,
    ),
    groups,
  }
}
