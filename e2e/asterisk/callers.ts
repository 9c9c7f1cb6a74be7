// Callers from the public network: one sipp for each placeCalls. What each call keys and how long it stays is drawn here, with a
// seed, and handed to sipp as a table; what became of each call is read from the lines that the scenario logs.
import { createSocket } from 'node:dgram'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabSettings } from './lab-settings.ts'
import { drawFrom, type Range, readLog, seededDraws, sippComplaint, startSipp, until } from './sipp.ts'

export type CallPlan = {
  /** Digits keyed at the IVR; null keys nothing. Default "1". */
  code?: string | null
  /** Instead of code: drawn from by weight, as {"1": 6, "2": 2}. */
  codes?: Readonly<Record<string, number>>
  /** Caller number; the next calls count up from it. Default 13800001111. */
  from?: string
  /** All calls with the same number. */
  sameCaller?: boolean
  /** Caller's name, UTF-8. Default: the number. */
  name?: string
  /** own: the number as it is. withheld: From anonymous. withheld-with-identity: From anonymous, the number in P-Asserted-Identity. */
  identity?: 'own' | 'withheld' | 'withheld-with-identity'
  /** Default 1. */
  count?: number
  /** Calls a second; may be below 1. Default 1. */
  rate?: number
  /** Stay after the last key, then hang up: whoever is still queued then abandons. Default 20000. */
  holdMs?: Range
  /** From the IVR's answer to the first key. Default 500. */
  beforeKeyMs?: number
  /** Codes keyed after the first one, at most two. */
  retries?: readonly string[]
  /** Before each of them. Default 7000: the prompt "invalid" lasts 4.5 s and swallows what is keyed over it. */
  retryGapMs?: number
  /** '#' after each code, which ends the entry at once; without it the IVR waits IVR_DIGIT_TIMEOUT. Default true. */
  pound?: boolean
  /** Keys pressed later, with no '#', that long after the last code. holdMs counts from there. */
  laterKeys?: { afterMs: number; keys: string }
  /** The caller talks: 7 s of A-law from sip-tester's own file. Without it nobody sends audio and recordings are empty. */
  voice?: boolean
  /** Default: the lab's service number. */
  dial?: string
  seed?: number
  /** Leaves sipp's message log in the folder; it slows sipp down. */
  trace?: boolean
}

export type CallRecord = {
  /** 0, 1, ... in the order of placing. */
  index: number
  from: string
  /** What was meant to be keyed first, without '#'; null for nothing. */
  code: string | null
  holdMs: number
  /** Epoch ms, from sipp's own clock, as all times here. The INVITE was sent. Absent: not placed yet. */
  placedAt?: number
  /** The switch answered: that is the IVR, not an agent. */
  answeredAt?: number
  keyed: { at: number; keys: string }[]
  endedAt?: number
  /** open: not over, or sipp was stopped. */
  endedBy: 'caller' | 'switch' | 'refused' | 'open'
  /** SIP status, when refused. */
  refusal?: number
}

export type SippResult = {
  /** sipp's: 0 all calls ended as the scenario says, 1 some failed, others: it could not work. Null: killed. */
  exitCode: number | null
  successful: number
  failed: number
  retransmissions: number
  calls: CallRecord[]
  /** Where sipp's logs are. */
  folder: string
  complaint: string
}

export type CallsHandle = {
  done: Promise<SippResult>
  /** What is known until now. */
  soFar: () => CallRecord[]
  /** These callers (by index; default all that were answered) hang up now, as callers do. Unlike holdMs, at the test's own moment. */
  hangUp: (indexes?: readonly number[]) => Promise<void>
  /** Places no further call, hangs up the open ones; resolves when sipp is gone. */
  kill: () => Promise<SippResult>
  folder: string
  pid: number
}

type Planned = { from: string; code: string | null; holdMs: number; line: string }

