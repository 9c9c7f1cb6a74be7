import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges } from '#shared/domain/core.ts'
import { coreSettings, rule } from '#shared/domain/testing/events.ts'
import type { Journal } from '#electron/journal/journal.ts'

/**
 * The live path as a console has it: events come in bursts of two milliseconds, go through the core, and what follows from
 * them is recorded, or not. An event's latency is from when it was due until the core has it; whatever holds up the thread
 * (a slow `record`, a message, a collection of garbage) is in it.
 */
export type Mode = 'off' | 'on' | 'year'
const areas = ['repair', 'complaint', 'bank']
const burstMs = 2

/** Calls that overlap, nine events each; one in eight is listed by its VDN. */
function createStream(round: number): (at: number) => CallEvent {
  const live: { id: string; step: number; n: number }[] = []
  let made = 0
  let turn = 0
  return (at) => {
    turn += 1
    if (live.length < 600) live.push({ id: `switch/${round}.${made}`, step: 0, n: made++ })
    const call = live[turn % live.length]
    if (!call) throw new Error('no call')
    const event = eventOf(call, at)
    call.step += 1
    if (call.step === steps) live.splice(live.indexOf(call), 1)
    return event
  }
}

const steps = 9
function eventOf({ id: callId, step, n }: { id: string; step: number; n: number }, at: number): CallEvent {
  const area = areas[n % areas.length] ?? 'repair'
  const seat = { id: `PJSIP/${1001 + (n % 80)}`, name: `Agent ${1001 + (n % 80)}` }
  switch (step) {
    case 0: {
      const caller = { number: `138${String(n % 10_000_000).padStart(8, '0')}`, name: '' }
      return { kind: 'call-arrived', at, callId, caller, dialledNumber: '95598' }
    }
    case 1:
      return { kind: 'ivr-entered', at, callId }
    case 2:
      return { kind: 'vdn-reached', at, callId, vdn: n % 8 === 0 ? '7001' : '7002', code: '1' }
    case 3:
      return { kind: 'queue-joined', at, callId, area, position: 1 }
    case 4:
      return { kind: 'seat-ringing', at, callId, area, seat }
    case 5:
      return { kind: 'seat-answered', at, callId, area, seat }
    case 6:
      return { kind: 'seat-changed', at, seat: { ...seat, area, state: n % 2 === 0 ? 'talking' : 'free' } }
    case 7:
      return { kind: 'talk-ended', at, callId, seat, by: 'caller' }
    default:
      return { kind: 'call-ended', at, callId }
  }
}

const message = (event: CallEvent): string =>
  `Event: QueueCallerJoin\r\nChannel: PJSIP/trunk-0000abcd\r\nChannelState: 6\r\nCallerIDNum: 13800001111\r\nUniqueid: ${event.at}.1\r\nLinkedid: ${event.at}.1\r\nQueue: repair\r\nPosition: 1\r\nCount: 1\r\n`

/** Latencies of the events of one round, ms. */
export async function runLive(
  journal: Journal | undefined,
  round: number,
  eventsPerSecond: number,
  seconds: number,
): Promise<number[]> {
  const core = createCore()
  const settings = coreSettings(
    rule('vdn', { condition: { kind: 'vdn', vdn: '7001' } }),
    rule('number', { condition: { kind: 'caller-number', number: '13800000000' } }),
  )
  const nextEvent = createStream(round)
  const wall = Date.now() - performance.now()
  const latencies: number[] = []
  const began = performance.now()
  const total = eventsPerSecond * seconds
  let sent = 0
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      while (sent < total) {
        const dueAt = began + (sent / eventsPerSecond) * 1000
        if (dueAt > performance.now()) break
        step(nextEvent(Math.round(wall + dueAt)))
        latencies.push(performance.now() - dueAt)
        sent += 1
      }
      if (sent < total) return
      clearInterval(timer)
      resolve()
    }, burstMs)
  })

  function step(event: CallEvent): void {
    const changes = noChanges()
    applyToCore(core, event, settings, changes)
    if (!journal) return
    for (const decision of changes.judged) journal.record({ kind: 'decision', decision })
    journal.record({ kind: 'event', event })
    for (const change of changes.alerts) journal.record({ kind: 'alert', change })
    for (const record of changes.ended) journal.record({ kind: 'call', record })
    for (const span of changes.spans) journal.record({ kind: 'seat', span })
    if ('callId' in event) journal.record({ kind: 'raw', at: event.at, callId: event.callId, text: message(event) })
  }
  return latencies
}
