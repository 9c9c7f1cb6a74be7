import type { AgentCall, CallRecord, Lab, SippResult } from '#e2e/asterisk/lab.ts'
import type { LegEnd } from '#shared/domain/call/call-event.ts'
import { answersOf, codeToArea } from './site.ts'

/**
 * What a console can have seen of a caller while it was off for a time. By SIPp's own log; epoch ms. A caller's time in the queue begins
 * between his key and a moment later, since the switch listens to the digits first.
 */
export type Story = {
  number: string
  area: string
  keyedAt: number
  /** A seat answered, or the caller gave up. */
  leftAt: number
  end: 'answered' | 'abandoned'
  /** The conversation was over. */
  overAt: number
  seat?: string
}
export type Blind = { from: number; to: number }

export function storiesOf(lab: Lab, results: readonly SippResult[]): Story[] {
  const calls = results.flatMap((result) => result.calls)
  const areas = new Map(calls.map((call) => [call.from, areaOf(call)]))
  const answers = new Map<string, AgentCall>(
    answersOf(lab, ({ caller }) => areas.get(caller) ?? '').map((one) => [one.caller, one]),
  )
  return calls.map((call) => {
    const answer = answers.get(call.from)
    const gone = call.endedAt ?? Infinity
    return {
      number: call.from,
      area: areaOf(call),
      keyedAt: call.keyed.at(-1)?.at ?? Infinity,
      leftAt: answer?.answeredAt ?? gone,
      end: answer ? 'answered' : 'abandoned',
      overAt: Math.min(gone, answer?.endedAt ?? Infinity),
      ...(answer && { seat: answer.agent }),
    }
  })
}

/** The last code that was keyed counts: the ones before led nowhere. */
const areaOf = (call: CallRecord): string => codeToArea[(call.keyed.at(-1)?.keys ?? '').replace('#', '')] ?? 'operator'

const toTheQueueMs = 1500
/** A kill loses at most the last second; the switch and SIPp write the same moment down a little apart. */
const lostMs = 1000
const apartMs = 500

/**
 * Every way in which the caller's visit to the queue can stand in the journal; `absent`: not at all. One way only, but for who came, was
 * answered or went just when the console did.
 */
export function waysOf(story: Story, { from, to }: Blind): (LegEnd | 'absent')[] {
  const entries = [story.keyedAt, story.keyedAt + toTheQueueMs]
  const moments = [...entries, story.leftAt, story.overAt]
  const edges = (early: number, late: number): number[] => [
    early,
    late,
    ...moments.filter((at) => at > early && at < late),
  ]
  const ways = entries.flatMap((enteredAt) =>
    edges(from - lostMs, from + apartMs).flatMap((off) =>
      edges(to - apartMs, to + apartMs).map((back) => wayOf(story, Math.min(enteredAt, story.leftAt), off, back)),
    ),
  )
  return [...new Set(ways)]
}

function wayOf({ leftAt, overAt, end }: Story, enteredAt: number, off: number, back: number): LegEnd | 'absent' {
  // Seen to the end; or still there when the console came back.
  if (leftAt <= off || leftAt > back) return end
  if (enteredAt > off) return 'absent'
  return end === 'answered' && overAt > back ? 'answered' : 'unknown'
}
