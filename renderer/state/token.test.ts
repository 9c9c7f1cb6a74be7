// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { takeToken } from './token.ts'

const replaced: string[] = []
const at = (href: string) => ({
  location: { href } as Location,
  history: { replaceState: (_state: unknown, _title: string, url: string) => void replaced.push(url) } as History,
  sessionStorage,
})

beforeEach(() => {
  sessionStorage.clear()
  replaced.length = 0
})

test.each([
  ['the fragment', 'http://127.0.0.1:8080/#token=abc', 'http://127.0.0.1:8080/'],
  ['the query', 'http://127.0.0.1:8080/?token=abc&a=1', 'http://127.0.0.1:8080/?a=1'],
])('the token is taken from %s and off the address bar', (_name, href, clean) => {
  expect(takeToken(at(href))).toBe('abc')
  expect(replaced).toEqual([clean])
})

test('the token is kept for a reload of the tab', () => {
  takeToken(at('http://127.0.0.1:8080/#token=abc'))
  expect(takeToken(at('http://127.0.0.1:8080/'))).toBe('abc')
})

test('without a token there is none', () => {
  expect(takeToken(at('http://127.0.0.1:8080/'))).toBeUndefined()
})
