import { describe, expect, test } from 'vitest'
import type { SiteClock } from '#renderer/i18n/site-clock.ts'
import {
  choiceOf,
  dimensionOf,
  firstChoice,
  missingIn,
  requestOf,
  savedRequestOf,
  type ReportChoice,
} from './report-choice.ts'

const shanghai: SiteClock = { timeZone: 'Asia/Shanghai', aheadMs: 0 }
const berlin: SiteClock = { timeZone: 'Europe/Berlin', aheadMs: 0 }
const choice = (changes: Partial<ReportChoice>): ReportChoice => ({ ...firstChoice, ...changes })
const windowAt = (changes: Partial<ReportChoice>, now: string, siteClock = shanghai): string => {
  const window = requestOf(choice(changes), Date.parse(now), siteClock)?.window
  return window && 'at' in window ? `${window.kind} ${new Date(window.at).toISOString().slice(0, 16)}` : 'none'
}

describe('a window lies in the right day of the site', () => {
  test.each([
    ['today', shanghai, '2026-11-20T17:30Z', 'day 2026-11-20T17:30'],
    ['yesterday', shanghai, '2026-11-20T17:30Z', 'day 2026-11-20T04:00'],
    ['last-week', shanghai, '2026-11-20T17:30Z', 'week 2026-11-14T04:00'],
    ['last-month', shanghai, '2026-11-30T17:30Z', 'month 2026-11-30T04:00'],
    // The day before had 23 hours: 24 hours ago was the day before that.
    ['yesterday', berlin, '2026-03-29T22:15Z', 'day 2026-03-29T10:00'],
    ['last-month', berlin, '2026-03-31T08:00Z', 'month 2026-02-28T11:00'],
  ] as const)('%s', (window, siteClock, now, expected) => {
    expect(windowAt({ window }, now, siteClock)).toBe(expected)
  })
})

test('a window is in whole ms, as the console wants it', () => {
  expect(requestOf(choice({}), 1_795_508_620_145.7, shanghai)?.window).toEqual({ kind: 'day', at: 1_795_508_620_145 })
})

test('a free range is by the site’s clock, and none while it is the wrong way round', () => {
  const range = choice({ window: 'range', from: '2026-11-20T08:00', to: '2026-11-20T12:00' })
  expect(requestOf(range, 0, shanghai)?.window).toEqual({
    kind: 'range',
    from: Date.UTC(2026, 10, 20, 0),
    to: Date.UTC(2026, 10, 20, 4),
  })
  expect(missingIn({ ...range, to: '2026-11-20T08:00' }, shanghai)).toBe('range')
  expect(requestOf({ ...range, to: '' }, 0, shanghai)).toBeUndefined()
})

test.each([
  ['total', { kind: 'total' }],
  ['area:repair', { kind: 'area', area: 'repair' }],
  ['class:key-customer', { kind: 'class', classId: 'key-customer' }],
  ['seat:Local/1001:a@x', { kind: 'seat', seatId: 'Local/1001:a@x' }],
  ['vdn', { kind: 'vdn', vdn: '8001' }],
])('%s is of its own', (dimension, expected) => {
  expect(dimensionOf({ dimension, vdn: ' 8001 ' })).toEqual(expected)
})

test('a VDN must be named', () => {
  expect(missingIn(choice({ dimension: 'vdn' }), shanghai)).toBe('vdn')
  expect(requestOf(choice({ dimension: 'vdn' }), 0, shanghai)).toBeUndefined()
})

test('what is saved opens as it was, whatever it is of', () => {
  for (const dimension of ['total', 'area:repair', 'class:media', 'seat:PJSIP/1001', 'vdn']) {
    const wanted = choice({ kind: 'waits', window: 'yesterday', dimension, vdn: dimension === 'vdn' ? '8001' : '' })
    const request = savedRequestOf(wanted)
    if (!request) throw new Error('cannot be saved')
    expect(choiceOf({ id: 'x', name: 'x', request })).toEqual(wanted)
  }
})

test.each([
  ['this-week', undefined],
  ['this-month', undefined],
  ['range', undefined],
  ['shift', 'last-shift'],
  ['last-month', 'last-month'],
] as const)('%s is saved as %s', (window, expected) => {
  expect(savedRequestOf(choice({ window }))?.window).toBe(expected)
})
