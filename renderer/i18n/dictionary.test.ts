import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zh } from './zh.ts'

const sources = Object.entries(
  import.meta.glob<string>('/renderer/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
)
  .filter(([path]) => !/\.test\.|\/testing\/|\/i18n\/(zh|en)/.test(path))
  .map(([, text]) => text)
  .join('\n')

const base = (key: string): string => key.replace(/_(one|other)$/, '')
const keys = [...new Set(Object.keys(zh).map(base))]
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()

/** `stage.${stage}` in the code stands for every key that it can become. */
const patterns = [...sources.matchAll(/`([\w-]+\.(?:[\w.-]|\$\{[^{}`]*\})+)`/g)].map(
  ([, template = '']) => new RegExp(`^${template.replace(/\./g, '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`),
)
const isUsed = (key: string): boolean => sources.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key))

test('both languages have the same keys', () => {
  expect([...new Set(Object.keys(en).map(base))].sort()).toEqual([...keys].sort())
})

test('every key is used somewhere', () => {
  expect(keys.filter((key) => !isUsed(key))).toEqual([])
})

test('both languages fill in the same values', () => {
  for (const [key, text] of Object.entries(zh)) {
    const other = (en as Record<string, string>)[key] ?? ''
    expect([key, placeholders(other)]).toEqual([key, placeholders(text)])
  }
})

test('no Chinese stands in the code, and none in the English words but the name of the language', () => {
  const strings = sources.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  expect(strings.match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([])
  const english = Object.entries(en).filter(([key, text]) => key !== 'language.zh' && /[\u4e00-\u9fff]/.test(text))
  expect(english).toEqual([])
})
