import type { PriorityClass, WeeklyHours } from '#shared/domain/priority/rule.ts'
import type { Language } from './words.ts'

/** What cells say, and how it is written: days, hours, classes. Undefined = not understood. */

const noDate = new Set(['', '-', '–', '—', '/', '无', '长期', '永久', '不限', 'none', 'always', 'unlimited'])

/** `2026-11-24`, `2026/11/24`, `2026.11.24`, `2026年11月24日`, `20261124`; null = no limit. Whether there is such a day is `checkRule`'s. */
export function readDate(text: string): string | null | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  if (noDate.has(plain)) return null
  const found =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ t]0{1,2}:00(?::00)?)?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (!found) return undefined
  const [, year = '', month = '', day = ''] = found
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

const dayNames: Record<Language, string[]> = {
  zh: ['一', '二', '三', '四', '五', '六', '日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}
const dayGroups: Record<string, number[]> = {
  '': [1, 2, 3, 4, 5, 6, 7],
  每天: [1, 2, 3, 4, 5, 6, 7],
  每日: [1, 2, 3, 4, 5, 6, 7],
  daily: [1, 2, 3, 4, 5, 6, 7],
  everyday: [1, 2, 3, 4, 5, 6, 7],
  工作日: [1, 2, 3, 4, 5],
  平日: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  周末: [6, 7],
  weekend: [6, 7],
  weekends: [6, 7],
}
const noHours = new Set(['', '-', '–', '—', '全天', '全时', '24小时', 'always', 'any', '24h', '24/7', '7x24', '7×24'])
const mostHours = 14

/** `一-五 08:00-18:00; 六 09:00-12:00`, `Mon-Fri 08:00-18:00`. */
export function readHours(text: string): WeeklyHours[] | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  if (noHours.has(plain)) return []
  const hours: WeeklyHours[] = []
  for (const part of plain.split(/[;\n]+/).map((one) => one.trim())) {
    if (part === '') continue
    const found = /^(.*?)\s*(\d{1,2}:\d{2})\s*(?:[-–—~至到]|to)\s*(\d{1,2}:\d{2})$/.exec(part)
    const days = found ? readDays(found[1] ?? '') : undefined
    const from = readTime(found?.[2] ?? '')
    const to = readTime(found?.[3] ?? '')
    if (!days || from === undefined || to === undefined) return undefined
    hours.push({ days, from, to })
  }
  return hours.length > mostHours ? undefined : hours
}

function readTime(text: string): string | undefined {
  const padded = text.padStart(5, '0')
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(padded) ? padded : undefined
}

function readDays(text: string): number[] | undefined {
  const plain = text.trim().replace(/[:,、]$/, '')
  const group = dayGroups[plain.replace(/\s/g, '')]
  if (group) return group
  const days = new Set<number>()
  for (const part of plain.replace(/周|星期|礼拜/g, '').split(/[,、和&\s]+/)) {
    const [first = '', last, more] = part.split(/[-–—~至到]/)
    const from = dayNumbers(first)
    const to = last === undefined ? undefined : dayNumbers(last)
    if (!from || more !== undefined) return undefined
    if (last === undefined) from.forEach((day) => days.add(day))
    else if (!to || from.length !== 1 || to.length !== 1) return undefined
    else for (const day of span(from[0] ?? 0, to[0] ?? 0)) days.add(day)
  }
  return [...days].sort((a, b) => a - b)
}

/** Sat-Mon goes over the end of the week. */
const span = (from: number, to: number): number[] =>
  Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => ((from - 1 + index) % 7) + 1)

/** One English day, or Chinese days side by side (`一三五`). */
function dayNumbers(text: string): number[] | undefined {
  const english = dayNames.en.findIndex((name) => /^[a-z]{3,}$/.test(text) && fullDay(name).startsWith(text))
  if (english >= 0) return [english + 1]
  const days = [...text].map((sign) => '一二三四五六日'.indexOf(sign === '天' || sign === '七' ? '日' : sign) + 1)
  const digits = [...text].map((sign) => (/[1-7]/.test(sign) ? Number(sign) : 0))
  const found = days.map((day, index) => day || (digits[index] ?? 0))
  return found.length > 0 && found.every((day) => day > 0) ? found : undefined
}

const fullDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const fullDay = (name: string): string => fullDays.find((day) => day.startsWith(name.toLowerCase())) ?? ''

export const writeHours = (hours: WeeklyHours[], language: Language): string =>
  hours.map(({ days, from, to }) => `${writeDays(days, language)} ${from}-${to}`).join('; ')

function writeDays(days: number[], language: Language): string {
  const names = dayNames[language]
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  const runs: number[][] = []
  for (const day of sorted) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  return runs
    .map((run) => {
      const shown = run.map((day) => names[day - 1] ?? '')
      return run.length > 2 ? `${shown[0]}-${shown.at(-1)}` : shown.join(',')
    })
    .join(',')
}

/** A class by its id, else by its name in either language where only one has it. */
export function classFinder(classes: PriorityClass[]): (text: string) => string | undefined {
  const byName = new Map<string, string | null>()
  for (const { id, name } of classes)
    for (const word of new Set([plainName(name.zh), plainName(name.en), plainName(id)]))
      if (word !== '') byName.set(word, byName.has(word) && byName.get(word) !== id ? null : id)
  const ids = new Set(classes.map(({ id }) => id))
  return (text) => (ids.has(text) ? text : (byName.get(plainName(text)) ?? undefined))
}

const plainName = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** The class's name where that is enough to find it again, else its id. */
export function classNamer(classes: PriorityClass[], language: Language): (id: string) => string {
  const find = classFinder(classes)
  const names = new Map(classes.map(({ id, name }) => [id, find(name[language]) === id ? name[language] : id]))
  return (id) => names.get(id) ?? id
}
