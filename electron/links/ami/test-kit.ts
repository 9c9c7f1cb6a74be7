import type { Log } from '#electron/console/ports.ts'
import { createAmiLink } from './ami-link.ts'
import type { Link, WatchProblem } from '#electron/links/link.ts'
import { block, recordedAnswer, type FakeAmi } from '#e2e/fakes/ami-server.ts'
import { createFakeClock, type FakeClock } from '#e2e/fakes/fake-clock.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { LinkState } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { eventBytes, readRecording, switchId } from './testing.ts'

/** For tests: a link to a fake switch, on a clock that only the test moves, and everything that it said. */
export type LinkKit = {
  link: Link
  clock: FakeClock
  states: LinkState[]
  batches: CallEvent[][]
  versions: string[]
  problems: (WatchProblem | undefined)[]
  heard: number[]
  logged: string[]
  raw: { callId: string; text: string }[]
  state(): LinkState | undefined
  events(): CallEvent[]
}

export const settingsFor = (port: number, settings: Partial<AmiSettings> = {}): AmiSettings => ({
  host: '127.0.0.1',
  port,
  tls: { kind: 'off' },
  username: 'firstline',
  login: 'challenge',
  vdnSource: { kind: 'automatic' },
  ...settings,
})

export function createLinkKit(port: number, settings: Partial<AmiSettings> = {}, secret = 'right-secret'): LinkKit {
  const clock = createFakeClock()
  const kit: Omit<LinkKit, 'link'> = {
    clock,
    states: [],
    batches: [],
    versions: [],
    problems: [],
    heard: [],
    logged: [],
    raw: [],
    state: () => kit.states.at(-1),
    events: () => kit.batches.flat(),
  }
  const write = (message: string, facts?: Record<string, unknown>): void => {
    kit.logged.push(`${message} ${JSON.stringify(facts ?? {})}`)
  }
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const link = createAmiLink({
    settings: settingsFor(port, settings),
    secret,
    switchId,
    clock,
    log,
    random: () => 0.5,
    listener: {
      onState: (state) => kit.states.push(state),
      onEvents: (events) => kit.batches.push(events),
      onHeard: (at) => kit.heard.push(at),
      onSwitch: ({ version }) => kit.versions.push(version),
      onProblem: (problem) => kit.problems.push(problem),
      onRaw: (callId, text) => kit.raw.push({ callId, text }),
    },
  })
  return Object.assign(kit, { link })
}

/** Lets the sockets work until the condition holds; the clock of the test stands meanwhile. */
export async function until(condition: () => boolean, what = condition.toString()): Promise<void> {
  const giveUpAt = performance.now() + 5000
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain until ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Lets everything that is on its way arrive. */
export async function quiet(turns = 30): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** Sockets of the same machine need some microseconds, however fast the clock of the test runs. */
async function arrivals(): Promise<void> {
  const enough = performance.now() + 1
  do await quiet(4)
  while (performance.now() < enough)
}

/** Moves the clock in small steps and lets the sockets work in between, until the condition holds. */
export async function advanceUntil(kit: LinkKit, condition: () => boolean, limitMs = 120_000): Promise<void> {
  const end = kit.clock.now() + limitMs
  while (!condition()) {
    if (kit.clock.now() > end)
      throw new Error(`Not within ${limitMs} ms: ${condition.toString()} (${JSON.stringify(kit.state())})`)
    kit.clock.advance(250)
    await arrivals()
  }
}

export const asked = (fake: FakeAmi, action: string): number =>
  fake.connections.flatMap((c) => c.actions).filter((a) => a.name === action).length

/** Answers of the recorded switch in the middle of its calls (08-resync), and of the same switch with none. */
const resync = readRecording('08-resync.ami').toString('utf8')
const quietSwitch = readRecording('01-quiet.ami').toString('utf8')
export const queueStatus = recordedAnswer(resync, 'rec-2')
export const status = recordedAnswer(resync, 'rec-5')
export const coreSettings = recordedAnswer(quietSwitch, 'rec-8')
export const noChannels =
  block('Response: Success', 'ActionID: {id}', 'EventList: start', 'Message: Channel status will follow') +
  block('Event: StatusComplete', 'ActionID: {id}', 'EventList: Complete', 'ListItems: 0', 'Items: 0')
export const noCallers = queueStatus
  .split('\r\n\r\n')
  .filter((text) => !text.startsWith('Event: QueueEntry'))
  .join('\r\n\r\n')

export const answers = { QueueStatus: () => queueStatus, Status: () => status, CoreSettings: () => coreSettings }
export const emptyAnswers = { ...answers, QueueStatus: () => noCallers, Status: () => noChannels }

/** The messages of one caller who is in no recording. */
export const trunk = { Channel: 'PJSIP/trunk-000000aa', Uniqueid: '1795179999.1', Linkedid: '1795179999.1' }
export const arrival = eventBytes('Newchannel', {
  ...trunk,
  ChannelState: 4,
  CallerIDNum: '13800009999',
  CallerIDName: '',
  Context: 'from-trunk',
  Exten: '5000',
})
export const join = eventBytes('QueueCallerJoin', {
  ...trunk,
  CallerIDNum: '13800009999',
  Queue: 'repair',
  Position: 4,
  Count: 4,
})
export const asksHangup = eventBytes('HangupRequest', trunk)
export const abandon = eventBytes('QueueCallerAbandon', { ...trunk, Queue: 'repair', Position: 1, HoldTime: 1 })
export const leave = eventBytes('QueueCallerLeave', { ...trunk, Queue: 'repair', Position: 1, Count: 0 })
export const hangup = eventBytes('Hangup', { ...trunk, Cause: 0 })
