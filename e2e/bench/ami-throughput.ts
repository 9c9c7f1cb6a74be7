import { EventEmitter } from 'node:events'
import net from 'node:net'
import asteriskManager from 'asterisk-manager'
import { createFraming } from '#electron/links/ami/framing.ts'
import { createInterest } from '#electron/links/ami/interest.ts'
import { createSight } from '#electron/links/ami/sight.ts'
import { translate } from '#electron/links/ami/translate.ts'
import { vdnPlanOf, wantedVariables } from '#electron/links/ami/vdn-source.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges, type CoreSettings } from '#shared/domain/core.ts'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import { compileList } from '#shared/domain/priority/compile.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import { createDayStart } from '#shared/domain/statistics/site-day.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { Figures } from './index.ts'
import { inChunks, median, recordedBurst } from './recorded-burst.ts'

const rounds = 9
const roundMs = 250

/**
 * How many events a second the whole way from bytes to alerts takes (framing, translation, core), beside two references in
 * the same run, round by round: merely splitting the same bytes into blocks, and the npm package `asterisk-manager`.
 */
export async function measureAmi(print: (line: string) => void): Promise<Figures> {
  const bytes = recordedBurst()
  const chunks = inChunks(bytes)
  const events = bytes.toString('latin1').split('\r\n\r\nEvent: ').length - 1
  const theirs = createTheirs()
  const oursRate: number[] = []
  const splitRatio: number[] = []
  const theirRatio: number[] = []
  for (let round = -2; round < rounds; round++) {
    const ours = await rate(() => runOurs(chunks), events)
    const split = await rate(() => splitOnly(chunks), events)
    const their = await rate(() => theirs(chunks), events)
    if (round < 0) continue // warm-up
    oursRate.push(ours)
    splitRatio.push(ours / split)
    theirRatio.push(ours / their)
  }
  const perSecond = median(oursRate)
  const megabytes = (perSecond * bytes.length) / events / 1e6
  print(
    `AMI framing + translation + core, on a recorded burst of ${events} events (${(bytes.length / 1e6).toFixed(1)} MB), median of ${rounds} rounds`,
  )
  print(`  ${Math.round(perSecond)} events/s, ${megabytes.toFixed(0)} MB/s`)
  print(`  ${median(splitRatio).toFixed(2)} of merely splitting the bytes into blocks (${range(splitRatio)})`)
  print(`  ${median(theirRatio).toFixed(1)} times asterisk-manager 0.2.0 (${range(theirRatio)})`)
  return {
    'ami.vsSplit': three(median(splitRatio)),
    'ami.vsAsteriskManager': three(median(theirRatio)),
    'ami.eventsPerSecond': Math.round(perSecond),
  }
}

const three = (value: number): number => Math.round(value * 1000) / 1000
const range = (values: number[]): string => `${Math.min(...values).toFixed(2)} – ${Math.max(...values).toFixed(2)}`

async function rate(pass: () => number | Promise<number>, expected: number): Promise<number> {
  const startedAt = performance.now()
  let passes = 0
  while (performance.now() - startedAt < roundMs) {
    const seen = await pass()
    if (seen < expected * 0.99) throw new Error(`saw ${seen} of ${expected} events`)
    passes++
  }
  return (passes * expected) / ((performance.now() - startedAt) / 1000)
}

function coreSettings(): CoreSettings {
  return {
    lookup: compileList({ ...defaultList, version: 1 }, createSiteTime('Asia/Shanghai')),
    dayStart: createDayStart('Asia/Shanghai'),
    limitMs: () => 20_000,
    profile: 'negative',
  }
}
const settings = coreSettings()

/** The console's own way; answers how many events went by, counted by what the last pass did with them. */
function runOurs(chunks: Buffer[]): number {
  const plan = vdnPlanOf(defaultSettings.connection.ami.vdnSource)
  const variables = wantedVariables(plan)
  const wanted = createInterest(plan.context === undefined ? { variables } : { variables, context: plan.context })
  const sight = createSight('switch', plan)
  const core = createCore()
  let out: CallEvent[] = []
  let seen = 0
  const framing = createFraming(
    (bytes, start, end) => {
      seen++
      return wanted(bytes, start, end)
    },
    { onGreeting: () => undefined, onMessage: (message) => translate(sight, message, 1_800_000_000_000, out) },
  )
  for (const chunk of chunks) {
    const problem = framing.push(chunk)
    if (problem) throw new Error(problem.detail)
    const changes = noChanges()
    for (const event of out) applyToCore(core, event, settings, changes)
    out = []
  }
  // 240 callers were offered to four queues: a pass that skipped the work would not know.
  const offered = [...core.statistics.areas.values()]
    .flatMap((area) => [...area.days.values()])
    .reduce((sum, day) => sum + day.offered, 0)
  if (offered !== 240) throw new Error(`the burst offers 240 calls, the core counted ${offered}`)
  return seen
}

const blockEnd = Buffer.from('\r\n\r\n')

function splitOnly(chunks: Buffer[]): number {
  let blocks = 0
  let rest: Buffer = Buffer.alloc(0)
  for (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let start = 0
    for (let end = bytes.indexOf(blockEnd); end >= 0; end = bytes.indexOf(blockEnd, start)) {
      blocks++
      start = end + blockEnd.length
    }
    rest = bytes.subarray(start)
  }
  return blocks
}

/** The package reads from a socket that it opens itself: it gets one that only hands over chunks. */
function createTheirs(): (chunks: Buffer[]) => Promise<number> {
  const socket = Object.assign(new EventEmitter(), {
    setKeepAlive() {},
    setNoDelay() {},
    setEncoding() {},
    readyState: 'open',
  })
  const real = net.createConnection
  net.createConnection = (() => socket) as unknown as typeof net.createConnection
  const manager = asteriskManager(5038, 'replay', 'u', 'p', true)
  net.createConnection = real
  let seen = 0
  manager.on('managerevent', () => seen++)
  return async (chunks) => {
    seen = 0
    for (const chunk of chunks) {
      socket.emit('data', chunk.toString('utf8'))
      await new Promise((resolve) => setImmediate(resolve)) // as between two reads of a socket: it hands events over in ticks
    }
    return seen
  }
}
