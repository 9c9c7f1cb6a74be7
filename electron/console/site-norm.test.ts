import { expect, test } from 'vitest'
import { applyToCore, createCore, noChanges } from '#shared/domain/core.ts'
import * as e from '#shared/domain/testing/events.ts'
import { served } from './test-kit.ts'
import { createSiteNorm } from './site-norm.ts'

const rules = e.coreSettings()

test('today is judged by the norm that the site has picked, anew with each call', () => {
  const core = createCore()
  const judge = createSiteNorm()
  const verdict = (norm: 'eighty-twenty' | 'nfpa-1225' | null) => judge(core, rules, norm, e.t(3600))
  const callers = (from: number, to: number): void => {
    for (let n = from; n < to; n++)
      for (const event of served(`s/${n}`, n)) applyToCore(core, event, rules, noChanges())
  }
  callers(0, 19)
  expect(verdict('eighty-twenty')).toEqual({ id: 'eighty-twenty', verdict: 'too-few-calls' })
  callers(19, 20)
  expect(verdict('eighty-twenty')).toEqual({ id: 'eighty-twenty', verdict: 'met' })
  for (const n of [1, 2, 3]) {
    const late = [
      e.arrived(100, `l/${n}`),
      e.joined(101, 'repair', `l/${n}`),
      e.answered(150, '1001', 'repair', `l/${n}`),
    ]
    for (const event of late) applyToCore(core, event, rules, noChanges())
  }
  expect(verdict('nfpa-1225')).toEqual({ id: 'nfpa-1225', verdict: 'not-met' })
  expect(verdict('eighty-twenty')).toEqual({ id: 'eighty-twenty', verdict: 'met' })
  expect(verdict(null)).toBeUndefined()
})
