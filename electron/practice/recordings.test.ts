import { describe, expect, test } from 'vitest'
import { transfer } from './hang-up.ts'
import type { CallerPlan } from './site-model.ts'
import { callerPlan, comparable, field, labSite, messages, quietTalk, recording, runCalls } from './test-kit.ts'
import type { Message, Seats } from './test-kit.ts'

/**
 * The practice switch against a real Asterisk: each recorded scenario is played again by a scripted call, and the bytes
 * are compared event by event, field by field. Left out of the comparison is only what a run of its own has: times,
 * counters, media reports, and how two threads of Asterisk interleave.
 */
type Scenario = {
  file: string
  plan: Partial<CallerPlan>
  seats?: Seats
  queueTimeoutSeconds?: number
  /** A move by AMI, so long after the caller arrived. */
  move?: { afterMs: number; vdn: string; how: 'blind' | 'redirect' }
}

const one = (digits: string) => [{ atMs: 1_290, digits: `${digits}#` }]
const answers = (afterMs: number) => ({ kind: 'answer', afterMs }) as const
const noAnswer = { kind: 'no-answer' } as const
const talk = (seconds: number, endedBy: 'caller' | 'agent' = 'caller') => ({ talkMs: seconds * 1000, endedBy })
const lab = (number: string, more: Partial<CallerPlan>): Partial<CallerPlan> => ({ number, name: number, ...more })

const scenarios: Scenario[] = [
  { file: '02-answered-caller-hangs-up', plan: { keys: one('1'), talks: [talk(6.6)] } },
  {
    file: '02b-answered-agent-hangs-up',
    plan: lab('13800002222', { keys: one('2'), talks: [talk(5, 'agent')] }),
  },
  {
    file: '03-abandoned',
    plan: lab('13800003333', { keys: one('2'), patienceMs: 10_620 }),
    seats: { 1003: [noAnswer], 1004: [noAnswer] },
  },
  {
    file: '04-ring-no-answer',
    plan: lab('13800004444', { keys: one('1'), talks: [talk(5.6)] }),
    seats: { 1001: [noAnswer] },
  },
  {
    file: '05-invalid-code-3x',
    plan: lab('13800005555', {
      keys: [
        { atMs: 1_290, digits: '77#' },
        { atMs: 8_296, digits: '88#' },
        { atMs: 15_303, digits: '9999#' },
      ],
      talks: [talk(4.8)],
    }),
    seats: { 1006: [answers(1_000)] },
  },
  {
    file: '05b-invalid-then-good',
    plan: lab('13800005556', {
      keys: [
        { atMs: 1_290, digits: '77#' },
        { atMs: 8_296, digits: '3#' },
      ],
      talks: [talk(5)],
    }),
  },
  { file: '05c-no-digits', plan: lab('13800005557', { keys: [], talks: [talk(15)] }) },
  {
    file: '05d-keyed-over-prompt',
    plan: lab('13800005558', {
      keys: [
        { atMs: 1_290, digits: '77#' },
        { atMs: 6_298, digits: '88#' },
        { atMs: 11_304, digits: '9999#' },
      ],
      talks: [talk(5.4)],
    }),
  },
  {
    file: '06-redirect',
    plan: lab('13800006666', { keys: one('2'), talks: [quietTalk, talk(9.6)] }),
    move: { afterMs: 5_900, vdn: '8003', how: 'redirect' },
  },
  {
    file: '06b-blind-transfer',
    plan: lab('13800006667', { keys: one('2'), talks: [quietTalk, talk(9.6)] }),
    move: { afterMs: 5_900, vdn: '8003', how: 'blind' },
  },
  {
    file: '12-overflow',
    plan: lab('13800001212', { keys: one('1'), talks: [talk(7.6)] }),
    seats: { 1001: [noAnswer], 1002: [noAnswer], 1003: [noAnswer], 1006: [noAnswer], 1005: [answers(1_000)] },
    queueTimeoutSeconds: 10,
  },
  {
    file: '14-hold',
    plan: lab('13800001414', {
      keys: one('2'),
      talks: [{ ...talk(11, 'agent'), hold: { afterMs: 3_000, forMs: 4_000 } }],
    }),
  },
  {
    file: '15-busy-agent',
    plan: lab('13800001515', { keys: one('1'), talks: [talk(5, 'agent')] }),
    seats: { 1001: [{ kind: 'busy' }] },
  },
  { file: '19-withheld-caller', plan: { number: '', name: '', keys: one('3'), talks: [talk(3)] } },
]

/** Which seat of a round-robin queue was next when the recording began. */
const firstSeat = (all: Message[]): string =>
  field(all.find(({ name }) => name === 'AgentCalled') ?? { name: '', fields: [] }, 'Interface')

