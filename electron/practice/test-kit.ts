import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '#electron/console/ports.ts'
import type { AmiServer } from './ami-server.ts'
import { createFactBook } from './facts.ts'
import { arrive } from './ivr.ts'
import type { Call, Pbx } from './pbx.ts'
import { practiceSite } from './practice-site.ts'
import { createRandom } from './random.ts'
import { SiteLife } from './site-life.ts'
import type { CallerPlan, RingPlan, SiteModel, TalkPlan } from './site-model.ts'
import { createSwitchboard } from './switchboard.ts'
import { createTimeline } from './timeline.ts'
import { encodeEvent } from './wire.ts'

/** For tests only: a clock moved by hand, the lab's site as data, scripted calls, and recordings made comparable. */

export type TestClock = Clock & { advance(ms: number): void; waiting(): number }

export function createTestClock(start = Date.UTC(2026, 10, 20, 2, 0, 0)): TestClock {
  let now = start
  let order = 0
  let timers: { at: number; order: number; run: () => void }[] = []
  const due = (until: number) =>
    timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + Math.max(0, ms), order: order++, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const until = now + ms
      for (let timer = due(until); timer; timer = due(until)) {
        timers = timers.filter((other) => other !== timer)
        now = Math.max(now, timer.at)
        timer.run()
      }
      now = until
    },
    waiting: () => timers.length,
  }
}

export const quietTalk: TalkPlan = { talkMs: 600_000, endedBy: 'caller' }

export const callerPlan = (plan: Partial<CallerPlan> = {}): CallerPlan => ({
  number: '13800001111',
  name: '王小明',
  keys: [{ atMs: 1_290, digits: '1#' }],
  patienceMs: 600_000,
  talks: [quietTalk],
  ...plan,
})

/** A seat's plan for each ring in turn; a seat without a plan answers after two seconds. */
export type Seats = Record<string, RingPlan[]>

/** One caller after another on a switch of its own; `text` is what a client that reads everything gets. */
export function runCalls(
  model: SiteModel,
  seats: Seats,
  run: (site: { pbx: Pbx; call(plan: CallerPlan): Call; advance(ms: number): void }) => void,
) {
  const clock = createTestClock()
  const timeline = createTimeline({ clock, speed: 1, pastMs: 0 })
  const blocks: string[] = []
  const plans = structuredClone(seats)
  const pbx = createSwitchboard({
    model,
    timeline,
    random: createRandom(1),
    noise: true,
    facts: createFactBook([]),
    people: {
      ring: (seat) => plans[seat.extension]?.shift() ?? { kind: 'answer', afterMs: 2_000 },
      gone: () => {},
    },
    emit: (name, eventClass, fields) => blocks.push(encodeEvent({ name, eventClass, fields })),
  })
  timeline.start()
  run({ pbx, call: (plan) => arrive(pbx, plan), advance: (ms) => clock.advance(ms) })
  return { text: blocks.join(''), pbx }
}

