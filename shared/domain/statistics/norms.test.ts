import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forecastOf, type Forecast } from './forecast.ts'
import { shortAbandonLimit } from './limits.ts'
import { judgeNorm, normNamed, norms, type NormId, type Verdict } from './norms.ts'
import { nowFigures, timeToBreach } from './now.ts'
import type { Slice } from './parts.ts'
import { serviceLevelProfiles, fraction } from './service-level.ts'
import { tallyFromRows, type TallyRow } from './tally.ts'

const limits = () => ({ thresholdMs: 20_000, shortAbandonMs: 0 })
const answered = (waitSeconds: number, count: number): TallyRow => ended('answered', waitSeconds, count)
const ended = (end: TallyRow['end'], waitSeconds: number, count: number): TallyRow => ({
  end,
  waitSeconds,
  count,
  sumMs: waitSeconds * 1000 * count,
  maxMs: waitSeconds * 1000,
})
const slices = (...rows: TallyRow[]): Slice[] => [{ area: 'repair', tally: tallyFromRows(rows) }]

describe('norms', () => {
  const cases: [name: string, norm: NormId, rows: TallyRow[], verdicts: Verdict[], overall: Verdict][] = [
    ['80/20, exactly', 'eighty-twenty', [answered(20, 80), answered(21, 20)], ['met'], 'met'],
    ['80/20, one short', 'eighty-twenty', [answered(20, 79), answered(21, 21)], ['not-met'], 'not-met'],
    ['NENA, both', 'nena', [answered(15, 90), answered(20, 5), answered(40, 5)], ['met', 'met'], 'met'],
    ['NENA, only the first', 'nena', [answered(15, 90), answered(21, 10)], ['met', 'not-met'], 'not-met'],
    ['NFPA 1225', 'nfpa-1225', [answered(10, 90), answered(11, 10)], ['met'], 'met'],
    ['95598: one answer late', 'hotline-95598', [answered(12, 99), answered(13, 1)], ['not-met'], 'not-met'],
    ['95598: all within four rings', 'hotline-95598', [answered(12, 20)], ['met'], 'met'],
    [
      'GB/T 33358: quick, but one of ten was lost',
      'gbt-33358',
      [answered(15, 90), ended('abandoned', 30, 10)],
      ['met', 'not-met'],
      'not-met',
    ],
    ['GB/T 33358', 'gbt-33358', [answered(15, 95), ended('abandoned', 30, 5)], ['met', 'met'], 'met'],
    ['a figure without a share is not judged', 'twenty-seconds', [answered(30, 100)], ['no-target'], 'no-target'],
    ['19 calls are too few', 'eighty-twenty', [answered(60, 19)], ['too-few-calls'], 'too-few-calls'],
    ['20 are not', 'eighty-twenty', [answered(60, 20)], ['not-met'], 'not-met'],
    [
      'who still waits counts neither for nor against',
      'eighty-twenty',
      [answered(20, 20), { end: null, waitSeconds: 0, count: 30, sumMs: 0, maxMs: 0 }],
      ['met'],
      'met',
    ],
    ['nothing at all', 'nena', [], ['too-few-calls', 'too-few-calls'], 'too-few-calls'],
  ]
  test.each(cases)('%s', (_name, id, rows, verdicts, overall) => {
    const norm = normNamed(id)
    const result = norm && judgeNorm(norm, slices(...rows), limits)
    expect(result?.targets.map(({ verdict }) => verdict)).toEqual(verdicts)
    expect(result?.verdict).toBe(overall)
  })

  test('a norm’s threshold is used, not the queue’s', () => {
    const norm = normNamed('nfpa-1225')
    expect(norm && judgeNorm(norm, slices(answered(15, 100)), limits).targets[0]).toMatchObject({
      above: 0,
      below: 100,
    })
  })

  test('every norm has its name, source and reading in both languages, and an id of its own', () => {
    for (const { name, source, reading } of norms)
      for (const text of [name, source, reading]) {
        expect(text.zh).not.toBe('')
        expect(text.en).not.toBe('')
      }
    expect(new Set(norms.map(({ id }) => id)).size).toBe(norms.length)
    expect(normNamed('no-such-norm')).toBeUndefined()
  })
})

const counts = (answeredInTime: number, offered: number, open = 0) => ({
  offered,
  answered: answeredInTime,
  answeredInTime,
  abandoned: 0,
  abandonedInTime: 0,
  flowedOut: offered - answeredInTime - open,
  cleared: 0,
  open,
})