export async function placeCallsWith(settings: LabSettings, plan: CallPlan): Promise<CallsHandle> {
  const planned = planCalls(plan)
  const parent = join(settings.run, 'calls')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, `${Date.now()}-`))
  const files = { folder, name: 'caller' }
  const table = join(folder, 'caller.csv')
  writeFileSync(table, `SEQUENTIAL\n${planned.map((call) => call.line).join('\n')}\n`)
  const scenario = join(folder, 'caller.xml')
  writeFileSync(scenario, scenarioOf(settings, plan))
  const rate = plan.rate ?? 1
  const pace = Number.isInteger(rate) ? ['-r', String(rate)] : ['-r', '1', '-rp', String(Math.round(1000 / rate))]
  const port = await freeUdpPort()
  const child = startSipp(settings, files, [
    '-sf',
    scenario,
    '-inf',
    table,
    '-s',
    plan.dial ?? settings.service,
    '-p',
    String(port),
    '-mp',
    String(await freeMediaPort(settings)),
    '-m',
    String(planned.length),
    '-l',
    '5000',
    ...pace,
    '-recv_timeout',
    '3600000',
    '-trace_stat',
    '-stf',
    join(folder, 'stat.csv'),
    '-fd',
    '1',
    ...(plan.trace === true ? ['-trace_msg', '-message_file', join(folder, 'messages.log')] : []),
  ])
  const { pid } = child
  if (pid === undefined) throw new Error('sipp could not be started: is sip-tester installed? `up` installs it')
  const killOnExit = (): void => {
    child.kill('SIGKILL')
  } // a test runner that ends early leaves no callers behind
  process.once('exit', killOnExit)
  let over = false
  const soFar = (): CallRecord[] => readCalls(planned, join(folder, 'caller.log'))
  const done = new Promise<SippResult>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (exitCode) => {
      over = true
      process.removeListener('exit', killOnExit)
      resolve({
        exitCode,
        ...readStatistics(join(folder, 'stat.csv')),
        calls: soFar(),
        folder,
        complaint: exitCode === 0 ? '' : sippComplaint(files),
      })
    })
  })
  const hangUp = async (indexes?: readonly number[]): Promise<void> => {
    const open = soFar().filter((call) => call.endedBy === 'open' && call.answeredAt !== undefined)
    await sendHangUps(
      port,
      open.filter((call) => indexes?.includes(call.index) ?? true).map((call) => `${call.index + 1}-${pid}@127.0.0.1`),
    )
  }
  const kill = async (): Promise<SippResult> => {
    child.kill('SIGUSR1') // no new calls; sent again it should abort the open ones, but 3.6.1 does not
    // Again and again: a call may have been placed, but not answered, at the first time.
    const ended = await until(
      async () => {
        if (!over) await hangUp()
        return over
      },
      10_000,
      300,
    )
    if (!ended) child.kill('SIGKILL')
    return done
  }
  return { done, soFar, hangUp, kill, folder, pid }
}

