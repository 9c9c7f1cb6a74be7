// A real Asterisk for tests: starts it, asks it, calls it. It owns nothing that outlives it but what `up` started and the agents'
// phones, which stop() ends. It retries nothing. What it reads from the command line of Asterisk is on purpose not AMI: figures to
// compare the console's with must not come by the road that is tested.
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type CallPlan, type CallsHandle, placeCallsWith } from './callers.ts'
import { LabUnavailable, type LabSettings, readSettings, type Suite } from './lab-settings.ts'
import {
  type AgentCall,
  type AgentPlan,
  clearPhoneLogs,
  listPhones,
  type PhoneState,
  readAgentCalls,
  startAgentPhone,
  startBankPhones,
  stopPhones,
} from './phones.ts'
import { type Connection, readCdr, readConnections, readQueueLog } from './queue-log.ts'
import { type Range, until } from './sipp.ts'

export type { CallPlan, CallRecord, CallsHandle, SippResult } from './callers.ts'
export { LabUnavailable, type LabSettings, type Suite } from './lab-settings.ts'
export type { AgentCall, AgentPlan, PhoneState } from './phones.ts'
export { type Range, seededDraws } from './sipp.ts'

export type LabOptions = {
  /** Default sid. */
  suite?: Suite
  /** Settings of lab.env to override, as {RING_TIMEOUT: '4'}. */
  env?: Readonly<Record<string, string>>
}

export type QueueMember = {
  name: string
  /** As PJSIP/1001. */
  interface: string
  penalty: number
  paused: boolean
  /** Asterisk's word: "Not in use", "In use", "Ringing", "Unavailable" ... */
  status: string
  /** Has a call of this queue now. */
  inCall: boolean
  callsTaken: number
}

export type QueueFigures = {
  waiting: number
  strategy: string
  /** Counted by Asterisk when the talk ends, since its start. */
  completed: number
  /** Overflows by time-out count here too. */
  abandoned: number
  /** Per cent, answered within `serviceLevelSeconds` of those answered. */
  serviceLevel: number
  serviceLevelSeconds: number
  members: QueueMember[]
  callers: { position: number; channel: string; waitSeconds: number }[]
}

export type Lab = {
  suite: Suite
  settings: LabSettings
  amiPort: number
  amiSecret: string
  /** Asterisk's version as it says itself: "22.10.1+dfsg..." */
  version: () => Promise<string>
  /** Ends the phones and Asterisk; the chroot stays built. */
  stop: () => Promise<void>
  /** The output of one CLI command. Asterisk says errors in words; see them there. */
  rx: (command: string) => Promise<string>
  queueShow: (queue: string) => Promise<QueueFigures>
  channelCount: () => Promise<number>
  /** Ends every call in the switch and waits until no channel is left. */
  hangUpAll: () => Promise<void>
  /** A global variable of the dialplan, as QUEUE_TIMEOUT; a reload or restart puts the configured value back. */
  setGlobal: (name: string, value: string) => Promise<void>
  /** Phones of 1001..1006; one already running is replaced. */
  startAgents: (plans: Readonly<Record<string, AgentPlan>>) => Promise<void>
  /** Seats 3001..3060 of queue "bank". */
  startBank: (times: { ringMs: Range; talkMs: Range; seed?: number }) => Promise<void>
  stopAgents: (names?: readonly string[]) => Promise<void>
  listAgents: () => PhoneState[]
  /** What the phones saw since then (default: since this Lab was opened). */
  agentCalls: (sinceMs?: number) => AgentCall[]
  /** Whom the queues joined to a seat since this Lab was opened, by Asterisk's own queue_log. */
  connections: () => Connection[]
  /** Asterisk's own logs since this Lab was opened, as it wrote them. `cdr` in UTC, with the calls' ids. */
  logs: () => { queueLog: string; cdr: string }
  placeCalls: (plan: CallPlan) => Promise<CallsHandle>
}