/** The reference site of e2e/asterisk/conf, as far as the recorded calls use it. Queue order is Asterisk's own. */
export const labSite: SiteModel = {
  service: '5000',
  codes: { 0: '8000', 1: '8001', 2: '8002', 3: '8003', 21: '8002', 911: '8001', 1001: '8001', 2002: '8002' },
  operatorVdn: '8000',
  vdns: {
    8000: { queue: 'operator', recorded: false },
    8001: { queue: 'repair', recorded: true },
    8002: { queue: 'complaint', recorded: false },
    8003: { queue: 'billing', recorded: false },
  },
  queues: [
    {
      name: 'repair',
      strategy: 'linear',
      weight: 10,
      members: lab(1001, 1002, 1003),
      serviceLevelSeconds: 20,
      wrapUpSeconds: 0,
    },
    {
      name: 'overflow',
      strategy: 'ringall',
      weight: 0,
      members: lab(1006, 1005),
      serviceLevelSeconds: 20,
      wrapUpSeconds: 0,
    },
    {
      name: 'billing',
      strategy: 'leastrecent',
      weight: 0,
      members: [{ interface: 'PJSIP/1004', penalty: 1 }, ...lab(1005)],
      serviceLevelSeconds: 20,
      wrapUpSeconds: 0,
    },
    { name: 'operator', strategy: 'ringall', weight: 0, members: lab(1006), serviceLevelSeconds: 20, wrapUpSeconds: 0 },
    {
      name: 'complaint',
      strategy: 'rrmemory',
      weight: 0,
      members: lab(1003, 1004),
      serviceLevelSeconds: 20,
      wrapUpSeconds: 0,
    },
  ],
  overflowQueue: 'overflow',
  seats: ['1001', '1002', '1003', '1004', '1005', '1006'].map((extension) => ({
    interface: `PJSIP/${extension}`,
    memberName: { 1003: '张伟', 1005: '李娜' }[extension] ?? `Agent ${extension}`,
    callerIdName: `Agent ${extension}`,
  })),
  ringTimeoutMs: 8_000,
  retryMs: 1_000,
  queueTimeoutSeconds: 60,
  overflowTimeoutSeconds: 120,
  ivr: {
    answerMs: 500,
    prompt: 'vm-enter-num-to-call',
    promptMs: 2_045,
    digitTimeoutMs: 3_000,
    invalidPromptMs: 4_440,
    tries: 3,
  },
  monitorFolder: '/var/spool/asterisk-lab/monitor',
}

function lab(...extensions: number[]) {
  return extensions.map((extension) => ({ interface: `PJSIP/${extension}`, penalty: 0 }))
}

const recordings = join(import.meta.dirname, '../../e2e/asterisk/recordings')
export const recording = (name: string): string => readFileSync(join(recordings, `${name}.ami`), 'utf8')

export type Message = { name: string; fields: [string, string][] }

export const messages = (text: string): Message[] =>
  text
    .replace(/^Asterisk Call Manager[^\r]*\r\n/, '')
    .split('\r\n\r\n')
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const fields = block.split('\r\n').map((line): [string, string] => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
      })
      return {
        name: fields.find(([key]) => key === 'Event')?.[1] ?? fields.find(([key]) => key === 'Response')?.[1] ?? '',
        fields,
      }
    })

export const field = (message: Message, name: string): string => message.fields.find(([key]) => key === name)?.[1] ?? ''

/** Times, counters and codecs, which no two runs share. Their presence and place is still compared. */
const passing = new Set(
  (
    'CallsTaken LastCall LastPause LoginTime InCall BridgeTechnology HoldTime TalkTime RingTime StartTime AnswerTime EndTime ' +
    'Duration BillableSeconds Uptime LastReload EventTV SessionTV SessionID RemoteAddress'
  ).split(' '),
)
const passingVariables =
  /^(MEMBERCALLS|MEMBERLASTCALL|.*TIME|.*_MS|QUEUEWAIT|QEHOLDTIME|RTP.*|BRIDGEPVTCALLID|MIXMONITOR_FILENAME)$/

/** Events as text with channels, calls and bridges numbered in the order they come, and what passes left out. */
export function comparable(all: readonly Message[]): { message: Message; text: string; channel: string }[] {
  const names = new Map<string, string>()
  const number = (kind: string) => (found: string) => {
    const known = names.get(found) ?? `${kind}${[...names.values()].filter((name) => name.startsWith(kind)).length + 1}`
    names.set(found, known)
    return known
  }
  const rename = (value: string): string =>
    value
      .replace(/PJSIP\/\w+-[0-9a-f]{8}/g, (found) => `${found.split('-')[0]}-${number('channel ')(found)}`)
      .replace(/\b\d{10}\.\d+\b/g, number('call '))
      .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, number('bridge '))
  return all.map((message) => {
    const variable = field(message, 'Variable')
    const fields = message.fields.map(([key, value]) => {
      // The leg's state in DialState depends on which of two threads was first.
      const race = message.name === 'DialState' && key.startsWith('DestChannelState')
      const passes = race || passing.has(key) || (key === 'Value' && passingVariables.test(variable))
      return `${key}: ${passes ? '…' : rename(value)}`
    })
    return { message, text: fields.join('\n'), channel: rename(field(message, 'Channel')) }
  })
}

