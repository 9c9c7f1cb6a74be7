import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { pointOf, rangeOf } from './number-range.ts'
import type { Because, CallerHistory, CallFacts, Condition } from './rule.ts'
import { narrowness } from './strength.ts'

/** A call as conditions look at it: numbers already in the form in which they are compared. `caller` is '' when withheld. */
export type Question = { facts: CallFacts; callers: CallerHistory; caller: string; dialled: string }

/** A condition made ready to be asked many times. */
export type Test = {
  holds(question: Question): boolean
  /** The parts that hold. Only asked when `holds`. */
  because(question: Question): Because
}

export type SimpleCondition = Exclude<Condition, { kind: 'all' | 'any' | 'not' }>

export function testOf(condition: Condition, dial: DialPlan): Test {
  switch (condition.kind) {
    case 'all':
      return allOf(condition.of.map((part) => testOf(part, dial)))
    case 'any':
      return anyOf(
        [...condition.of].sort((a, b) => narrowness(b, dial) - narrowness(a, dial)).map((part) => testOf(part, dial)),
      )
    case 'not': {
      const part = testOf(condition.of, dial)
      const because: Because = { kind: 'not', of: condition.of.kind }
      return { holds: (question) => !part.holds(question), because: () => because }
    }
    case 'repeat-caller': {
      const { calls, minutes } = condition
      return {
        holds: (question) => countRepeats(question, minutes) >= calls,
        because: (question) => ({ kind: 'repeat-caller', calls, minutes, counted: countRepeats(question, minutes) }),
      }
    }
    default: {
      const because = becauseOf(condition)
      return { holds: holdsOf(condition, dial), because: () => because }
    }
  }
}

export const allOf = (parts: Test[]): Test => ({
  holds: (question) => parts.every((part) => part.holds(question)),
  because: (question) => ({ kind: 'all', of: parts.map((part) => part.because(question)) }),
})

/** Of several parts that hold, the first given is named. */
const anyOf = (parts: Test[]): Test => ({
  holds: (question) => parts.some((part) => part.holds(question)),
  because(question) {
    const part = parts.find((one) => one.holds(question)) ?? parts[0]
    return part ? part.because(question) : { kind: 'all', of: [] }
  },
})

type Fixed = Exclude<SimpleCondition, { kind: 'repeat-caller' }>

/** What made a simple condition hold is the condition itself, but for a list of numbers, which may be long. */
export const becauseOf = (condition: Fixed): Because =>
  condition.kind === 'caller-list' ? { kind: 'caller-list', count: condition.numbers.length } : condition

function holdsOf(condition: Fixed, dial: DialPlan): (question: Question) => boolean {
  switch (condition.kind) {
    case 'caller-number': {
      const key = dialKey(condition.number, dial)
      return ({ caller }) => caller === key && key !== ''
    }
    case 'caller-prefix': {
      const keys = dialPrefixKeys(condition.prefix, dial)
      return ({ caller }) => keys.some((key) => caller.startsWith(key))
    }
    case 'caller-range': {
      const range = rangeOf(condition.from, condition.to, dial)
      return ({ caller }) => {
        const point = range && pointOf(caller)
        return point !== undefined && point.group === range?.group && point.at >= range.from && point.at <= range.to
      }
    }
    case 'caller-list': {
      const keys = new Set(condition.numbers.map((number) => dialKey(number, dial)))
      keys.delete('')
      return ({ caller }) => keys.has(caller)
    }
    case 'caller-withheld':
      return ({ caller }) => caller === ''
    case 'dialled-number': {
      const key = dialKey(condition.number, dial)
      return ({ dialled }) => dialled === key && key !== ''
    }
    case 'transfer-code': {
      const code = plainWord(condition.code)
      return ({ facts }) => facts.transferCode === code
    }
    case 'vdn': {
      const vdn = plainWord(condition.vdn)
      return ({ facts }) => facts.vdn === vdn
    }
    case 'queue-area':
      return ({ facts }) => facts.areas.includes(condition.area)
  }
}

/** Codes and VDNs as a switch writes them; a spreadsheet may have made their digits full-width. */
export const plainWord = (text: string): string => text.normalize('NFKC').trim()

const minuteMs = 60_000

function countRepeats({ facts, callers, caller }: Question, minutes: number): number {
  if (caller === '') return 0
  return callers.countCalls(facts.callerNumber, facts.arrivedAt - minutes * minuteMs, facts.arrivedAt)
}
