import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import * as e from '#shared/domain/testing/events.ts'
import { compileList, createListCompiler } from './compile.ts'
import type {
  Because,
  CallerHistory,
  CallFacts,
  Condition,
  Match,
  PriorityList,
  PriorityRule,
  WeeklyHours,
} from './rule.ts'

/**
 * The compiled list must answer what a plain look at every rule answers. The plain look is written here, from the words of rule.ts and
 * by other means than the compiler: tuples instead of numbers, BigInt ranges, hours counted out minute by minute.
 */
const dial = defaultDialPlan
const zone = 'America/New_York'
const siteTime = createSiteTime(zone)

function plainMatch(list: PriorityList, facts: CallFacts, callers: CallerHistory): Omit<Match, 'sound'> | undefined {
  const matching = list.rules
    .map((rule, order) => ({ rule, order, because: plainBecause(rule.condition, facts, callers) }))
    .filter(({ rule, because }) => because !== undefined && rule.enabled && isInTime(rule, facts.arrivedAt))
    .sort((a, b) => compareTuples(tupleOf(a.rule, a.order), tupleOf(b.rule, b.order)))
  const [winner, ...others] = matching
  if (!winner?.because) return undefined
  const { id, name, classId, severity, ladder, handling } = winner.rule
  return {
    ...{ ruleId: id, ruleName: name, classId, severity, ladder, handling },
    because: winner.because,
    alsoMatched: others.slice(0, 20).map(({ rule }) => rule.name),
    listVersion: list.version,
  }
}

function plainBecause(condition: Condition, facts: CallFacts, callers: CallerHistory): Because | undefined {
  const caller = dialKey(facts.callerNumber, dial)
  switch (condition.kind) {
    case 'caller-number':
      return caller !== '' && dialKey(condition.number, dial) === caller ? condition : undefined
    case 'caller-prefix':
      return dialPrefixKeys(condition.prefix, dial).some((key) => caller.indexOf(key) === 0) ? condition : undefined
    case 'caller-range':
      return isBetween(caller, dialKey(condition.from, dial), dialKey(condition.to, dial)) ? condition : undefined
    case 'caller-list':
      return caller !== '' && condition.numbers.some((number) => dialKey(number, dial) === caller)
        ? { kind: 'caller-list', count: condition.numbers.length }
        : undefined
    case 'caller-withheld':
      return caller === '' ? condition : undefined
    case 'dialled-number': {
      const dialled = dialKey(facts.dialledNumber, dial)
      return dialled !== '' && dialKey(condition.number, dial) === dialled ? condition : undefined
    }
    case 'transfer-code':
      return facts.transferCode === condition.code ? condition : undefined
    case 'vdn':
      return facts.vdn === condition.vdn ? condition : undefined
    case 'queue-area':
      return facts.areas.includes(condition.area) ? condition : undefined
    case 'repeat-caller': {
      const { calls, minutes } = condition
      const from = facts.arrivedAt - minutes * 60_000
      const counted = caller === '' ? 0 : callers.countCalls(facts.callerNumber, from, facts.arrivedAt)
      return counted >= calls ? { kind: 'repeat-caller', calls, minutes, counted } : undefined
    }
    case 'all': {
      const parts = condition.of.map((part) => plainBecause(part, facts, callers))
      return parts.every((part) => part !== undefined) ? { kind: 'all', of: parts } : undefined
    }
    case 'any': {
      const held = condition.of.map((part) => ({ part, because: plainBecause(part, facts, callers) }))
      const widths = held.filter((one) => one.because).map(({ part }) => narrow(part))
      const narrowest = widths.reduce((best, one) => (compareTuples(one, best) < 0 ? one : best), widths[0] ?? [])
      return held.find(({ part, because }) => because && compareTuples(narrow(part), narrowest) === 0)?.because
    }
    case 'not':
      return plainBecause(condition.of, facts, callers) ? undefined : { kind: 'not', of: condition.of.kind }
  }
}

function isBetween(key: string, from: string, to: string): boolean {
  const isNumber = (text: string): boolean => /^\+?\d{1,15}$/.test(text)
  if (![key, from, to].every(isNumber) || key.length !== from.length || from.length !== to.length) return false
  if (new Set([key[0] === '+', from[0] === '+', to[0] === '+']).size > 1) return false
  const [at, low, high] = [BigInt(key.replace('+', '')), BigInt(from.replace('+', '')), BigInt(to.replace('+', ''))]
  return low <= at && at <= high
}

const kindOrder = [
  'caller-number',
  'caller-list',
  'caller-range',
  'caller-prefix',
  'caller-withheld',
  'repeat-caller',
  'vdn',
  'transfer-code',
  'queue-area',
  'dialled-number',
  'not',
]

/** Smaller is narrower: kind, then length of the prefix, then further parts. */
function narrow(condition: Condition): number[] {
  const narrowestFirst = (parts: Condition[]): number[][] => parts.map(narrow).sort(compareTuples)
  switch (condition.kind) {
    case 'all': {
      const [kind = 99, length = 0, further = 0] = narrowestFirst(condition.of)[0] ?? []
      return [kind, length, further - (condition.of.length - 1)]
    }
    case 'any':
      return narrowestFirst(condition.of).at(-1) ?? []
    case 'caller-prefix':
      return [
        kindOrder.indexOf(condition.kind),
        -Math.max(0, ...dialPrefixKeys(condition.prefix, dial).map((key) => key.length)),
        0,
      ]
    default:
      return [kindOrder.indexOf(condition.kind), 0, 0]
  }
}

