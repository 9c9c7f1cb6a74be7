import { expect, test } from '@playwright/test'
import type { CallRecord, Lab } from '#e2e/asterisk/lab.ts'
import { openScreen } from '#e2e/screen.ts'
import { answersOf, clearSwitch, codeToArea, openSite, startSwitch } from './site.ts'

/**
 * Minutes of a mixed day: callers who are answered, who give up, who are passed on to the overflow and answered or lost there. Afterwards
 * each queue's figures equal what SIPp's callers and phones did, call by call. FIRSTLINE_MIXED_MINUTES makes it longer.
 */
const minutes = Number(process.env['FIRSTLINE_MIXED_MINUTES'] ?? (process.env['CI'] ? 5 : 1))
const callsPerSecond = 0.6
const queueTimeoutSeconds = 10
/** Far on both sides of the queue's time-out, so that the caller's own log alone says what a caller who was not answered did. */
const impatientMs = [3000, 6000] as const
const patientMs = [16_000, 18_000] as const
/** The seats of each queue that have a phone in this run; 1006 is only the overflow's (and the operator's). */
const overflowSeat = '1006'

test(`Asterisk 22: after ${minutes} minutes of mixed calls every queue's figures are what SIPp did`, async ({
  page,
}) => {
  test.setTimeout(minutes * 60_000 + 240_000)
  const lab = await startSwitch('sid')
  await clearSwitch(lab)
  const site = await openSite(lab, { ami: { username: 'least' } })
  try {
    const screen = await openScreen(page, site.running.url)
    await lab.setGlobal('QUEUE_TIMEOUT', String(queueTimeoutSeconds))
    const seat = (seed: number) => ({
      does: 'answers' as const,
      ringMs: [300, 1500] as const,
      talkMs: [3000, 9000] as const,
      seed,
    })
    await lab.startAgents({ 1001: seat(1), 1002: seat(2), 1004: seat(3), [overflowSeat]: seat(4) })
    const count = Math.round(minutes * 60 * callsPerSecond)
    const codes = { '1': 4, '2': 3, '3': 2 }
    const common = { codes, count, rate: callsPerSecond }
    const [impatient, patient] = await Promise.all([
      lab.placeCalls({ ...common, from: '13910000000', holdMs: impatientMs, seed: 21 }),
      lab.placeCalls({ ...common, from: '13920000000', holdMs: patientMs, seed: 22 }),
    ])
    const results = await Promise.all([impatient.done, patient.done])
    expect(results.map(({ failed }) => failed)).toEqual([0, 0])
    const view = await site.client.until('every call is over', ({ totals }) => totals.calls === 0, 60_000)

    const truth = tell(
      lab,
      results.flatMap(({ calls }) => calls),
    )
    for (const area of ['repair', 'complaint', 'billing', 'overflow']) {
      const real = truth.get(area) ?? { offered: 0, answered: 0, abandoned: 0, flowedOut: 0 }
      const figures = view.areas.find((one) => one.area === area)?.today
      const { offered, answered, abandoned, flowedOut, open, unknown, cleared } = figures ?? {}
      expect({ area, offered, answered, abandoned, flowedOut, open, unknown, cleared }).toEqual({
        area,
        ...real,
        open: 0,
        unknown: 0,
        cleared: 0,
      })
      // Asterisk counts a caller who was passed on as abandoned (docs/definitions.md).
      const shown = await lab.queueShow(area)
      expect({ area, completed: shown.completed, abandoned: shown.abandoned }).toEqual({
        area,
        completed: real.answered,
        abandoned: real.abandoned + real.flowedOut,
      })
    }
    expect(truth.get('overflow')?.offered, 'the run had an overflow').toBeGreaterThan(0)
    await expect.poll(() => screen.count('waiting')).toBe(0)
  } finally {
    await site.close()
    await lab.stop()
  }
})

type Counts = { offered: number; answered: number; abandoned: number; flowedOut: number }

function tell(lab: Lab, calls: CallRecord[]): Map<string, Counts> {
  const areaOf = new Map(calls.map((call) => [call.from, codeToArea[call.code ?? ''] ?? 'operator']))
  const answers = answersOf(lab, ({ agent, caller }) =>
    agent === overflowSeat ? 'overflow' : (areaOf.get(caller) ?? ''),
  )
  const seatOf = new Map(answers.map((one) => [one.caller, one.agent]))
  const counts = new Map<string, Counts>()
  const add = (area: string, end: 'answered' | 'abandoned' | 'flowedOut'): void => {
    const known = counts.get(area) ?? { offered: 0, answered: 0, abandoned: 0, flowedOut: 0 }
    known.offered += 1
    known[end] += 1
    counts.set(area, known)
  }
  for (const call of calls) {
    const area = areaOf.get(call.from) ?? 'operator'
    const seat = seatOf.get(call.from)
    const patient = call.holdMs >= patientMs[0]
    if (seat !== undefined && seat !== overflowSeat) add(area, 'answered')
    else if (!patient) add(area, 'abandoned')
    else {
      add(area, 'flowedOut')
      add('overflow', seat === undefined ? 'abandoned' : 'answered')
    }
  }
  return counts
}
