import type { TalkEndedBy } from '#shared/domain/call/call-event.ts'
import type { Call } from '#shared/domain/call/call.ts'
import {
  closeLeg,
  createWrong,
  finish,
  longestLine,
  newCall,
  openLegOf,
  openTalkOf,
  type ReadLog,
  type SeatNamed,
  type WrongWhy,
} from './import-log.ts'

/**
 * Asterisk's queue_log: `seconds|uniqueid|queue|agent|EVENT|…`, one line per thing that happened in a queue. Times are
 * whole seconds (with a fraction where a data base writes them). ENTERQUEUE says url, caller and position; CONNECT the
 * hold time, the agent's channel and how long it rang, in seconds; RINGNOANSWER its ring in ms. Lines of agents (PAUSE,
 * ADDMEMBER …) and lines that a dialplan wrote speak of no call and are passed over.
 */
type Line = { at: number; id: string; queue: string; agent: string; event: string; data: string[] }
type Handler = (call: Call, line: Line, seat: SeatNamed) => WrongWhy | undefined

export function readQueueLog(
  text: string,
  options: { from: number; to: number; switchId: string; seat: SeatNamed },
): ReadLog {
  const calls = new Map<string, { call: Call; lastAt: number }>()
  const orphans = new Set<string>()
  const wrong = createWrong()
  let lines = 0
  let number = 0
  for (const raw of text.split('\n')) {
    number += 1
    const source = raw.replace(/\r$/, '').replace(/^\uFEFF/, '')
    if (source.trim() === '') continue
    lines += 1
    const line = readLine(source)
    if (typeof line === 'string') {
      wrong.add(number, line)
      continue
    }
    const handle = Object.hasOwn(handlers, line.event) ? handlers[line.event] : undefined
    if (!handle || line.id === 'NONE' || line.id === 'REALTIME' || line.id === 'MANAGER' || line.id === '') continue
    let known = calls.get(line.id)
    if (!known) {
      if (!begins.has(line.event)) {
        // Said once per call: the file begins, or was cut, in the middle of it.
        if (!orphans.has(line.id)) wrong.add(number, 'no-beginning')
        orphans.add(line.id)
        continue
      }
      known = { call: newCall(`${options.switchId}/${line.id}`, line.at, ''), lastAt: line.at }
      calls.set(line.id, known)
    }
    const why = handle(known.call, line, options.seat)
    if (why) wrong.add(number, why)
    known.lastAt = Math.max(known.lastAt, line.at)
  }
  const found = [...calls.values()].map(({ call, lastAt }) => finish(call, lastAt))
  return {
    lines,
    calls: found.filter(({ arrivedAt }) => arrivedAt >= options.from && arrivedAt < options.to),
    ...wrong.result(),
  }
}

function readLine(source: string): Line | WrongWhy {
  if (source.length > longestLine) return 'too-long'
  const [time = '', id, queue, agent, event, ...data] = source.split('|')
  if (id === undefined || queue === undefined || agent === undefined || event === undefined) return 'fields'
  if (!/^\d{9,11}(\.\d{1,6})?$/.test(time)) return 'time'
  return { at: Math.round(Number(time) * 1000), id, queue, agent, event, data }
}

const begins = new Set(['ENTERQUEUE', 'JOINEMPTY', 'FULL'])

const handlers: Record<string, Handler> = {
  ENTERQUEUE(call, { at, queue, data: [, number = '', position = ''] }) {
    closeLeg(openLegOf(call), at, 'unknown')
    if (number !== '' && number !== '<unknown>' && number !== 'unknown') call.caller.number = number
    const joined = wholeNumber(position)
    call.queueLegs.push({
      area: queue,
      enteredAt: at,
      rings: [],
      ...(joined === undefined || joined === 0 ? {} : { joinPosition: joined }),
    })
    return undefined
  },
  JOINEMPTY: (call, { at, queue }) => refused(call, at, queue, 'no-agents'),
  FULL: (call, { at, queue }) => refused(call, at, queue, 'queue-full'),
  CONNECT(call, { at, queue, agent, data: [, , rang = ''] }, seatNamed) {
    const seconds = rang === '' ? 0 : wholeNumber(rang)
    if (seconds === undefined) return 'number'
    const leg = openLegOf(call)
    if (!leg) return 'no-beginning'
    const seat = seatNamed(agent)
    leg.rings.push({
      seat,
      at: Math.max(leg.enteredAt, at - seconds * 1000),
      rangMs: Math.min(seconds * 1000, at - leg.enteredAt),
      answered: true,
    })
    closeLeg(leg, at, 'answered')
    call.answeredSinceRouted = true
    call.talkLegs.push({ seat, area: queue, startedAt: at, holds: [] })
    return undefined
  },
  RINGNOANSWER: (call, line, seatNamed) => rangInVain(call, line, seatNamed),
  RINGCANCELED: (call, line, seatNamed) => rangInVain(call, line, seatNamed),
  COMPLETEAGENT: (call, { at }) => endTalk(call, at, 'seat'),
  COMPLETECALLER(call, { at }) {
    call.callerHungUp = true
    return endTalk(call, at, 'caller')
  },
  TRANSFER: (call, line) => transfer(call, line, 'blind'),
  BLINDTRANSFER: (call, line) => transfer(call, line, 'blind'),
  // Its fields name a bridge or a channel, and not who was reached.
  ATTENDEDTRANSFER: (call, line) => transfer(call, { ...line, data: [] }, 'attended'),
  ABANDON(call, { at }) {
    call.callerHungUp = true
    return leave(call, at, 'abandoned')
  },
  EXITEMPTY: (call, { at }) => leave(call, at, 'no-agents'),
  EXITWITHKEY: (call, { at }) => leave(call, at, 'left-by-key'),
  EXITWITHTIMEOUT: (call, { at }) => leave(call, at, 'timed-out'),
  WITHDRAW: (call, { at }) => leave(call, at, 'switch-cleared'),
}

function refused(call: Call, at: number, queue: string, end: 'no-agents' | 'queue-full'): undefined {
  closeLeg(openLegOf(call), at, 'unknown')
  call.queueLegs.push({ area: queue, enteredAt: at, endedAt: at, end, rings: [] })
  return undefined
}

function leave(
  call: Call,
  at: number,
  end: 'abandoned' | 'no-agents' | 'left-by-key' | 'timed-out' | 'switch-cleared',
): WrongWhy | undefined {
  const leg = openLegOf(call)
  if (!leg) return 'no-beginning'
  closeLeg(leg, at, end)
  return undefined
}

function rangInVain(call: Call, { at, agent, data: [rang = ''] }: Line, seatNamed: SeatNamed): WrongWhy | undefined {
  const rangMs = wholeNumber(rang)
  if (rangMs === undefined) return 'number'
  const leg = openLegOf(call)
  if (!leg) return 'no-beginning'
  leg.rings.push({ seat: seatNamed(agent), at: Math.max(leg.enteredAt, at - rangMs), rangMs })
  return undefined
}

function endTalk(call: Call, at: number, by: TalkEndedBy): WrongWhy | undefined {
  const talk = openTalkOf(call)
  if (!talk) return 'no-beginning'
  talk.endedAt = at
  talk.endedBy = by
  return undefined
}

function transfer(call: Call, { at, data: [to = ''] }: Line, how: 'blind' | 'attended'): WrongWhy | undefined {
  call.transfers.push({ at, how, to })
  return endTalk(call, at, 'transfer')
}

const wholeNumber = (text: string): number | undefined => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined)
