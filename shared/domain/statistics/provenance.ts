import { countsOf, pct, thresholdOf, type FigureInput, type FigureRules } from './figures.ts'
import { judgeNorm, norms, type NormResult } from './norms.ts'
import { countGroup, countParts, legGroups, type LegGroup, type LegPart, type PartCounts } from './parts.ts'
import type { Window } from './series.ts'
import { fraction, serviceLevelProfiles, type ServiceLevelProfile } from './service-level.ts'
import { longestOf, waitAt, type Waits } from './waits.ts'
import { gapsIn, type SightGap } from './windows.ts'

/**
 * Where a figure comes from: its formula with the numbers in it, the rules and the window under which it holds, the gaps
 * that it cannot see into, and the same calls under the other profiles. Every term names its parts: `figures.calls` gives
 * the legs of a part, and the parts of all legs are in `parts`.
 */
export const figureNames = [
  'offered',
  'answered',
  'answered-in-time',
  'abandoned',
  'short-abandons',
  'flowed-out',
  'cleared',
  'unknown',
  'open',
  'service-level',
  'abandon-rate',
  'average-speed-of-answer',
  'average-wait',
  'p90-wait',
  'longest-wait',
  'average-handling-time',
  'occupancy',
] as const
export type FigureName = (typeof figureNames)[number]

export const isFigureName = (name: string): name is FigureName => figureNames.some((one) => one === name)

/** Words of a term: the key of a group of legs, or of a sum of times. */
export type TermKey =
  | LegGroup
  | 'waited-answered'
  | 'waited-all'
  | 'talk'
  | 'hold'
  | 'wrap-up'
  | 'busy'
  | 'available'
  | 'handled'
export type Term = {
  key: TermKey
  sign: 1 | -1
  value: number
  unit: 'count' | 'ms'
  /** The legs that the term counts; empty for sums of seat time, and of work that no leg stands for. */
  parts: readonly LegPart[]
}

export type FigureFormula =
  | { kind: 'sum'; terms: Term[] }
  /** 100 × above / below. */
  | { kind: 'percent'; above: Term[]; below: Term[] }
  /** Time above, a count below. */
  | { kind: 'mean'; above: Term[]; below: Term[] }
  /** The wait at a rank of all waits in order; `exact` false: known to the second. */
  | { kind: 'rank'; percent: number; rank: number; of: Term; exact: boolean }
  | { kind: 'longest'; of: Term }

export type Provenance = {
  figure: FigureName
  unit: 'count' | 'pct' | 'ms'
  /** Missing when there is nothing to count: shown as "–". */
  value?: number
  formula: FigureFormula
  profile: ServiceLevelProfile
  thresholdSeconds: number | 'per-area'
  /** The limits of each area that has legs in the window. */
  limits: { area: string; thresholdMs: number; shortAbandonMs: number; offered: number }[]
  window: Window
  gaps: { totalMs: number; list: Window[] }
  /** The same calls under all five profiles; for the service level only. */
  profiles: { profile: ServiceLevelProfile; above: number; below: number; pct?: number }[]
  /** How the same calls stand against each norm; for the service level only. */
  norms: NormResult[]
  /** Every leg of the window is in exactly one of these. */
  parts: PartCounts
  legs: number
}

export type ProvenanceQuestion = {
  figure: FigureName
  input: FigureInput
  rules: FigureRules
  window: Window
  gaps: readonly SightGap[]
  now: number
}

export function provenanceOf({ figure, input, rules, window, gaps, now }: ProvenanceQuestion): Provenance {
  const parts = countParts(input.slices, rules.limits)
  const formula = formulaOf(figure, parts, input, rules.profile)
  const list = gapsIn(window, gaps, now)
  const found: Provenance = {
    figure,
    unit: unitOf(formula),
    formula,
    profile: rules.profile,
    thresholdSeconds: thresholdOf(input.slices, rules.limits),
    limits: limitsUsed(input, rules),
    window,
    gaps: { totalMs: list.reduce((sum, { from, to }) => sum + to - from, 0), list },
    profiles: figure === 'service-level' ? allProfiles(parts) : [],
    norms: figure === 'service-level' ? norms.map((norm) => judgeNorm(norm, input.slices, rules.limits)) : [],
    parts,
    legs: countGroup(parts, 'offered'),
  }
  const value = valueOf(formula, input)
  if (value !== undefined) found.value = value
  return found
}

