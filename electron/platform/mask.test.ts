import { describe, expect, test } from 'vitest'
import { hidden, maskNumbers, redact } from './mask.ts'

describe('maskNumbers', () => {
  test.each([
    ['in a sentence', 'call from 13811111111 to 8001', 'call from 138****1111 to 8001'],
    ['written with spaces', 'caller 138 1111 2222.', 'caller 138****2222.'],
    ['written with hyphens', '0755-2688-1234', '075****1234'],
    ['a date is not a number', '2026-11-20 12:43:07', '2026-11-20 12:43:07'],
    ['an address is not a number', '192.168.100.20:5038', '192.168.100.20:5038'],
  ])('%s', (_name, text, masked) => {
    expect(maskNumbers(text)).toBe(masked)
  })
})

describe('redact', () => {
  const clean = maskNumbers
  test.each([
    ['a secret by its name', 'amiSecret', 'hunter2', hidden],
    ['a password by its name', 'password', 'hunter2', hidden],
    ['the name of a caller', 'callerName', '王小明', hidden],
    ['a time', 'startedAt', 1_795_000_000_000, 1_795_000_000_000],
    ['a telephone number kept as a number', 'caller', 13811111111, '138****1111'],
    ['a small number', 'attempt', 3, 3],
    ['a list of numbers', 'callers', ['13811111111'], ['138****1111']],
    ['what lies deeper', 'call', { from: '13811111111', secret: 'x' }, { from: '138****1111', secret: hidden }],
  ])('%s', (_name, key, value, expected) => {
    expect(redact(value, key, clean)).toEqual(expected)
  })

  test('cleans the message of an error', () => {
    const fact = redact(new Error('no answer to 13811111111'), 'error', clean)
    expect(JSON.stringify(fact)).not.toContain('13811111111')
  })

  test('ends on an object that holds itself', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    expect(JSON.stringify(redact(loop, 'loop', clean))).toContain('…')
  })
})
