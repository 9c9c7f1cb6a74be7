import { expect, test } from 'vitest'
import { sampleFigures } from '#renderer/testing/sample-view.ts'
import { formulaInNumbers, levelOf } from './formula.ts'

/** The worked example: 100 offered = 70 answered in time, 20 late, 10 abandoned in time. */
test.each([
  ['negative', '70 ÷ 100', 70],
  ['ignore-early-abandons', '70 ÷ (100 − 10)', 77.8],
  ['positive', '(70 + 10) ÷ 100', 80],
  ['answered-only', '70 ÷ 90', 77.8],
  ['accepted', '70 ÷ (90 + 10 + 0 + 0)', 70],
] as const)('%s shows its numbers', (profile, words, pct) => {
  expect(formulaInNumbers(profile, sampleFigures(), String)).toBe(words)
  expect(levelOf(profile, sampleFigures())).toBeCloseTo(pct, 1)
})