function play({ plan, seats, queueTimeoutSeconds, move }: Scenario, recorded: Message[]): Message[] {
  const site = { ...labSite, queueTimeoutSeconds: queueTimeoutSeconds ?? labSite.queueTimeoutSeconds }
  const hints = new Set(recorded.filter(({ name }) => name === 'DeviceStateChange').map((one) => field(one, 'Device')))
  const { text } = runCalls(site, seats ?? {}, ({ pbx, call, advance }) => {
    for (const queue of pbx.queues.values()) {
      const next = queue.members.findIndex(({ seat }) => seat.model.interface === firstSeat(recorded))
      if (queue.model.strategy === 'rrmemory') queue.roundRobin = Math.max(0, next)
      // The lamps' states are sent when they change; in a fresh Asterisk the first look is a change, too.
      if (hints.has(`Queue:${queue.model.name}_avail`)) queue.available = firstAvailability(recorded, queue.model.name)
    }
    const caller = call(callerPlan(plan))
    if (move) advance(move.afterMs)
    if (move) transfer(pbx, caller, move.vdn, move.how)
    advance(120_000)
  })
  return messages(text)
}

const firstAvailability = (recorded: Message[], queue: string): string => {
  const change = recorded.find((one) => field(one, 'Device') === `Queue:${queue}_avail`)
  return change && field(change, 'State') === 'INUSE' ? 'NOT_INUSE' : 'INUSE'
}

const mediaVariable = /^(RTPAUDIOQOS|BRIDGEPEER|BRIDGEPVTCALLID)/
const ofTheCall = (message: Message): boolean =>
  message.fields[0]?.[0] === 'Event' &&
  !['RTCPSent', 'SuccessfulAuth', 'FullyBooted'].includes(message.name) &&
  !(message.name === 'VarSet' && mediaVariable.test(field(message, 'Variable')))

const compared = (all: Message[]) => comparable(all.filter(ofTheCall))
const shapeOf = (all: Message[]): string[] =>
  [
    ...new Set(
      all
        .filter((one) => one.fields[0]?.[0] === 'Event')
        .map(({ name, fields }) => `${name}(${fields.map(([key]) => key).join(' ')})`),
    ),
  ].sort()

/** What one thread of Asterisk does to one channel; AgentComplete and Cdr come from others. */
const elsewhere = ['AgentComplete', 'Cdr', 'DialState', 'Newexten', 'VarSet', 'SoftHangupRequest']
const inOrder = (all: Message[], kind: string): string[] =>
  compared(all)
    .filter(({ message, channel }) => channel.startsWith(kind) && !elsewhere.includes(message.name))
    .map(({ text }) => text)

describe.each(scenarios)('$file, played again', (scenario) => {
  const recorded = messages(recording(scenario.file))
  const played = play(scenario, recorded)

  test('has the same events with the same values', () => {
    expect(
      compared(played)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(
      compared(recorded)
        .map(({ text }) => text)
        .sort(),
    )
  })

  test('has the same fields in the same order', () => {
    expect(shapeOf(played.filter(ofTheCall))).toEqual(shapeOf(recorded.filter(ofTheCall)))
  })

  test("has the caller's events in the same order", () => {
    expect(inOrder(played, 'PJSIP/trunk')).toEqual(inOrder(recorded, 'PJSIP/trunk'))
  })
})

/** Seconds (RingTime of AgentRingNoAnswer: ms) that both measured; sipp and threads may shift them by a second. */
const measured = (all: Message[]): [string, number][] =>
  all
    .filter(({ name }) => ['AgentConnect', 'AgentComplete', 'AgentRingNoAnswer', 'QueueCallerAbandon'].includes(name))
    .flatMap((one) =>
      ['HoldTime', 'TalkTime', 'RingTime'].flatMap((key): [string, number][] =>
        one.fields.some(([name]) => name === key)
          ? [[`${one.name} ${field(one, 'Queue')} ${key}`, Number(field(one, key))]]
          : [],
      ),
    )

test.each(scenarios)('$file: waits, rings and talks are as long as recorded, in the same units', (scenario) => {
  const recorded = messages(recording(scenario.file))
  const [real, own] = [measured(recorded), measured(play(scenario, recorded))]
  expect(own.map(([what]) => what)).toEqual(real.map(([what]) => what))
  own.forEach(([what, value], place) => {
    const tolerance = what.startsWith('AgentRingNoAnswer') ? 1_000 : 1
    expect([what, Math.abs(value - (real[place]?.[1] ?? Number.NaN)) <= tolerance]).toEqual([what, true])
  })
})

test('the comparison sees a field that is missing, one that is too many, and an event that is', () => {
  const real = messages(recording('02-answered-caller-hangs-up')).filter(ofTheCall)
  const change = (fields: (all: [string, string][]) => [string, string][]) =>
    real.map((one) => (one.name === 'AgentConnect' ? { ...one, fields: fields(one.fields) } : one))
  expect(shapeOf(change((fields) => fields.slice(0, -1)))).not.toEqual(shapeOf(real))
  expect(shapeOf(change((fields) => [...fields, ['More', '1']]))).not.toEqual(shapeOf(real))
  expect(compared(real.filter(({ name }) => name !== 'QueueCallerLeave'))).not.toEqual(compared(real))
})
