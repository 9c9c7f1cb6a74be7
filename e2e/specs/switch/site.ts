import { createConnection, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { startLab, type AgentCall, type CallRecord, type Lab, type SippResult, type Suite } from '#e2e/asterisk/lab.ts'
import { connectToConsole, type ConsoleClient } from '#e2e/console-client.ts'
import { asteriskSettings, startConsole, type RunningConsole } from '#e2e/running-console.ts'
import type { Settings } from '#shared/settings/schema.ts'

/** A real Asterisk, and a console on it as a user runs it. */
export type Site = { lab: Lab; running: RunningConsole; client: ConsoleClient; close(): Promise<void> }

export const suites: { suite: Suite; version: number }[] = [
  { suite: 'sid', version: 22 },
  { suite: 'bullseye', version: 16 },
]

export type SiteOptions = { ami?: Partial<Settings['connection']['ami']>; port?: number }

export async function openSite(lab: Lab, options: SiteOptions = {}): Promise<Site> {
  const connection = asteriskSettings(options.port ?? lab.amiPort, options.ami)
  const running = await startConsole({ settings: { connection }, secret: lab.amiSecret })
  const client = await connectToConsole(running.url)
  // A console that has just started knows the calls a moment before it knows the list (the screen says so meanwhile).
  await client.until(
    'the link is up and the list in force',
    ({ link, list }) => link.state.kind === 'up' && list.version !== undefined,
    20_000,
  )
  return {
    lab,
    running,
    client,
    async close() {
      client.close()
      await running.stop()
    },
  }
}

export const startSwitch = (suite: Suite, env: Record<string, string> = {}): Promise<Lab> => startLab({ suite, env })

/** No call in the switch, no phone: each test begins with an empty hall. */
export async function clearSwitch(lab: Lab): Promise<void> {
  await lab.stopAgents()
  if ((await lab.channelCount()) > 0) await lab.hangUpAll()
}

export const codeToArea: Record<string, string> = { '1': 'repair', '2': 'complaint', '3': 'billing', '5': 'bank' }

/** A phone that says it answered and is hung up on sooner than this may have crossed with a caller who left. */
const crossingMs = 1000

/**
 * The calls that a seat answered, by the phones' own log. Where a phone's answer crossed with the end of the call (the caller hung up, or
 * the queue's time was over) neither end can know what the switch made of it: for these few, and only these, its queue_log says.
 */
export function answersOf(lab: Lab, queueOf: (one: AgentCall) => string): AgentCall[] {
  const connected = new Set(lab.connections().map(({ queue, caller }) => `${queue} ${caller}`))
  return lab.agentCalls().filter((one) => {
    if (one.answeredAt === undefined) return false
    const left = one.endedBy === 'switch' || one.endedBy === 'cancelled'
    const crossed = left && (one.endedAt ?? 0) - one.answeredAt < crossingMs
    return !crossed || connected.has(`${queueOf(one)} ${one.caller}`)
  })
}

/**
 * What really became of each caller, by SIPp's own log: the callers' sipp says which code was keyed and when the call was
 * over, the phones' sipp which caller's number each seat answered. Nothing of it came by the manager interface.
 */
export function truthOf(
  lab: Lab,
  result: SippResult,
): { call: CallRecord; area: string; answered: boolean; reachedQueue: boolean }[] {
  const areaOf = new Map(result.calls.map((call) => [call.from, codeToArea[call.code ?? ''] ?? 'operator']))
  const answeredNumbers = new Set(answersOf(lab, ({ caller }) => areaOf.get(caller) ?? '').map((one) => one.caller))
  return result.calls.map((call) => ({
    call,
    area: areaOf.get(call.from) ?? 'operator',
    answered: answeredNumbers.has(call.from),
    reachedQueue: call.keyed.length > 0,
  }))
}

/**
 * The book equals the switch: as many callers in each queue, and as many calls, as Asterisk's own command line says. Calls
 * come and go while it is asked: whoever was there before and after the console was asked must be in its count, and
 * nobody may be counted who was there neither before nor after. In a quiet hall that is equality. Answers the differences.
 */
export async function bookEqualsSwitch(site: Site): Promise<string[]> {
  const areas = (await site.client.view()).areas.map((area) => area.area)
  const before = await askSwitch(site.lab, areas)
  const view = await site.client.view()
  const after = await askSwitch(site.lab, areas)
  const counts = new Map([
    ['calls', view.totals.calls],
    ...view.areas.map((area): [string, number] => [area.area, area.waiting]),
  ])
  return [...counts].flatMap(([name, count]) => {
    const [early, late] = [before.get(name) ?? new Set<string>(), after.get(name) ?? new Set<string>()]
    const [least, most] = [early.intersection(late).size, early.union(late).size]
    return count < least || count > most ? [`${name}: switch ${least} to ${most}, console ${count}`] : []
  })
}

async function askSwitch(lab: Lab, areas: string[]): Promise<Map<string, Set<string>>> {
  const found = new Map([['calls', new Set(await channelsOf(lab, 'PJSIP/trunk-'))]])
  for (const area of areas)
    found.set(area, new Set((await lab.queueShow(area)).callers.map((caller) => caller.channel)))
  return found
}

/** One action, as another program on the same switch would send it (a phone's transfer key, a supervisor's panel). */
export async function sendAction(lab: Lab, action: Record<string, string>): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: lab.amiPort })
  const text = (fields: Record<string, string>): string =>
    `${Object.entries(fields)
      .map(([key, value]) => `${key}: ${value}`)
      .join('\r\n')}\r\n\r\n`
  socket.write(text({ Action: 'Login', Username: 'console', Secret: lab.amiSecret, Events: 'off' }))
  socket.write(text({ ...action, ActionID: 'test-1' }))
  let heard = ''
  for await (const data of socket) {
    heard += String(data)
    const answer = heard.split('\r\n\r\n').find((block) => block.includes('ActionID: test-1'))
    if (answer === undefined) continue
    socket.destroy()
    return answer
  }
  throw new Error(`the switch closed before it answered: ${heard}`)
}

/** The live channels whose name begins so, as Asterisk names them. */
export async function channelsOf(lab: Lab, prefix: string): Promise<string[]> {
  const lines = (await lab.rx('core show channels concise')).split('\n')
  return lines.filter((line) => line.startsWith(prefix)).map((line) => line.split('!')[0] ?? '')
}

/** A wire between console and switch that a test can cut: bytes pass as they are until then. */
export type Wire = { port: number; cut(): void; freeze(frozen: boolean): void; close(): Promise<void> }

export async function createWire(toPort: number): Promise<Wire> {
  const ends = new Set<Socket>()
  let frozen = false
  const server: Server = createServer((near) => {
    const far = createConnection({ host: '127.0.0.1', port: toPort })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from)
      from.on('data', (data) => !frozen && to.write(data))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        ends.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const end of ends) end.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    freeze(value) {
      frozen = value
    },
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
