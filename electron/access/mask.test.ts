import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AlertView, ConsolePatch } from '#shared/ipc/view.ts'
import { maskFor, maskText } from './mask.ts'

describe('a text', () => {
  test.each([
    ['a number', '13811111111', '138****1111'],
    ['a number in a name', '王小明 138 1111 1111', '王小明 138****1111'],
    ['a number in brackets', '请回电(0755)2688-1234', '请回电(075****1234'],
    ['full-width digits', '回电１３８１１１１１１１１。', '回电138****1111。'],
    ['a number with dots', '138.1111.1111', '138****1111'],
    ['a number with long dashes', '138—1111—1111', '138****1111'],
    ['a country code', '+86 138 1111 1111', '+861****1111'],
    ['a number right after a date', '2026-11-20-13811111111', '202****1111'],
    ['a number that begins like a year', '20261120888', '202****0888'],
    ['a date', '到 2026-11-20 12:43:07 为止', '到 2026-11-20 12:43:07 为止'],
    ['a Chinese date', '2026年11月20日起', '2026年11月20日起'],
    ['an address', '192.168.100.20:5038', '192.168.100.20:5038'],
    ['a short number', '拨 96777 或 8001', '拨 96777 或 8001'],
    ['no number', '燃气泄漏：先关阀门', '燃气泄漏：先关阀门'],
  ])('with %s', (_name, text, masked) => {
    expect(maskText(text)).toBe(masked)
    expect(maskText(masked)).toBe(masked)
  })
})

const planted = '13812345678'
const shapes = [
  planted,
  '138 1234 5678',
  '+86 138-1234-5678',
  '１３８１２３４５６７８',
  '0086 13812345678',
  '(138)12345678',
]
const somewhere = fc
  .tuple(
    fc.constantFrom('', '王', 'call ', '电话：'),
    fc.constantFrom(...shapes),
    fc.constantFrom('', '。', ' please', ' 转'),
  )
  .map((parts) => parts.join(''))

const alertWith = (text: string): AlertView => ({
  id: 'switch:1800000000.12',
  severity: 'P1',
  classId: 'repair',
  callerNumber: text,
  callerName: text,
  dialledNumber: '4008096777',
  transferCode: text,
  vdn: '80010001',
  area: 'repair',
  stage: 'queued',
  seats: [text],
  rule: {
    id: 'hospital',
    name: text,
    because: {
      kind: 'all',
      of: [
        { kind: 'caller-number', number: text },
        { kind: 'caller-prefix', prefix: text },
        { kind: 'caller-range', from: text, to: text },
        { kind: 'transfer-code', code: text },
        { kind: 'dialled-number', number: '4008096777' },
      ],
    },
    alsoMatched: [text],
    listVersion: 3,
  },
  handling: text,
  sound: 'p1',
  raisedAt: 1_800_000_000_000,
  waitingSince: 1_800_000_000_000,
  limitMs: 20_000,
  acknowledged: { by: text, at: 1_800_000_000_000 },
  needsOutcome: false,
})
const patchWith = (text: string): ConsolePatch => ({
  from: 1,
  revision: 2,
  sentAt: 1_800_000_000_000,
  changes: {
    alerts: { 'switch:1800000000.12': alertWith(text), 'switch:1800000000.13': null },
    problems: [{ kind: 'settings-not-saved', detail: text, at: 1_800_000_000_000 }],
    list: { version: 3, publishedAt: 1_800_000_000_000, by: text, rules: 4 },
  },
})

const narrow = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')

describe('a caller who may not see numbers', () => {
  test('gets none in anything, however and wherever it was written', () => {
    fc.assert(
      fc.property(somewhere, (text) => {
        const texts: string[] = []
        JSON.stringify(maskFor(patchWith(text)), (key, value: unknown) => {
          if (typeof value === 'string' && !['id', 'dialledNumber', 'vdn'].includes(key)) texts.push(value)
          return value
        })
        expect(texts.length).toBeGreaterThan(10)
        for (const one of texts) expect(narrow(one)).not.toContain('1234')
      }),
    )
  })

  test('still gets times, ids, and the utility’s own numbers', () => {
    const alert = maskFor(patchWith('王')).changes.alerts?.['switch:1800000000.12']
    expect(alert).toEqual(alertWith('王'))
  })

  test('gets a withheld number as withheld', () => {
    expect(maskFor(alertWith('')).callerNumber).toBe('')
  })

  test('does not change what others get', () => {
    const patch = patchWith(planted)
    maskFor(patch)
    expect(patch).toEqual(patchWith(planted))
  })

  test('gets the copy that the one before got', () => {
    const patch = patchWith(planted)
    expect(maskFor(patch)).toBe(maskFor(patch))
  })
})

describe('the numbers of a rule', () => {
  test.each(['138/1234/5678', '138    1234    5678', '138\u200b1234\u200b5678', '【138】1234−5678', '2013-12-3-45678'])(
    'typed as %s are masked as any other way of writing them',
    (number) => {
      const texts = maskFor([
        { kind: 'caller-number', number },
        { kind: 'caller-prefix', prefix: number },
        { kind: 'caller-range', from: number, to: number },
        { kind: 'caller-list', numbers: [number], count: 1 },
        { field: 'numbers', examples: { added: [number], removed: [number] } },
      ])
      expect(JSON.stringify(texts).match(/\d{3}\*{4}5678/g)).toHaveLength(7)
    },
  )

  test('leave the hours and the dialled number as they are', () => {
    const kept = {
      hours: [{ days: [1], from: '08:00', to: '18:00' }],
      condition: { kind: 'dialled-number', number: '075596777' },
    }
    expect(maskFor(kept)).toEqual(kept)
  })
})

test('a key that is one of an object’s own words stays a key', () => {
  const odd = JSON.parse('{"__proto__":{"callerNumber":"13812345678"}}') as object
  expect(JSON.stringify(maskFor(odd))).toBe('{"__proto__":{"callerNumber":"138****5678"}}')
})