function planCalls(plan: CallPlan): Planned[] {
  const draw = seededDraws(plan.seed ?? 1)
  const retries = plan.retries ?? []
  if (retries.length > 2) throw new Error('the scenario keys two retries at most')
  const end = plan.pound === false ? '' : '#'
  const [second = '-', third = '-'] = retries.map((digits) => digits + end)
  const gap = plan.retryGapMs ?? 7000
  const first = plan.from ?? '13800001111'
  const later = plan.laterKeys
  return Array.from({ length: plan.count ?? 1 }, (_, index) => {
    const code = plan.codes === undefined ? (plan.code === undefined ? '1' : plan.code) : drawWeighted(plan.codes, draw)
    const holdMs = drawFrom(plan.holdMs ?? 20_000, draw)
    const from = plan.sameCaller === true ? first : countUp(first, index)
    // ';' would end the field; the quotes are the SIP header's own.
    const name = (plan.name ?? from).replace(/[;"\\\r\n]/g, ' ')
    const line = [
      from,
      name,
      plan.beforeKeyMs ?? 500,
      holdMs,
      code === null ? '-' : code + end,
      gap,
      second,
      gap,
      third,
      later?.afterMs ?? 0,
      later?.keys ?? '-',
      '',
    ].join(';')
    return { from, code, holdMs, line }
  })
}

/** Keeps leading zeroes and is exact for numbers of any length. */
function countUp(number: string, by: number): string {
  if (by === 0) return number
  const digits = /\d+$/.exec(number)?.[0]
  if (digits === undefined) throw new Error(`cannot count up from "${number}": use sameCaller`)
  return number.slice(0, -digits.length) + String(BigInt(digits) + BigInt(by)).padStart(digits.length, '0')
}

function drawWeighted(weights: Readonly<Record<string, number>>, draw: () => number): string {
  const entries = Object.entries(weights)
  let rest = draw() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [code, weight] of entries) {
    if (rest < weight) return code
    rest -= weight
  }
  const last = entries.at(-1)
  if (last === undefined) throw new Error('codes is empty')
  return last[0]
}

function scenarioOf(settings: LabSettings, plan: CallPlan): string {
  const own = '"[field1]" <sip:[field0]@[local_ip]:[local_port]>'
  const identity = plan.identity ?? 'own'
  const from = identity === 'own' ? own : '"Anonymous" <sip:anonymous@anonymous.invalid>'
  const asserted = identity === 'withheld-with-identity' ? `\n      P-Asserted-Identity: ${own}` : ''
  const privacy = identity === 'own' ? '' : '\n      Privacy: id'
  const voice =
    plan.voice === true
      ? '<pause milliseconds="2000"/><nop><action><exec play_pcap_audio="/usr/share/sip-tester/g711a.pcap"/></action></nop>'
      : ''
  return readFileSync(join(settings.home, 'sipp', 'caller.xml'), 'utf8')
    .replaceAll('@FROM@', from)
    .replaceAll('@IDENTITY@', asserted + privacy)
    .replace('<!-- @PART@ -->', voice)
}

function readCalls(planned: readonly Planned[], log: string): CallRecord[] {
  const calls: CallRecord[] = planned.map(({ from, code, holdMs }, index) => ({
    index,
    from,
    code,
    holdMs,
    keyed: [],
    endedBy: 'open',
  }))
  for (const { at, step, call, details } of readLog(log)) {
    const record = calls[call - 1] // sipp counts calls from 1, in the order of the table
    if (record === undefined) continue
    if (step === 'placed') record.placedAt = at
    else if (step === 'answered') record.answeredAt = at
    else if (step === 'keyed') record.keyed.push({ at, keys: details[0] ?? '' })
    else if (record.endedBy === 'open') {
      // When both sides hang up at once both lines are there: the first is what the caller did.
      record.endedAt = at
      record.endedBy = step === 'caller-hung-up' ? 'caller' : step === 'refused' ? 'refused' : 'switch'
      if (step === 'refused') record.refusal = Number(details[0])
    }
  }
  return calls
}

/** sipp's own totals: the last line of its statistics file; the names are in the first. */
function readStatistics(path: string): { successful: number; failed: number; retransmissions: number } {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
  const names = lines[0]?.split(';') ?? []
  const last = lines.length > 1 ? (lines.at(-1)?.split(';') ?? []) : []
  const value = (name: string): number => Number(last[names.indexOf(name)] ?? 0)
  return {
    successful: value('SuccessfulCall(C)'),
    failed: value('FailedCall(C)'),
    retransmissions: value('Retransmissions(C)'),
  }
}

/** sipp without -p takes 5060, which is the switch's own port whenever the switch happens to be down. */
async function freeUdpPort(): Promise<number> {
  const port = await bindUdp(0)
  if (port === undefined) throw new Error('no free UDP port')
  return port
}

let mediaPortsTaken = 0

/** sipp binds this port and the second one after it, and with -mp does not look for others when they are taken. */
async function freeMediaPort(settings: LabSettings): Promise<number> {
  const slots = 190 // of 4 ports, between the agents' and the bank's
  for (let attempt = 0; attempt < slots; attempt++) {
    // Not the first free one: sipp binds later, and another process may be choosing too.
    const port = settings.mediaPortBase + 100 + 4 * ((process.pid + mediaPortsTaken++) % slots)
    if ((await bindUdp(port)) !== undefined && (await bindUdp(port + 2)) !== undefined) return port
  }
  throw new Error('no free media port for callers')
}

/** Binds and frees again; undefined if taken. */
function bindUdp(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.bind(wanted, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => {
        resolve(port)
      })
    })
  })
}

/**
 * Tells calls of one sipp to hang up: sipp knows its calls by Call-ID, and the scenario takes a MESSAGE as the order to send BYE.
 * (Its signals cannot do that, and a sipp that is killed leaves its calls up in the switch.)
 */
function sendHangUps(port: number, callIds: readonly string[]): Promise<void> {
  const socket = createSocket('udp4')
  const orders = callIds.map(
    (callId) =>
      new Promise<void>((resolve, reject) => {
        const text = [
          'MESSAGE sip:caller@127.0.0.1 SIP/2.0',
          'Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-hang-up',
          'From: <sip:lab@127.0.0.1>;tag=lab',
          'To: <sip:caller@127.0.0.1>',
          `Call-ID: ${callId}`,
          'CSeq: 1 MESSAGE',
          'Content-Length: 0',
          '',
          '',
        ].join('\r\n')
        socket.send(text, port, '127.0.0.1', (error) => {
          if (error === null) resolve()
          else reject(error)
        })
      }),
  )
  return Promise.all(orders)
    .then(() => undefined)
    .finally(() => {
      socket.close()
    })
}
