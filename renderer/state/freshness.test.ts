import { expect, test } from 'vitest'
import { sampleLink, sampleNow } from '#renderer/testing/sample-view.ts'
import { freshnessOf, quietAfterMs } from './freshness.ts'

const down = { kind: 'connecting', attempt: 2, step: 'reaching' } as const

test.each([
  ['an up link that has just spoken is live', sampleLink(), true, 'live'],
  [
    'an up link that says nothing for long is quiet',
    sampleLink({ lastHeardAt: sampleNow - quietAfterMs - 1 }),
    true,
    'quiet',
  ],
  ['a link that is not up is stale, however young its data', sampleLink({ state: down }), true, 'stale'],
  ['without the carrier nothing else matters', sampleLink(), false, 'host-lost'],
] as const)('%s', (_name, link, connected, kind) => {
  expect(freshnessOf(link, connected, sampleNow, sampleNow).kind).toBe(kind)
})

test('stale data is as of the last byte of the switch', () => {
  expect(freshnessOf(sampleLink({ state: down }), true, sampleNow + 9000, sampleNow + 9000)).toMatchObject({
    asOf: sampleNow,
  })
})
