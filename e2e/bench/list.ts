import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { compileList } from '#shared/domain/priority/compile.ts'
import type { CallerHistory, CallFacts, Condition, PriorityList, PriorityRule } from '#shared/domain/priority/rule.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import { ruleOf } from '#e2e/published-list.ts'
import type { Figures } from './index.ts'

/**
 * The priority reception list compiled and asked, against list sizes, beside a plain scan of the same rules: their numbers normalised
 * beforehand, then each rule looked at until all have been, as a table of rules without an index is read. Medians of several rounds.
 */
const sizes = [10, 100, 1_000, 10_000, 100_000, 1_000_000]
const rounds = 7
const calls = 5_000
/** A scan of a million rules is asked fewer calls: one is slow enough to be measured. */
const scannedRules = 20_000_000
const siteTime = createSiteTime('Asia/Shanghai')
const nobody: CallerHistory = { countCalls: () => 1 }

export async function measureList(print: (line: string) => void): Promise<Figures> {
  const figures: Figures = {}
  warmUp()
  print('\nThe priority reception list: compiling, one match, and a plain scan of the same rules')
  for (const size of sizes) {
    const list = listOf(size)
    const facts = callsOf(size)
    const compileMs = median(repeat(size >= 1_000_000 ? 3 : rounds, () => timed(() => compileList(list, siteTime))))
    const lookup = compileList(list, siteTime)
    const scan = scanOf(list)
    const scanned = facts.slice(0, Math.max(5, Math.min(calls, Math.floor(scannedRules / size))))
    for (const call of scanned) {
      const [ours, plain] = [lookup.match(call, nobody)?.severity, scan(call)?.severity]
      if (ours !== plain) throw new Error(`of ${size} rules the look-up finds ${ours}, the scan ${plain}`)
    }
    const matchUs = median(repeat(rounds, () => perCall(facts, (call) => lookup.match(call, nobody))))
    const scanUs = median(repeat(3, () => perCall(scanned, scan)))
    Object.assign(figures, {
      [`list.compileMs.${size}`]: round(compileMs),
      [`list.matchUs.${size}`]: round(matchUs),
      [`list.scanUs.${size}`]: round(scanUs),
      [`list.vsScan.${size}`]: round(scanUs / matchUs),
    })
    print(
      `  ${size.toLocaleString('en').padStart(9)} rules: compile ${compileMs.toFixed(1)} ms, match ${matchUs.toFixed(2)} µs, scan ${scanUs.toFixed(2)} µs (${(scanUs / matchUs).toFixed(1)} ×)`,
    )
  }
  const numbers = Array.from({ length: 100_000 }, (_, n) => mobile(n * 7))
  const oneList: PriorityList = {
    ...defaultList,
    version: 1,
    rules: [ruleOf({ id: 'list', condition: { kind: 'caller-list', numbers } })],
  }
  const listMs = median(repeat(rounds, () => timed(() => compileList(oneList, siteTime))))
  figures['list.compileMs.oneListOf100000'] = round(listMs)
  print(`  one rule with a list of 100,000 numbers: compile ${listMs.toFixed(1)} ms`)
  return figures
}

/** The first thousands of calls run before the code is compiled; a console has long had them. */
function warmUp(): void {
  const list = listOf(1_000)
  const [lookup, scan, facts] = [compileList(list, siteTime), scanOf(list), callsOf(1_000)]
  for (let round = 0; round < 10; round += 1) {
    for (const call of facts) lookup.match(call, nobody)
    for (const call of facts.slice(0, 500)) scan(call)
    compileList(list, siteTime)
  }
}

const mobile = (n: number): string => String(13_000_000_000 + n)

/** Mostly numbers, as a utility's list is: every tenth is a prefix, a range, a VDN or a combination. */
function listOf(size: number): PriorityList {
  const rules: PriorityRule[] = Array.from({ length: size }, (_, n) =>
    ruleOf({
      id: String(n),
      severity: n % 50 === 0 ? 'P1' : n % 3 === 0 ? 'P2' : 'P3',
      condition: conditionOf(n),
    }),
  )
  return { ...defaultList, version: 1, rules }
}

function conditionOf(n: number): Condition {
  const [odd, number] = [n % 40, mobile(n * 7)]
  if (odd === 9) return { kind: 'caller-prefix', prefix: number.slice(0, 9) }
  if (odd === 19) return { kind: 'caller-range', from: number, to: mobile(n * 7 + 3) }
  if (odd === 29) return { kind: 'vdn', vdn: String(90_000 + n) }
  if (odd === 39)
    return {
      kind: 'all',
      of: [
        { kind: 'vdn', vdn: '8003' },
        { kind: 'caller-number', number },
      ],
    }
  return { kind: 'caller-number', number }
}

/** Half of the callers are on the list. */
function callsOf(size: number): CallFacts[] {
  return Array.from({ length: calls }, (_, i) => ({
    arrivedAt: 1_795_000_000_000 + i * 1000,
    callerNumber: i % 2 === 0 ? mobile(((i * 7919) % size) * 7) : String(15_900_000_000 + i),
    dialledNumber: '96777',
    vdn: '8003',
    areas: ['billing'],
  }))
}

const order = { P1: 1, P2: 2, P3: 3 }

function scanOf(list: PriorityList): (call: CallFacts) => PriorityRule | undefined {
  const rules = list.rules.map((rule) => ({ rule, test: testOf(rule.condition, list) }))
  return (call) => {
    const caller = dialKey(call.callerNumber, list.dial)
    let winner: PriorityRule | undefined
    for (const { rule, test } of rules) {
      if (test(caller, call) && (!winner || order[rule.severity] < order[winner.severity])) winner = rule
    }
    return winner
  }
}

type Test = (caller: string, call: CallFacts) => boolean

function testOf(condition: Condition, list: PriorityList): Test {
  switch (condition.kind) {
    case 'caller-number': {
      const key = dialKey(condition.number, list.dial)
      return (caller) => caller === key
    }
    case 'caller-prefix': {
      const keys = dialPrefixKeys(condition.prefix, list.dial)
      return (caller) => keys.some((key) => caller.startsWith(key))
    }
    case 'caller-range': {
      const [from, to] = [dialKey(condition.from, list.dial), dialKey(condition.to, list.dial)]
      return (caller) => caller.length === from.length && caller >= from && caller <= to
    }
    case 'vdn':
      return (_caller, call) => call.vdn === condition.vdn
    case 'all': {
      const tests = condition.of.map((part) => testOf(part, list))
      return (caller, call) => tests.every((test) => test(caller, call))
    }
    default:
      throw new Error(`not in this list: ${condition.kind}`)
  }
}

const repeat = (times: number, run: () => number): number[] => Array.from({ length: times }, run)

function timed(run: () => unknown): number {
  const startedAt = performance.now()
  run()
  return performance.now() - startedAt
}

/** µs */
const perCall = (facts: CallFacts[], ask: (call: CallFacts) => unknown): number =>
  (timed(() => {
    for (const call of facts) ask(call)
  }) *
    1000) /
  facts.length

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const round = (value: number): number => Math.round(value * 1000) / 1000
