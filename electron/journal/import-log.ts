import type { LegEnd, SeatRef } from '#shared/domain/call/call-event.ts'
import type { Call, QueueLeg, TalkLeg } from '#shared/domain/call/call.ts'

/** What both of the switch's logs have in common: what was read, and which lines were not understood. */
export type WrongLine = { line: number; why: WrongWhy }
/** `fields`: too few, or not those of this kind of line. `no-beginning`: of a call whose start is not in the file. */
export type WrongWhy = 'fields' | 'time' | 'number' | 'no-beginning' | 'too-long'
export type ReadLog = { lines: number; calls: Call[]; wrong: number; firstWrong: WrongLine[] }

/** A name or an interface of the log as the seat that the console knows. */
export type SeatNamed = (agent: string) => SeatRef

const shownWrong = 50
export const longestLine = 10_000

export function createWrong() {
  const firstWrong: WrongLine[] = []
  let wrong = 0
  return {
    add(line: number, why: WrongWhy): void {
      wrong += 1
      if (firstWrong.length < shownWrong) firstWrong.push({ line, why })
    },
    result: () => ({ wrong, firstWrong }),
  }
}

export const newCall = (id: string, at: number, number: string): Call => ({
  id,
  arrivedAt: at,
  caller: { number, name: '' },
  dialledNumber: '',
  wrongCodes: [],
  answeredSinceRouted: false,
  inIvr: false,
  queueLegs: [],
  talkLegs: [],
  transfers: [],
  callerHungUp: false,
  seenInMiddle: false,
})

export const openLegOf = (call: Call): QueueLeg | undefined => call.queueLegs.findLast((leg) => leg.end === undefined)
export const openTalkOf = (call: Call): TalkLeg | undefined =>
  call.talkLegs.findLast((talk) => talk.endedAt === undefined)

export function closeLeg(leg: QueueLeg | undefined, at: number, end: LegEnd): void {
  if (!leg) return
  leg.endedAt = Math.max(leg.enteredAt, at)
  leg.end = end
}

/** Nothing more is said of the call: what is open was not seen to end. */
export function finish(call: Call, at: number): Call {
  closeLeg(openLegOf(call), at, 'unknown')
  const talk = openTalkOf(call)
  if (talk) {
    talk.endedAt = at
    talk.endedBy = 'unknown'
  }
  call.endedAt = at
  return call
}