/**
 * Builds (once, about a minute) and starts Asterisk; done when it is fully booted. Already running: takes over its
 * configuration, which is reloaded if it changed. Throws LabUnavailable where it cannot run, Error where it should have.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const lab = openLab(options)
  const { code, errors } = await runScript(lab.settings, 'up')
  const lines = errors.trim().split('\n')
  const last = lines.at(-1) ?? ''
  if (code === 77) throw new LabUnavailable(last.replace(/^up: cannot run here: /, ''))
  if (code !== 0)
    throw new Error(`the Asterisk lab did not start (exit ${String(code)}): ${lines.slice(-5).join(' / ')}`)
  clearPhoneLogs(lab.settings)
  return lab
}

/** The same for a lab that `up` started already, or to stop one; starts nothing. */
export function openLab(options: LabOptions = {}): Lab {
  const suite = options.suite ?? 'sid'
  const settings = readSettings(suite, options.env ?? {})
  const openedAt = Date.now()
  const rx = (command: string): Promise<string> => runCommand(settings, command)
  const channelCount = async (): Promise<number> => {
    const count = /(\d+) active channels?/.exec(await rx('core show channels count'))?.[1]
    if (count === undefined) throw new Error('Asterisk did not say how many channels there are')
    return Number(count)
  }
  return {
    suite,
    settings,
    amiPort: settings.amiPort,
    amiSecret: settings.amiSecret,
    version: async () => (await rx('core show version')).split(' ')[1] ?? '',
    async stop() {
      const { code, errors } = await runScript(settings, 'down')
      if (code !== 0) throw new Error(`the Asterisk lab did not stop: ${errors.trim()}`)
    },
    rx,
    queueShow: async (queue) => parseQueue(queue, await rx(`queue show ${queue}`)),
    channelCount,
    async hangUpAll() {
      await rx('channel request hangup all')
      if (!(await until(async () => (await channelCount()) === 0, 10_000, 200)))
        throw new Error('channels are still up 10 s after hang-up')
    },
    async setGlobal(name, value) {
      await rx(`dialplan set global ${name} ${value}`)
      const shown = await rx('dialplan show globals')
      if (!shown.split('\n').some((line) => line.trim() === `${name}=${value}`))
        throw new Error(`global ${name} was not set to "${value}"`)
    },
    async startAgents(plans) {
      await Promise.all(Object.entries(plans).map(([agent, plan]) => startAgentPhone(settings, agent, plan)))
    },
    startBank: (times) => startBankPhones(settings, { does: 'answers', ...times }),
    stopAgents: (names) => stopPhones(settings, names),
    listAgents: () => listPhones(settings),
    agentCalls: (sinceMs = openedAt) => readAgentCalls(settings, sinceMs),
    connections: () => readConnections(settings, openedAt),
    logs: () => ({ queueLog: readQueueLog(settings, openedAt), cdr: readCdr(settings, openedAt) }),
    placeCalls: (plan) => placeCallsWith(settings, plan),
  }
}

function runScript(settings: LabSettings, name: string): Promise<{ code: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    // 'ignore' for stdout: Asterisk inherits what `up` has, and an inherited pipe would keep 'close' from ever coming.
    const child = spawn('bash', [join(settings.home, name)], {
      env: settings.environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, errors })
    })
  })
}

function runCommand(settings: LabSettings, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      join(settings.home, 'rx'),
      [command],
      { env: settings.environment, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else reject(new Error(`"${command}" failed: ${(stdout + stderr).trim().split('\n')[0] ?? error.message}`))
      },
    )
  })
}

const statuses = 'Not in use|In use|Busy|Invalid|Unavailable|Ringing|Ring\\+Inuse|On Hold|Unknown'

/** Reads `queue show <queue>` of Asterisk 16 and 22. */
export function parseQueue(queue: string, text: string): QueueFigures {
  const head = new RegExp(
    `^${queue} has (\\d+) calls .*? in '(\\w+)' strategy .*C:(\\d+), A:(\\d+), SL:([\\d.]+)%.* within (\\d+)s`,
    'm',
  ).exec(text)
  if (head === null) throw new Error(`queue show ${queue}: ${text.trim().split('\n')[0] ?? ''}`)
  const [, waiting, strategy = '', completed, abandoned, level, seconds] = head
  const members: QueueMember[] = []
  const callers: QueueFigures['callers'] = []
  for (const line of text.split('\n')) {
    const caller = /^\s+(\d+)\. (\S+) \(wait: (\d+):(\d\d)/.exec(line)
    if (caller !== null) {
      const [, position, channel = '', minutes, rest] = caller
      callers.push({ position: Number(position), channel, waitSeconds: Number(minutes) * 60 + Number(rest) })
      continue
    }
    const member = /^ {4,}(.+?) \(([A-Za-z]+\/[^)]+)\)(.*)$/.exec(line)
    const status = new RegExp(`\\((${statuses})\\)`).exec(line)?.[1]
    if (member === null || status === undefined) continue
    const [, name = '', device = '', about = ''] = member
    members.push({
      name,
      interface: device,
      status,
      penalty: Number(/with penalty (\d+)/.exec(about)?.[1] ?? 0),
      paused: about.includes('(paused'),
      inCall: about.includes('(in call)'),
      callsTaken: Number(/has taken (\d+) calls/.exec(about)?.[1] ?? 0),
    })
  }
  return {
    waiting: Number(waiting),
    strategy,
    completed: Number(completed),
    abandoned: Number(abandoned),
    serviceLevel: Number(level),
    serviceLevelSeconds: Number(seconds),
    members,
    callers,
  }
}
