import { describe, expect, test } from 'vitest'
import { figuresFrom, type FigureInput, type FigureRules } from './figures.ts'
import { judgeNorm, normNamed, norms, type Norm, type NormId } from './norms.ts'
import { noHandling } from './handling.ts'
import { countParts, legGroups, legParts, partsNamed } from './parts.ts'
import { figureNames, isFigureName, provenanceOf, totalOf, type FigureName, type Provenance } from './provenance.ts'
import { serviceLevelProfiles, type ServiceLevelProfile } from './service-level.ts'
import { tallyFromRows, type TallyRow } from './tally.ts'

const row = (end: TallyRow['end'], seconds: number, count: number): TallyRow => ({
  end,
  waitSeconds: seconds,
  count,
  sumMs: seconds * 1000 * count,
  maxMs: seconds * 1000,
})
/** The worked example: 70 in time, 20 late, 10 abandoned in time (four of them short). */
const worked = tallyFromRows([
  row('answered', 20, 70),
  row('answered', 21, 20),
  row('abandoned', 3, 4),
  row('abandoned', 20, 6),
])
const handling = {
  ...noHandling(),
  answers: 91,
  handled: 90,
  talkMs: 8_000_000,
  holdMs: 500_000,
  wrapUpMs: 500_000,
  busyMs: 9_000_000,
  availableMs: 3_000_000,
}
const input: FigureInput = { slices: [{ area: 'repair', tally: worked }], handling }
const rules = (profile: ServiceLevelProfile = 'negative'): FigureRules => ({
  limits: () => ({ thresholdMs: 20_000, shortAbandonMs: 5000 }),
  profile,
})
const normOf = (id: NormId): Norm => {
  const norm = normNamed(id)
  if (!norm) throw new Error(`no norm ${id}`)
  return norm
}
const window = { from: 1000, to: 101_000 }
const ask = (figure: FigureName, profile?: ServiceLevelProfile, from: FigureInput = input): Provenance =>
  provenanceOf({ figure, input: from, rules: rules(profile), window, gaps: [], now: 200_000 })

/** `term + term / term − term`, with their values. */
const inWords = ({ formula }: Provenance): string => {
  const side = (terms: { key: string; sign: 1 | -1; value: number }[]): string =>
    terms.map(({ key, sign, value }, i) => `${sign < 0 ? '− ' : i > 0 ? '+ ' : ''}${key} ${value}`).join(' ')
  switch (formula.kind) {
    case 'sum':
      return side(formula.terms)
    case 'percent':
    case 'mean':
      return `${side(formula.above)} / ${side(formula.below)}`
    case 'rank':
      return `rank ${formula.rank} of ${side([formula.of])}`
    case 'longest':
      return `longest of ${side([formula.of])}`
  }
}

test('the service level, and only that, says how the same calls stand against each norm', () => {
  const verdicts = ask('service-level').norms.map(({ norm, verdict }) => `${norm} ${verdict}`)
  expect(verdicts).toEqual(
    norms.map(({ id }) => `${id} ${judgeNorm(normOf(id), input.slices, rules().limits).verdict}`),
  )
  expect(verdicts).toContain('eighty-twenty not-met')
  expect(ask('offered').norms).toEqual([])
})

describe('the formula of a figure, with its numbers', () => {
  const cases: [figure: FigureName, words: string, value: number][] = [
    ['offered', 'offered 100', 100],
    ['answered', 'answered 90', 90],
    ['answered-in-time', 'answered-in-time 70', 70],
    ['abandoned', 'abandoned 10', 10],
    ['short-abandons', 'short-abandons 4', 4],
    ['flowed-out', 'flowed-out 0', 0],
    ['cleared', 'cleared 0', 0],
    ['unknown', 'unknown 0', 0],
    ['open', 'open 0', 0],
    ['service-level', 'answered-in-time 70 / offered 100', 70],
    ['abandon-rate', 'abandoned 10 − short-abandons 4 / offered 100 − short-abandons 4', 6.25],
    ['average-speed-of-answer', 'waited-answered 1820000 / answered 90', 1_820_000 / 90],
    ['average-wait', 'waited-all 1952000 / waited 100', 19_520],
    ['p90-wait', 'rank 90 of waited 100', 21_000],
    ['longest-wait', 'longest of waited 100', 21_000],
    ['average-handling-time', 'talk 8000000 + hold 500000 + wrap-up 500000 / handled 90', 100_000],
    ['occupancy', 'busy 9000000 / busy 9000000 + available 3000000', 75],
  ]
  test.each(cases)('%s', (figure, words, value) => {
    const found = ask(figure)
    expect(inWords(found)).toBe(words)
    expect(found.value).toBe(value)
  })

  test('every figure has its row above', () => {
    expect(cases.map(([figure]) => figure)).toEqual([...figureNames])
  })

  const levels: [profile: ServiceLevelProfile, words: string, pct: string][] = [
    ['negative', 'answered-in-time 70 / offered 100', '70.0'],
    ['ignore-early-abandons', 'answered-in-time 70 / offered 100 − abandoned-within-threshold 10', '77.8'],
    ['positive', 'answered-in-time 70 + abandoned-within-threshold 10 / offered 100', '80.0'],
    ['answered-only', 'answered-in-time 70 / answered 90', '77.8'],
    ['accepted', 'answered-in-time 70 / answered 90 + abandoned 10 + flowed-out 0 + cleared 0', '70.0'],
  ]
  test.each(levels)('the worked example under %s', (profile, words, pct) => {
    const found = ask('service-level', profile)
    expect(inWords(found)).toBe(words)
    expect(found.value?.toFixed(1)).toBe(pct)
    expect(figuresFrom(input, rules(profile)).serviceLevel.pct?.toFixed(1)).toBe(pct)
    // Whichever profile is asked for, the other four come with it.
    expect(found.profiles.map((one) => one.pct?.toFixed(1))).toEqual(levels.map(([, , level]) => level))
  })
})

