import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { plainWord } from './condition.ts'
import { pointOf, rangeOf as numberRangeOf, type NumberRange } from './number-range.ts'
import type { Condition, PriorityRule, WeeklyHours } from './rule.ts'
import { dayMinutes, isAlways, spanOf } from './validity.ts'

/**
 * Whether one condition holds whenever another does, told by their form alone. What is said to be covered is; what is not said to be may
 * still be (two prefixes that together make a third are not seen). What was made of a condition to answer that is kept for the next
 * question, since a list of 100,000 numbers may be asked about each of 100,000 rules.
 */
export type Covering = {
  covers(wide: Condition, narrow: Condition): boolean
  /** By key. */
  holdsNumber(condition: NumberCondition): (key: string) => boolean
  /** Nothing when the two ends are no range. */
  rangeOf(condition: RangeCondition): NumberRange | undefined
}

export type NumberCondition = Extract<
  Condition,
  { kind: 'caller-number' | 'caller-list' | 'caller-range' | 'caller-prefix' }
>

export type RangeCondition = Extract<Condition, { kind: 'caller-range' }>

export function createCovering(dial: DialPlan): Covering {
  const known = new WeakMap<NumberCondition, (key: string) => boolean>()
  const ranges = new WeakMap<RangeCondition, { range: NumberRange | undefined }>()

  function rangeOf(condition: RangeCondition): NumberRange | undefined {
    let found = ranges.get(condition)
    if (!found) ranges.set(condition, (found = { range: numberRangeOf(condition.from, condition.to, dial) }))
    return found.range
  }

  function holdsNumber(condition: NumberCondition): (key: string) => boolean {
    let holds = known.get(condition)
    if (!holds) known.set(condition, (holds = holdsOf(condition, dial)))
    return holds
  }

  function covers(wide: Condition, narrow: Condition): boolean {
    if (narrow.kind === 'any') return narrow.of.every((part) => covers(wide, part))
    if (wide.kind === 'all') return wide.of.every((part) => covers(part, narrow))
    if (wide.kind === 'any' && wide.of.some((part) => covers(part, narrow))) return true
    if (narrow.kind === 'all') return narrow.of.some((part) => covers(wide, part))
    if (wide.kind === 'not' && narrow.kind === 'not') return covers(narrow.of, wide.of)
    return coversSimply(wide, narrow)
  }

  function coversSimply(wide: Condition, narrow: Condition): boolean {
    switch (wide.kind) {
      case 'caller-withheld':
        return narrow.kind === 'caller-withheld'
      case 'vdn':
        return narrow.kind === 'vdn' && plainWord(narrow.vdn) === plainWord(wide.vdn)
      case 'transfer-code':
        return narrow.kind === 'transfer-code' && plainWord(narrow.code) === plainWord(wide.code)
      case 'queue-area':
        return narrow.kind === 'queue-area' && narrow.area === wide.area
      case 'dialled-number':
        return narrow.kind === 'dialled-number' && dialKey(narrow.number, dial) === dialKey(wide.number, dial)
      case 'repeat-caller':
        return narrow.kind === 'repeat-caller' && narrow.calls >= wide.calls && narrow.minutes <= wide.minutes
      case 'caller-number':
      case 'caller-list':
      case 'caller-range':
      case 'caller-prefix':
        return coversNumbers(wide, narrow)
      default:
        return false
    }
  }

  function coversNumbers(wide: NumberCondition, narrow: Condition): boolean {
    const holds = holdsNumber(wide)
    switch (narrow.kind) {
      case 'caller-number':
        return holds(dialKey(narrow.number, dial))
      case 'caller-list':
        return narrow.numbers.length > 0 && narrow.numbers.every((number) => holds(dialKey(number, dial)))
      case 'caller-range':
        return coversRange(wide, narrow)
      case 'caller-prefix': {
        if (wide.kind !== 'caller-prefix') return false
        const outer = dialPrefixKeys(wide.prefix, dial)
        const inner = dialPrefixKeys(narrow.prefix, dial)
        return inner.length > 0 && inner.every((key) => outer.some((start) => key.startsWith(start)))
      }
      default:
        return false
    }
  }

  function coversRange(wide: NumberCondition, narrow: RangeCondition): boolean {
    const inner = rangeOf(narrow)
    if (!inner) return false
    if (wide.kind === 'caller-range') {
      const outer = rangeOf(wide)
      return outer?.group === inner.group && outer.from <= inner.from && inner.to <= outer.to
    }
    const [from, to] = [dialKey(narrow.from, dial), dialKey(narrow.to, dial)]
    if (wide.kind !== 'caller-prefix') return from === to && holdsNumber(wide)(from)
    // Within one of its keys: `+86` is several, with gaps between them.
    return dialPrefixKeys(wide.prefix, dial).some((start) => from.startsWith(start) && to.startsWith(start))
  }

  return { covers, holdsNumber, rangeOf }
}

function holdsOf(condition: NumberCondition, dial: DialPlan): (key: string) => boolean {
  switch (condition.kind) {
    case 'caller-number': {
      const one = dialKey(condition.number, dial)
      return (key) => key === one
    }
    case 'caller-list': {
      const all = new Set(condition.numbers.map((number) => dialKey(number, dial)))
      return (key) => all.has(key)
    }
    case 'caller-prefix': {
      const starts = dialPrefixKeys(condition.prefix, dial)
      return (key) => starts.some((start) => key.startsWith(start))
    }
    case 'caller-range': {
      const range = numberRangeOf(condition.from, condition.to, dial)
      return (key) => {
        const point = pointOf(key)
        return range !== undefined && point?.group === range.group && point.at >= range.from && point.at <= range.to
      }
    }
  }
}

type Times = Pick<PriorityRule, 'validFrom' | 'validTo' | 'hours'>

/** Whether one rule holds from `today` on, on every day and at every hour at which another does. */
export function createTimeCovering(today: string): (wide: Times, narrow: Times) => boolean {
  const weeks = new Map<string, Uint32Array>()

  function weekOf(hours: WeeklyHours[]): Uint32Array {
    const form = JSON.stringify(hours)
    let week = weeks.get(form)
    if (!week) {
      if (weeks.size >= weeksKept) weeks.clear()
      weeks.set(form, (week = minutesOf(hours)))
    }
    return week
  }

  return (wide, narrow) => {
    if (isAlways(wide)) return true
    if (wide.validFrom !== null && wide.validFrom > today && (narrow.validFrom ?? '') < wide.validFrom) return false
    if (wide.validTo !== null && (narrow.validTo === null || narrow.validTo > wide.validTo)) return false
    if (wide.hours.length === 0) return true
    const outer = weekOf(wide.hours)
    return weekOf(narrow.hours).every((minutes, at) => (minutes & ~(outer[at] ?? 0)) === 0)
  }
}

const weeksKept = 10_000
const weekMinutes = 7 * dayMinutes

/** A bit for each minute of the week; no hours are all hours. */
function minutesOf(hours: WeeklyHours[]): Uint32Array {
  const week = new Uint32Array(weekMinutes / 32)
  if (hours.length === 0) return week.fill(0xffffffff)
  for (const one of hours) {
    const { from, to } = spanOf(one)
    for (const day of one.days) {
      for (let minute = from; minute < to; minute += 1) {
        const at = ((day - 1) * dayMinutes + minute) % weekMinutes
        week[at >> 5] = (week[at >> 5] ?? 0) | (1 << (at & 31))
      }
    }
  }
  return week
}