describe('how far from the target', () => {
  const cases: [
    name: string,
    inTime: number,
    offered: number,
    open: number,
    target: number,
    overdue: number,
    is: Forecast,
  ][] = [
    ['95 of 100 is just met', 95, 100, 0, 95, 0, { kind: 'met', spare: 0 }],
    ['100 of 100 may miss five', 100, 100, 0, 95, 0, { kind: 'met', spare: 5 }],
    ['94 of 100 needs twenty', 94, 100, 0, 95, 0, { kind: 'needs', answers: 20 }],
    ['70 of 100 for 80 %', 70, 100, 0, 80, 0, { kind: 'needs', answers: 50 }],
    ['99.5 % is a target too', 199, 200, 0, 99.5, 0, { kind: 'met', spare: 0 }],
    ['who still waits is not reckoned with', 95, 120, 20, 95, 0, { kind: 'met', spare: 0 }],
    ['but who waits too long already is', 95, 101, 1, 95, 1, { kind: 'needs', answers: 19 }],
    ['100 % cannot be had back', 99, 100, 0, 100, 0, { kind: 'out-of-reach' }],
    ['nothing offered', 0, 0, 0, 95, 0, { kind: 'no-calls' }],
  ]
  test.each(cases)('%s', (_name, inTime, offered, open, target, overdue, is) => {
    expect(forecastOf('negative', counts(inTime, offered, open), target, overdue)).toEqual(is)
  })

  test('the answers that it names bring the level to the target, and one less does not, under any profile', () => {
    const any = fc.record({
      profile: fc.constantFrom(...serviceLevelProfiles),
      inTime: fc.nat(50),
      late: fc.nat(50),
      gaveUp: fc.nat(50),
      gaveUpSoon: fc.nat(50),
      target: fc.integer({ min: 1, max: 999 }).map((tenths) => tenths / 10),
    })
    fc.assert(
      fc.property(any, ({ profile, inTime, late, gaveUp, gaveUpSoon, target }) => {
        const after = (more: number, missed = 0) => ({
          offered: inTime + late + gaveUp + gaveUpSoon + more + missed,
          answered: inTime + late + more + missed,
          answeredInTime: inTime + more,
          abandoned: gaveUp + gaveUpSoon,
          abandonedInTime: gaveUpSoon,
          flowedOut: 0,
          cleared: 0,
          open: 0,
        })
        const reached = (counted: ReturnType<typeof after>): boolean => {
          const [above, below] = fraction(profile, counted)
          return 1000 * above >= Math.round(target * 10) * below
        }
        const forecast = forecastOf(profile, after(0), target)
        if (forecast.kind === 'needs') {
          expect(reached(after(forecast.answers))).toBe(true)
          expect(reached(after(forecast.answers - 1))).toBe(false)
        } else if (forecast.kind === 'met') {
          expect(reached(after(0, forecast.spare))).toBe(true)
          expect(reached(after(0, forecast.spare + 1))).toBe(false)
        } else expect(fraction(profile, after(0))[1]).toBe(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('now', () => {
  const limitsOf = (area: string) => ({ thresholdMs: area === 'repair' ? 12_000 : 20_000, shortAbandonMs: 0 })
  test('nobody waits', () => {
    expect(nowFigures([], 100_000, limitsOf)).toEqual({ waiting: 0, overdue: 0 })
  })
  test('the longest wait is not always the next to break its limit', () => {
    const legs = [
      { area: 'billing', enteredAt: 85_000 },
      { area: 'repair', enteredAt: 89_000 },
    ]
    expect(nowFigures(legs, 100_000, limitsOf)).toEqual({
      waiting: 2,
      longestWaitMs: 15_000,
      overdue: 0,
      timeToBreachMs: 1000,
    })
  })
  test('negative is overdue; the limit itself is not', () => {
    expect(timeToBreach({ area: 'repair', enteredAt: 85_000 }, 100_000, limitsOf)).toBe(-3000)
    expect(nowFigures([{ area: 'repair', enteredAt: 88_000 }], 100_000, limitsOf)).toMatchObject({
      overdue: 0,
      timeToBreachMs: 0,
    })
  })
})

describe('the short-abandon limit', () => {
  const cases: [name: string, setting: number | undefined, emergency: boolean, limit: number][] = [
    ['5 s where nothing is set', undefined, false, 5000],
    ['what is set', 8000, false, 8000],
    ['none where calls may be emergencies', 8000, true, 0],
  ]
  test.each(cases)('%s', (_name, setting, emergency, limit) => {
    expect(shortAbandonLimit(setting, emergency)).toBe(limit)
  })
})
