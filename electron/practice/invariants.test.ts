import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { field, messages, recording, runSite } from './test-kit.ts'
import type { Message } from './test-kit.ts'

/** What holds in every stream of a real Asterisk holds in the practice switch's. The checks run on the recordings, too. */

/** For one channel: the second does not come before the first has; * is any event. What nothing follows, Hangup, is apart. */
const ordered: [string, string][] = [
  ['Newchannel', '*'],
  ['QueueCallerJoin', 'AgentCalled'],
  ['AgentCalled', 'DialBegin'],
  ['DialBegin', 'DialEnd'],
  ['QueueCallerJoin', 'QueueCallerLeave'],
  ['QueueCallerLeave', 'AgentConnect'],
  ['DialEnd', 'AgentConnect'],
  ['AgentConnect', 'AgentComplete'],
]

/** `complete`: the stream began with an idle switch, so that every call is there from its beginning. */
function violations(all: readonly Message[], complete: boolean): string[] {
  const found: string[] = []
  const seen = new Map<string, Map<string, number>>()
  const gone = new Set<string>()
  const counts = new Map<string, number>()
  all.forEach((one, place) => {
    const id = field(one, 'Uniqueid')
    if (!id || one.fields[1]?.[0] !== 'Privilege') return
    const say = (what: string) => found.push(`${place} ${one.name} of ${id}: ${what}`)
    const before = seen.get(id) ?? new Map<string, number>()
    seen.set(id, before)
    const times = (name: string) => before.get(name) ?? 0
    // A refused leg's NewConnectedLine really is sent after its Hangup (15-busy-agent).
    if (gone.has(id) && one.name !== 'NewConnectedLine') say('after its Hangup')
    if (complete) {
      for (const [first, second] of ordered) {
        const applies = second === one.name || (second === '*' && one.name !== first)
        if (applies && times(first) === 0) say(`before ${first}`)
      }
    }
    if (one.name === 'QueueCallerJoin' && times('QueueCallerJoin') > times('QueueCallerLeave')) say('joins twice')
    if (complete && one.name === 'QueueCallerLeave' && times('QueueCallerLeave') >= times('QueueCallerJoin'))
      say('leaves twice')
    if (
      one.name === 'AgentConnect' &&
      times('AgentConnect') + times('QueueCallerAbandon') >= times('QueueCallerLeave') &&
      complete
    )
      say('has not left')
    if (one.name === 'Hangup') {
      gone.add(id)
      if (complete && times('QueueCallerJoin') !== times('QueueCallerLeave')) say('still in a queue')
      if (complete && times('AgentConnect') !== times('AgentComplete') && !endedElsewhere(all, place, one))
        say('talk not over')
      if (complete && times('BridgeEnter') !== times('BridgeLeave')) say('still in a bridge')
    }
    const queue = field(one, 'Queue')
    if (one.name === 'QueueCallerJoin' || one.name === 'QueueCallerLeave') {
      const count = (counts.get(queue) ?? 0) + (one.name === 'QueueCallerJoin' ? 1 : -1)
      counts.set(queue, count)
      if (complete && String(count) !== field(one, 'Count')) say(`Count is ${field(one, 'Count')}, own count ${count}`)
    }
    before.set(one.name, times(one.name) + 1)
  })
  return found
}

/** Asterisk may send AgentComplete a moment after the caller's Hangup (4 of 183 in the burst). */
const endedElsewhere = (all: readonly Message[], place: number, hangup: Message): boolean =>
  all.slice(place).some((one) => one.name === 'AgentComplete' && field(one, 'Uniqueid') === field(hangup, 'Uniqueid'))

/** Where the switch was idle at the beginning: not 08, 09, 13 (a supervisor's channel is created by AMI), 18. */
const recordings = readdirSync(join(import.meta.dirname, '../../e2e/asterisk/recordings'))
  .filter((name) => /^(02|03|04|05|06|10|12|14|15|19).*\.ami$/.test(name))
  .map((name) => name.replace('.ami', ''))

describe.each(recordings)('the recording %s', (name) => {
  test('keeps the order', () => {
    expect(violations(messages(recording(name)), true)).toEqual([])
  })
})

describe('the check itself', () => {
  const real = messages(recording('02-answered-caller-hangs-up'))
  const without = (name: string) => real.filter((one) => one.name !== name)
  test.each(['Newchannel', 'QueueCallerJoin', 'QueueCallerLeave', 'AgentCalled', 'DialEnd', 'AgentComplete'])(
    'finds a missing %s',
    (name) => {
      expect(violations(without(name), true)).not.toEqual([])
    },
  )
})

const site = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  speed: fc.constantFrom(1, 3, 60),
  minutes: fc.integer({ min: 5, max: 45 }),
  storm: fc.boolean(),
  restart: fc.boolean(),
})

describe('any site', () => {
  test('keeps the order that real ones keep', () => {
    fc.assert(
      fc.property(site, (options) => {
        expect(violations(runSite(options).all, true)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('counts what its events say', () => {
    fc.assert(
      fc.property(site, (options) => {
        const { all, facts } = runSite(options)
        const count = (name: string, queue: string) =>
          all.filter((one) => one.name === name && field(one, 'Queue') === queue).length
        for (const [queue, { offered, answered, abandoned, timedOut, transferred, cleared, waiting }] of Object.entries(
          facts.queues,
        )) {
          expect(offered).toBe(count('QueueCallerJoin', queue))
          expect(answered).toBe(count('AgentConnect', queue))
          expect(abandoned + timedOut + transferred + cleared).toBe(count('QueueCallerAbandon', queue))
          expect(offered).toBe(answered + abandoned + timedOut + transferred + cleared + waiting)
        }
        const legs = facts.calls.flatMap((call) => call.legs)
        expect(
          legs.every(
            ({ end, endedAt, enteredAt }) =>
              (end === undefined) === (endedAt === undefined) && (endedAt ?? Infinity) >= enteredAt,
          ),
        ).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  test('never has a seat in two talks, nor a paused one ring', () => {
    fc.assert(
      fc.property(site, (options) => {
        const { all } = runSite(options)
        const talking = new Set<string>()
        const paused = new Set<string>()
        for (const one of all) {
          const seat = field(one, 'Interface')
          if (one.name === 'QueueMemberPause') paused[field(one, 'Paused') === '1' ? 'add' : 'delete'](seat)
          if (one.name === 'AgentCalled')
            expect([seat, talking.has(seat), paused.has(seat)]).toEqual([seat, false, false])
          if (one.name === 'AgentConnect') talking.add(seat)
          if (one.name === 'Hangup') talking.delete(field(one, 'Channel').replace(/-[0-9a-f]{8}$/, ''))
        }
      }),
      { numRuns: 15 },
    )
  })
})
