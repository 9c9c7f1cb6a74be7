// The agents' phones. Each is a sipp that outlives the process that started it (as a desk phone does); its pid is in
// <run>/agents/<name>.pid. It is stopped by stopPhones or by the script `down`. A pid is used only while that process is a sipp
// that works in our folder. A phone needs no registration: the switch calls fixed ports.
import { mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { LabSettings } from './lab-settings.ts'
import { drawFrom, type Range, readLog, seededDraws, sippComplaint, startSipp, udpPortBound, until } from './sipp.ts'

/**
 * answers: rings for ringMs, then talks for talkMs and hangs up, unless the caller does first.
 * holds: the same, and keeps the caller on hold from 3 s to 7 s of the talk (talkMs counts after that).
 * never: rings until the switch gives up. busy: refuses with 486.
 */
export type AgentPlan =
  | ({ does: 'answers' } & AgentTimes)
  | ({ does: 'holds' } & AgentTimes)
  | { does: 'never' }
  | { does: 'busy' }

/** Default: rings 1000, talks 5000. A range is drawn from for each call, in the order in which calls reach this phone. */
export type AgentTimes = { ringMs?: Range; talkMs?: Range; seed?: number }

export type AgentCall = {
  agent: string
  /** The number in the From of the switch's INVITE; "anonymous" if withheld. */
  caller: string
  /** Epoch ms, from sipp's own clock. */
  rangAt: number
  answeredAt?: number
  endedAt?: number
  /** switch: the caller hung up or was moved; cancelled: the switch gave up ringing; refused: 486; open: not over yet. */
  endedBy: 'agent' | 'switch' | 'cancelled' | 'refused' | 'open'
}

const neverMs = 24 * 3_600_000
const drawsPerPhone = 5000

const phonesFolder = (settings: LabSettings): string => join(settings.run, 'agents')

export async function startAgentPhone(settings: LabSettings, agent: string, plan: AgentPlan): Promise<void> {
  const number = Number(agent)
  if (!Number.isInteger(number) || number < 1001 || number > 1006)
    throw new Error(`no agent ${agent}: the lab has 1001 to 1006 (and the bank)`)
  await startPhone(settings, agent, settings.agentPortBase + number, settings.mediaPortBase + (number - 1000) * 4, plan)
}

/** Seats 3001..3060 of queue "bank", all at one sipp. */
export async function startBankPhones(settings: LabSettings, plan: AgentPlan): Promise<void> {
  await startPhone(settings, 'bank', settings.agentBankPort, settings.mediaPortBase + 900, plan)
}

async function startPhone(
  settings: LabSettings,
  name: string,
  port: number,
  mediaPort: number,
  plan: AgentPlan,
): Promise<void> {
  const folder = phonesFolder(settings)
  mkdirSync(folder, { recursive: true })
  await stopPhones(settings, [name])
  // The log of every phone is kept under a name of its own: a phone that is replaced in a test does not lose its calls.
  const files = { folder, name: `${name}.${Date.now()}` }
  const scenario = join(folder, `${files.name}.xml`)
  writeFileSync(scenario, scenarioOf(settings, plan))
  const table = join(folder, `${files.name}.csv`)
  writeFileSync(table, timesOf(plan))
  const child = startSipp(settings, files, [
    '-sf',
    scenario,
    '-inf',
    table,
    '-p',
    String(port),
    '-mp',
    String(mediaPort),
    '-l',
    '5000',
  ])
  if (child.pid === undefined) throw new Error(`sipp for agent ${name} could not be started`)
  writeFileSync(join(folder, `${name}.pid`), `${child.pid}\n`)
  let exited = false
  child.once('exit', () => {
    exited = true
  })
  const ready = await until(() => exited || udpPortBound(port), 5000)
  child.unref()
  if (!ready || exited) {
    await stopPhones(settings, [name])
    throw new Error(`sipp for agent ${name} did not start on UDP port ${port}: ${sippComplaint(files)}`)
  }
}

function scenarioOf(settings: LabSettings, plan: AgentPlan): string {
  const read = (file: string): string => readFileSync(join(settings.home, 'sipp', file), 'utf8')
  if (plan.does === 'busy') return read('agent-busy.xml')
  return plan.does === 'holds'
    ? read('agent.xml').replace('<!-- @PART@ -->', read('agent-hold-part.xml'))
    : read('agent.xml')
}

/** The injection file: one line for each call that the phone gets, used again from the top when it ends. */
function timesOf(plan: AgentPlan): string {
  if (plan.does === 'never' || plan.does === 'busy') return `SEQUENTIAL\n${neverMs};0;\n`
  const draw = seededDraws(plan.seed ?? 1)
  const ringMs = plan.ringMs ?? 1000
  const talkMs = plan.talkMs ?? 5000
  const lines = Array.from({ length: drawsPerPhone }, () => `${drawFrom(ringMs, draw)};${drawFrom(talkMs, draw)};`)
  return `SEQUENTIAL\n${lines.join('\n')}\n`
}

export type PhoneState = { name: string; pid: number; running: boolean }

export function listPhones(settings: LabSettings): PhoneState[] {
  const folder = phonesFolder(settings)
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => {
      const pid = Number(readFileSync(join(folder, file), 'utf8'))
      return { name: basename(file, '.pid'), pid, running: isOurSipp(folder, pid) }
    })
}