/** A site with people and a switch for some minutes of its own time, and a server that only collects what it would send. */
export function runSite(options: { seed: number; speed: number; minutes: number; storm: boolean; restart: boolean }) {
  const clock = createTestClock()
  const random = createRandom(options.seed)
  const timeline = createTimeline({ clock, speed: options.speed, pastMs: 0 })
  const blocks: string[] = []
  const server: AmiServer = {
    listen: (port) => Promise.resolve(port),
    close: () => Promise.resolve(),
    emit: (event) => blocks.push(encodeEvent(event)),
    heard: () => true,
    booted: () => {},
    clients: () => 1,
    dropAll: () => {},
    setSilent: () => {},
    writeRaw: () => {},
    cutOff: () => {},
  }
  const life = new SiteLife({
    clock,
    timeline,
    random,
    model: practiceSite,
    timeZone: 'Asia/Shanghai',
    noise: false,
    quiet: false,
    pastMs: 0,
    server: () => server,
  })
  life.open()
  timeline.start()
  life.welcome()
  const half = (options.minutes * 60_000) / options.speed / 2
  clock.advance(half)
  if (options.storm) life.storm()
  clock.advance(half)
  if (options.restart) life.restart(0)
  return { all: messages(blocks.join('')), facts: life.facts.read(), pbx: life.pbx }
}

export type TestClient = {
  send(...fields: string[]): void
  text(): string
  /** Resolves as soon as what was received matches; rejects when the switch closes before. */
  until(wanted: RegExp): Promise<string>
  closed: Promise<void>
  pause(): void
  resume(): void
  end(): void
}

export function openClient(port: number): Promise<TestClient> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const received: Buffer[] = []
    let waiting: { wanted: RegExp; found: (text: string) => void; gone: (reason: Error) => void }[] = []
    let open = true
    const text = (): string => Buffer.concat(received).toString('utf8')
    const look = (): void => {
      if (waiting.length === 0) return
      const all = text()
      for (const one of waiting.filter(({ wanted }) => wanted.test(all))) one.found(all)
      waiting = waiting.filter(({ wanted }) => !wanted.test(all))
    }
    socket.on('data', (bytes) => {
      received.push(bytes)
      look()
    })
    socket.on('error', reject)
    const closed = new Promise<void>((gone) => {
      socket.on('close', () => {
        open = false
        for (const one of waiting) one.gone(new Error(`closed before ${one.wanted}`))
        gone()
      })
    })
    socket.on('connect', () =>
      resolve({
        send: (...fields) => socket.write(`${fields.join('\r\n')}\r\n\r\n`),
        text,
        until: (wanted) =>
          new Promise((found, gone) => {
            if (!open && !wanted.test(text())) gone(new Error(`closed before ${wanted}`))
            waiting.push({ wanted, found, gone })
            look()
          }),
        closed,
        pause: () => socket.pause(),
        resume: () => socket.resume(),
        end: () => socket.end(),
      }),
    )
  })
}

export async function logIn(port: number, events = 'on'): Promise<TestClient> {
  const client = await openClient(port)
  client.send('Action: Login', 'ActionID: rec-1', 'Username: console', 'Secret: rehearsal', `Events: ${events}`)
  await client.until(/Authentication accepted\r\n\r\n/)
  return client
}

/** One turn of the event loop: what sockets have to say is said in turns, not in times. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Moves the clock a little at a time, with turns between, until it has happened. */
export async function advanceUntil(clock: TestClock, happened: () => boolean, stepMs = 100): Promise<void> {
  for (let steps = 0; steps < 5_000 && !happened(); steps++) {
    clock.advance(stepMs)
    await turn()
  }
  if (!happened()) throw new Error('it has not happened')
}
