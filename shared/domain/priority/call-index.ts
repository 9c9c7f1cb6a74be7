import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { allOf, plainWord, testOf, type Question, type SimpleCondition, type Test } from './condition.ts'
import { rangeOf, type NumberRange } from './number-range.ts'
import { createRangeIndex, type RangeIndex } from './range-index.ts'
import type { Condition } from './rule.ts'
import { narrowness } from './strength.ts'

/**
 * Where to look for the rules that a call could meet: by the caller's number, by the lengths of prefixes that exist, by ranges around
 * the number, by VDN, code, area and dialled number. What cannot be filed so is asked of every call.
 */
export type Index<T> = {
  file(condition: Leading, value: T): void
  /** What no fact of a call leads to is asked of every call. */
  fileForAll(value: T): void
  /** After the last `file`, before the first `visit`. */
  close(): void
  /** `one` gets a single value, `all` several, strongest first. A value may come twice. */
  visit(question: Question, one: (value: T) => void, all: (values: T[]) => void): void
}

/** What a call's own facts lead to. */
export type Leading = Exclude<SimpleCondition, { kind: 'repeat-caller' }>

export function isLeading(condition: Condition): condition is Leading {
  const { kind } = condition
  return kind !== 'all' && kind !== 'any' && kind !== 'not' && kind !== 'repeat-caller'
}

/** One way to a rule: whoever meets `by` is led to it, and `rest` is what else the rule asks. */
export type Access = { by: Leading; rest: Test | undefined }

/**
 * All ways to a condition: by the most selective part of an `all`, by each branch of an `any`. Nothing when some call could meet it
 * on no such way.
 */
export function accessesOf(condition: Condition, dial: DialPlan): Access[] | undefined {
  switch (condition.kind) {
    case 'not':
    case 'repeat-caller':
      return undefined
    case 'any': {
      const branches = condition.of.map((part) => accessesOf(part, dial))
      return branches.every((branch) => branch !== undefined) ? branches.flat() : undefined
    }
    case 'all':
      return accessesOfAll(condition.of, dial)
    default:
      return [{ by: condition, rest: undefined }]
  }
}

function accessesOfAll(parts: Condition[], dial: DialPlan): Access[] | undefined {
  let best: { part: Condition; accesses: Access[]; narrow: number } | undefined
  for (const part of parts) {
    const accesses = accessesOf(part, dial)
    const narrow = narrowness(part, dial)
    if (accesses && (!best || narrow > best.narrow)) best = { part, accesses, narrow }
  }
  if (!best) return undefined
  const { part: chosen, accesses } = best
  const others = parts.filter((part) => part !== chosen).map((part) => testOf(part, dial))
  if (others.length === 0) return accesses
  return accesses.map(({ by, rest }) => ({ by, rest: allOf(rest ? [rest, ...others] : others) }))
}

type Bucket<T> = T | T[]
type Buckets<T> = Map<string, Bucket<T>>

export function createIndex<T extends object>(dial: DialPlan, strongestFirst: (a: T, b: T) => number): Index<T> {
  const callers: Buckets<T> = new Map()
  const prefixes: Buckets<T> = new Map()
  const lengths = new Set<number>()
  let prefixLengths: number[] = []
  const ranges: { range: NumberRange; value: T }[] = []
  let rangeIndex: RangeIndex<T> = createRangeIndex<T>([])
  const dialled: Buckets<T> = new Map()
  const codes: Buckets<T> = new Map()
  const vdns: Buckets<T> = new Map()
  const areas: Buckets<T> = new Map()
  const withheld: T[] = []
  const anyCall: T[] = []
  const crowded: T[][] = [withheld, anyCall]

  function put(buckets: Buckets<T>, key: string, value: T): void {
    if (key === '') return
    const known = buckets.get(key)
    if (known === undefined) buckets.set(key, value)
    else if (!Array.isArray(known)) {
      if (known === value) return
      const both = [known, value]
      crowded.push(both)
      buckets.set(key, both)
    } else if (known[known.length - 1] !== value) known.push(value)
  }

  function file(condition: Leading, value: T): void {
    switch (condition.kind) {
      case 'caller-number':
        return put(callers, dialKey(condition.number, dial), value)
      case 'caller-list':
        for (const number of condition.numbers) put(callers, dialKey(number, dial), value)
        return
      case 'caller-prefix':
        for (const key of dialPrefixKeys(condition.prefix, dial)) {
          lengths.add(key.length)
          put(prefixes, key, value)
        }
        return
      case 'caller-range': {
        const range = rangeOf(condition.from, condition.to, dial)
        if (range) ranges.push({ range, value })
        return
      }
      case 'caller-withheld':
        withheld.push(value)
        return
      case 'dialled-number':
        return put(dialled, dialKey(condition.number, dial), value)
      case 'transfer-code':
        return put(codes, plainWord(condition.code), value)
      case 'vdn':
        return put(vdns, plainWord(condition.vdn), value)
      case 'queue-area':
        return put(areas, condition.area, value)
    }
  }

  return {
    file,
    fileForAll(value) {
      anyCall.push(value)
    },
    close() {
      for (const bucket of crowded) bucket.sort(strongestFirst)
      prefixLengths = [...lengths].sort((a, b) => a - b)
      rangeIndex = createRangeIndex(ranges)
    },
    visit(question, one, all) {
      const { caller, facts } = question
      const hand = (bucket: Bucket<T> | undefined): void => {
        if (bucket === undefined) return
        if (Array.isArray(bucket)) all(bucket)
        else one(bucket)
      }
      if (caller === '') all(withheld)
      else {
        hand(callers.get(caller))
        for (const length of prefixLengths) {
          if (length > caller.length) break
          hand(prefixes.get(caller.slice(0, length)))
        }
        if (!rangeIndex.empty) rangeIndex.around(caller, one)
      }
      if (dialled.size > 0) hand(dialled.get(question.dialled))
      if (facts.transferCode !== undefined) hand(codes.get(facts.transferCode))
      if (facts.vdn !== undefined) hand(vdns.get(facts.vdn))
      for (const area of facts.areas) hand(areas.get(area))
      if (anyCall.length > 0) all(anyCall)
    },
  }
}
