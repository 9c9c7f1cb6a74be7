import { describe, expect, test } from 'vitest'

// Vitest hands out every style sheet empty, and the renderer compiles without Node's types: hence the roundabout way.
const nodeFiles: string = 'node:fs'
const files: { readFileSync: (path: string, encoding: 'utf8') => string } = await import(nodeFiles)
const tokens = files.readFileSync('renderer/theme/tokens.css', 'utf8')

const themeOf = (name: 'dark' | 'light'): Record<string, string> => {
  const block = tokens.slice(tokens.indexOf(`data-theme="${name}"`))
  const body = block.slice(block.indexOf('{') + 1, block.indexOf('}'))
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, key, value]) => [key, value]))
}

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const onWall: [text: string, ground: string][] = [
  ['text', 'bg'],
  ['text', 'surface'],
  ['dim', 'bg'],
  ['dim', 'surface'],
  ['faint', 'surface'],
  ['on-inverse', 'inverse'],
  ...['p1', 'p2', 'p3'].flatMap((severity): [string, string][] => [
    ['text', `${severity}-soft`],
    ['dim', `${severity}-soft`],
    [`${severity}-text`, `${severity}-soft`],
    [`${severity}-text`, 'surface'],
  ]),
]
const elsewhere: [text: string, ground: string][] = [
  ['faint', 'bg'],
  ['faint', 'raised'],
  ['dim', 'raised'],
  ['accent', 'surface'],
  ['p1-on', 'p1'],
  ['p2-on', 'p2'],
  ['p3-on', 'p3'],
]
const classColours = ['red', 'amber', 'blue', 'green', 'violet', 'pink', 'teal', 'grey']
const classMarks = classColours.flatMap((colour): [string, string][] =>
  ['bg', 'surface', 'raised'].map((ground) => [`class-${colour}`, ground]),
)
const shapes: [shape: string, ground: string][] = [
  ['control', 'bg'],
  ['control', 'surface'],
  ['accent', 'raised'],
  ...[1, 2, 3].map((series): [string, string] => [`chart-${series}`, 'surface']),
]

describe.each(['dark', 'light'] as const)('the %s theme', (name) => {
  const theme = themeOf(name)
  const of = ([a, b]: [string, string]): number => contrast(theme[a] ?? '', theme[b] ?? '')

  test.each(onWall)('%s on %s reads from five metres (7:1)', (text, ground) => {
    expect(of([text, ground])).toBeGreaterThanOrEqual(7)
  })
  test.each([...elsewhere, ...classMarks])('%s on %s reads at a desk (4.5:1)', (text, ground) => {
    expect(of([text, ground])).toBeGreaterThanOrEqual(4.5)
  })
  test.each(shapes)('%s on %s can be made out (3:1)', (shape, ground) => {
    expect(of([shape, ground])).toBeGreaterThanOrEqual(3)
  })

  test('the series of a report are no severity', () => {
    const series = [1, 2, 3].map((one) => theme[`chart-${one}`])
    const severities = ['p1', 'p2', 'p3'].map((severity) => theme[severity])
    expect(series).not.toContain(undefined)
    expect(series.filter((colour) => severities.includes(colour))).toEqual([])
    expect(new Set(series).size).toBe(3)
  })
})