const tupleOf = (rule: PriorityRule, order: number): number[] => [
  ['P1', 'P2', 'P3'].indexOf(rule.severity),
  ...narrow(rule.condition),
  order,
]
const compareTuples = (a: number[], b: number[]): number =>
  a.map((value, i) => value - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0

function isInTime(rule: PriorityRule, at: number): boolean {
  const { day, weekday, minute } = siteTime(at)
  if (rule.validFrom !== null && rule.validFrom > day) return false
  if (rule.validTo !== null && rule.validTo < day) return false
  if (rule.hours.length === 0) return true
  const week = new Set<number>()
  for (const { days, from, to } of rule.hours) {
    for (const one of days) {
      let minuteOfWeek = (one - 1) * 1440 + clock(from)
      let length = (clock(to) - clock(from) + 1440) % 1440 || 1440
      if (to === '24:00') length = 1440 - clock(from)
      while (length-- > 0) week.add(minuteOfWeek++ % 10_080)
    }
  }
  return week.has((weekday - 1) * 1440 + minute)
}
const clock = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** Few values, so that rules and calls meet often. */
const numbers = [
  '13800001111',
  '13800001112',
  '+8613800001113',
  '26884100',
  '0755-26884101',
  '00442079460958',
  '8001',
  '8010',
  '96777',
]
const word = fc.constantFrom('8001', '8002', '1')
const area = fc.constantFrom('repair', 'billing')
const number = fc.constantFrom(...numbers)
const prefix = fc.constantFrom('1', '138', '+86138', '0755', '2688', '26884100', '80', '+44', '0', '+86', '138*')
const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('caller-number' as const), number }),
  fc.record({ kind: fc.constant('caller-prefix' as const), prefix }),
  fc.record({ kind: fc.constant('caller-range' as const), from: number, to: number }),
  fc.record({ kind: fc.constant('caller-list' as const), numbers: fc.array(number, { maxLength: 5 }) }),
  fc.constant({ kind: 'caller-withheld' as const }),
  fc.record({ kind: fc.constant('dialled-number' as const), number }),
  fc.record({ kind: fc.constant('transfer-code' as const), code: word }),
  fc.record({ kind: fc.constant('vdn' as const), vdn: word }),
  fc.record({ kind: fc.constant('queue-area' as const), area }),
  fc.record({
    kind: fc.constant('repeat-caller' as const),
    calls: fc.integer({ min: 2, max: 3 }),
    minutes: fc.constantFrom(5, 60),
  }),
)
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: simple, weight: 6 },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('condition') }), weight: 1 },
  ),
}))
const time = fc.constantFrom('00:00', '02:00', '08:30', '17:59', '24:00')
const hours: fc.Arbitrary<WeeklyHours> = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  from: time.filter((one) => one !== '24:00'),
  to: time,
})
const day = fc.constantFrom(null, null, '2026-03-07', '2026-03-08', '2026-03-09')
const rule = fc
  .record({
    name: fc.constantFrom('one', 'two', 'three'),
    severity: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const),
    condition,
    enabled: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    validFrom: day,
    validTo: day,
    hours: fc.oneof({ arbitrary: fc.constant<WeeklyHours[]>([]), weight: 3 }, fc.array(hours, { maxLength: 2 })),
  })
  .map((change) => change)
const list = fc
  .array(rule, { maxLength: 30 })
  .map((rules) => ({ ...e.listOf(...rules.map((change, i) => e.rule(String(i), change))), version: 7 }))

/** Around a day on which clocks go forward. */
const from = Date.parse('2026-03-06T00:00:00Z')
const facts: fc.Arbitrary<CallFacts> = fc
  .record({
    arrivedAt: fc.integer({ min: from, max: from + 5 * 86_400_000 }),
    callerNumber: fc.constantFrom('', ...numbers, '013800001111', '075526884100', '+442079460958', '8005'),
    dialledNumber: fc.constantFrom('', '96777', '075596777', '8001'),
    transferCode: fc.option(word, { nil: undefined }),
    vdn: fc.option(word, { nil: undefined }),
    areas: fc.uniqueArray(area),
  })
  .map(({ transferCode, vdn, ...rest }) => ({
    ...rest,
    ...(transferCode === undefined ? {} : { transferCode }),
    ...(vdn === undefined ? {} : { vdn }),
  }))

/** Everybody calls every ten minutes. */
const callers: CallerHistory = {
  countCalls: (_number, low, high) => Math.floor(high / 600_000) - Math.floor(low / 600_000),
}

test('the compiled list answers what a plain look at every rule answers', () => {
  fc.assert(
    fc.property(list, fc.array(facts, { minLength: 1, maxLength: 10 }), (rules, calls) => {
      const lookup = compileList(rules, siteTime)
      for (const call of calls) {
        const match = lookup.match(call, callers)
        const { sound, ...found } = match ?? { sound: undefined }
        expect(match ? found : undefined).toEqual(plainMatch(rules, call, callers))
        expect(sound).toBe(match && { P1: 'p1', P2: 'p2', P3: 'p3' }[match.severity])
      }
    }),
    { numRuns: 1500 },
  )
})

test('asked again, it answers the same', () => {
  fc.assert(
    fc.property(list, facts, facts, (rules, call, other) => {
      const lookup = compileList(rules, siteTime)
      const first = structuredClone(lookup.match(call, callers))
      lookup.match(other, callers)
      expect(lookup.match(call, callers)).toEqual(first)
    }),
  )
})

test('compiled in slices of any size, it is the same list', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 5 }), facts, (rules, size, call) => {
      const compiler = createListCompiler({ ...rules, siteTime })
      for (let at = 0; at < rules.rules.length; at += size) compiler.add(rules.rules.slice(at, at + size))
      expect(compiler.finish().match(call, callers)).toEqual(compileList(rules, siteTime).match(call, callers))
    }),
  )
})