/** Stops those named, or all. Calls that they have stay up in the switch until the caller hangs up: a phone that loses power. */
export async function stopPhones(settings: LabSettings, names?: readonly string[]): Promise<void> {
  const folder = phonesFolder(settings)
  await Promise.all(
    listPhones(settings)
      .filter((phone) => names?.includes(phone.name) ?? true)
      .map(async (phone) => {
        if (phone.running) {
          const gone = (): boolean => !isOurSipp(folder, phone.pid)
          signal(phone.pid, 'SIGTERM')
          if (!(await until(gone, 2000))) {
            signal(phone.pid, 'SIGKILL')
            await until(gone, 2000)
          }
        }
        rmSync(join(folder, `${phone.name}.pid`), { force: true })
      }),
  )
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself a moment ago.
  }
}

function isOurSipp(folder: string, pid: number): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sipp' &&
      readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    )
  } catch {
    return false // no such process any more
  }
}

/** Throws away what phones that no longer run have written. */
export function clearPhoneLogs(settings: LabSettings): void {
  const running = new Set(
    listPhones(settings)
      .filter((phone) => phone.running)
      .map((phone) => phone.name),
  )
  const folder = phonesFolder(settings)
  for (const file of readdirSync(folder)) {
    if (!running.has(file.split('.')[0] ?? '')) rmSync(join(folder, file), { force: true })
  }
}

/** Every call that a phone was rung for since that time, as the phones saw it, in the order of ringing. */
export function readAgentCalls(settings: LabSettings, sinceMs: number): AgentCall[] {
  const folder = phonesFolder(settings)
  const calls: AgentCall[] = []
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.log'))) {
    const open = new Map<number, AgentCall>()
    for (const { at, step, call, details } of readLog(join(folder, file))) {
      const known = open.get(call)
      if (step === 'rang' || step === 'refused') {
        const [agent = '', caller = ''] = details
        const begun: AgentCall = { agent, caller, rangAt: at, endedBy: 'open' }
        if (step === 'refused') Object.assign(begun, { endedAt: at, endedBy: 'refused' })
        open.set(call, begun)
        calls.push(begun)
      } else if (known !== undefined && step === 'answered') {
        known.answeredAt = at
      } else if (known !== undefined && known.endedBy === 'open') {
        // When both hang up at once both lines are there: the first is what the phone did.
        known.endedAt = at
        known.endedBy = step === 'agent-hung-up' ? 'agent' : step === 'cancelled' ? 'cancelled' : 'switch'
      }
    }
  }
  return calls.filter((call) => call.rangAt >= sinceMs).sort((a, b) => a.rangAt - b.rangAt)
}