describe('what comes with a figure', () => {
  test('its rules, window, limits and every leg in a part', () => {
    expect(ask('service-level')).toMatchObject({
      unit: 'pct',
      profile: 'negative',
      thresholdSeconds: 20,
      window,
      limits: [{ area: 'repair', thresholdMs: 20_000, shortAbandonMs: 5000, offered: 100 }],
      gaps: { totalMs: 0, list: [] },
      legs: 100,
      parts: {
        'answered-in-time': 70,
        'answered-late': 20,
        'abandoned-short': 4,
        'abandoned-in-time': 6,
        'abandoned-late': 0,
      },
    })
  })

  test('a term counts the legs of its parts, which a screen can ask for', () => {
    const parts = countParts(input.slices, rules().limits)
    for (const profile of serviceLevelProfiles) {
      const { formula } = ask('service-level', profile)
      if (formula.kind !== 'percent') throw new Error('a service level is a percentage')
      for (const term of [...formula.above, ...formula.below]) {
        expect(term.parts.reduce((sum, part) => sum + parts[part], 0)).toBe(term.value)
        expect(partsNamed(term.key)).toEqual(term.parts)
      }
      expect(totalOf(formula.above)).toBe(ask('service-level').profiles.find((one) => one.profile === profile)?.above)
    }
  })

  test('several thresholds are named per area; an area without legs is not', () => {
    const slices = ['b', 'a', 'c'].map((area) => ({
      area,
      tally: tallyFromRows(area === 'c' ? [] : [row('answered', 10, 1)]),
    }))
    const limits = (area: string) => ({ thresholdMs: area === 'a' ? 5000 : 10_000, shortAbandonMs: 0 })
    const found = provenanceOf({
      figure: 'service-level',
      input: { slices },
      rules: { limits, profile: 'negative' },
      window,
      gaps: [],
      now: 0,
    })
    expect(found.thresholdSeconds).toBe('per-area')
    expect(found.limits.map(({ area, thresholdMs }) => [area, thresholdMs])).toEqual([
      ['a', 5000],
      ['b', 10_000],
    ])
    expect(found.value).toBe(50)
  })

  test('with nothing offered there is no value, and no profile has one', () => {
    const nothing = { slices: [] }
    const withoutValue = figureNames.filter((figure) => ask(figure, 'negative', nothing).value === undefined)
    expect(withoutValue).toEqual(
      figureNames.filter((figure) => ask(figure, 'negative', nothing).formula.kind !== 'sum'),
    )
    for (const one of ask('service-level', 'negative', nothing).profiles) expect(one).not.toHaveProperty('pct')
  })
})

describe('names of parts', () => {
  test('a part stands for itself, a group for its parts, any other word for nothing', () => {
    expect(partsNamed('answered-late')).toEqual(['answered-late'])
    expect(partsNamed('offered')).toEqual(legParts)
    expect(partsNamed('flowed-out')).toEqual(legGroups['flowed-out'])
    for (const word of ['', 'toString', '__proto__', 'answered ', 'wait']) expect(partsNamed(word)).toBeUndefined()
  })
  test('names of figures', () => {
    expect(isFigureName('occupancy')).toBe(true)
    expect(isFigureName('constructor')).toBe(false)
  })
})