function formulaOf(
  figure: FigureName,
  parts: PartCounts,
  { slices, handling }: FigureInput,
  profile: ServiceLevelProfile,
): FigureFormula {
  const legs = (key: LegGroup, sign: 1 | -1 = 1): Term => legTerm(parts, key, sign)
  const ms = (key: TermKey, value: number, from: readonly LegPart[] = []): Term => ({
    key,
    sign: 1,
    value,
    unit: 'ms',
    parts: from,
  })
  const sumOf = (waits: readonly Waits[]): number => waits.reduce((sum, { sumMs }) => sum + sumMs, 0)
  switch (figure) {
    case 'service-level':
      return serviceLevelFormula(profile, legs)
    case 'abandon-rate':
      return {
        kind: 'percent',
        above: [legs('abandoned'), legs('short-abandons', -1)],
        below: [legs('offered'), legs('short-abandons', -1)],
      }
    case 'average-speed-of-answer':
      return {
        kind: 'mean',
        above: [ms('waited-answered', sumOf(slices.map(({ tally }) => tally.answered)), legGroups.answered)],
        below: [legs('answered')],
      }
    case 'average-wait':
      return {
        kind: 'mean',
        above: [ms('waited-all', sumOf(waitsOf({ slices })), legGroups.waited)],
        below: [legs('waited')],
      }
    case 'p90-wait': {
      const ranked = waitAt(90, waitsOf({ slices }))
      return { kind: 'rank', percent: 90, rank: ranked?.rank ?? 0, of: legs('waited'), exact: ranked?.exact ?? true }
    }
    case 'longest-wait':
      return { kind: 'longest', of: legs('waited') }
    case 'average-handling-time':
      return {
        kind: 'mean',
        above: [
          ms('talk', handling?.talkMs ?? 0),
          ms('hold', handling?.holdMs ?? 0),
          ms('wrap-up', handling?.wrapUpMs ?? 0),
        ],
        below: [{ key: 'handled', sign: 1, value: handling?.handled ?? 0, unit: 'count', parts: [] }],
      }
    case 'occupancy': {
      const busy = ms('busy', handling?.busyMs ?? 0)
      return { kind: 'percent', above: [busy], below: [busy, ms('available', handling?.availableMs ?? 0)] }
    }
    default:
      return { kind: 'sum', terms: [legs(figure)] }
  }
}

function legTerm(parts: PartCounts, key: LegGroup, sign: 1 | -1): Term {
  return { key, sign, value: countGroup(parts, key), unit: 'count', parts: legGroups[key] }
}

function serviceLevelFormula(
  profile: ServiceLevelProfile,
  legs: (key: LegGroup, sign?: 1 | -1) => Term,
): FigureFormula {
  const above = [legs('answered-in-time')]
  switch (profile) {
    case 'negative':
      return { kind: 'percent', above, below: [legs('offered')] }
    case 'ignore-early-abandons':
      return { kind: 'percent', above, below: [legs('offered'), legs('abandoned-within-threshold', -1)] }
    case 'positive':
      return { kind: 'percent', above: [...above, legs('abandoned-within-threshold')], below: [legs('offered')] }
    case 'answered-only':
      return { kind: 'percent', above, below: [legs('answered')] }
    case 'accepted':
      return {
        kind: 'percent',
        above,
        below: [legs('answered'), legs('abandoned'), legs('flowed-out'), legs('cleared')],
      }
  }
}

const waitsOf = ({ slices }: Pick<FigureInput, 'slices'>): Waits[] =>
  slices.flatMap(({ tally }) => [tally.answered, tally.abandoned, tally.other])

export const totalOf = (terms: readonly Term[]): number => terms.reduce((sum, { sign, value }) => sum + sign * value, 0)

function valueOf(formula: FigureFormula, input: FigureInput): number | undefined {
  switch (formula.kind) {
    case 'sum':
      return totalOf(formula.terms)
    case 'percent':
      return pct(totalOf(formula.above), totalOf(formula.below))
    case 'mean': {
      const below = totalOf(formula.below)
      return below > 0 ? totalOf(formula.above) / below : undefined
    }
    case 'rank':
      return waitAt(formula.percent, waitsOf(input))?.waitMs
    case 'longest':
      return formula.of.value > 0 ? longestOf(waitsOf(input)) : undefined
  }
}

function unitOf({ kind }: FigureFormula): Provenance['unit'] {
  if (kind === 'sum') return 'count'
  return kind === 'percent' ? 'pct' : 'ms'
}

function limitsUsed({ slices }: FigureInput, { limits }: FigureRules): Provenance['limits'] {
  const offered = new Map<string, number>()
  for (const { area, tally } of slices) offered.set(area, (offered.get(area) ?? 0) + tally.offered)
  return [...offered]
    .filter(([, count]) => count > 0)
    .map(([area, count]) => ({ area, ...limits(area), offered: count }))
    .sort((a, b) => (a.area < b.area ? -1 : 1))
}

function allProfiles(parts: PartCounts): Provenance['profiles'] {
  const counts = countsOf(parts)
  return serviceLevelProfiles.map((profile) => {
    const [above, below] = fraction(profile, counts)
    const level = pct(above, below)
    return level === undefined ? { profile, above, below } : { profile, above, below, pct: level }
  })
}
