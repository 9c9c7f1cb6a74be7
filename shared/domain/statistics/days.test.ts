import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { limitsOf, liveInput, type Dimension } from './live.ts'
import { provenanceOf } from './provenance.ts'
import { restartedDay, sampleDays, sayFigures, twoMidnights } from './sample-days.ts'
import { countEvents } from './testing.ts'

describe.each(sampleDays())('$name', ({ events, settings, classOf, now, tables }) => {
  const { statistics } = countEvents(events, settings, classOf)

  test.each(tables)('$name', ({ dimension, window, expected, now: then = now }) => {
    const input = liveInput(statistics, dimension, window, then, settings)
    expect(input && sayFigures(input, settings)).toEqual(expected)
  })
})

const seat: Dimension = { kind: 'seat', seatId: '1001' }

describe('the work of a seat', () => {
  test('its conversations, its hold, its wrap-up, and the ring that it missed', () => {
    const { events, settings, tables, now } = twoMidnights()
    const { statistics } = countEvents(events, settings)
    const window = tables[0]?.window ?? { from: 0, to: 0 }
    expect(liveInput(statistics, seat, window, now, settings)?.handling).toEqual({
      answers: 7,
      handled: 7,
      talkMs: 490_000, // 520 s less the hold
      holdMs: 30_000,
      wrapUpMs: 20_000,
      ringNoAnswers: 1,
      busyMs: 140_000,
      availableMs: 1_660_000,
    })
  })
})

describe('a restart in the middle of the day', () => {
  const { before, after, settings, now, gaps, tables, classOf } = restartedDay()
  const window = tables[0]?.window ?? { from: 0, to: 0 }
  // What the last run recorded is applied again, then the new run's events.
  const recorded = JSON.parse(JSON.stringify(before)) as CallEvent[]
  const { statistics } = countEvents([...recorded, ...after], settings, classOf)

  test('changes no figure', () => {
    expect(statistics).toEqual(countEvents([...before, ...after], settings, classOf).statistics)
  })

  test('seat time does not pass while nobody looks', () => {
    // 09:00 – 10:00, 10:10 – 11:00, 11:05 – 13:00
    const passed = (60 + 50 + 115) * 60_000
    expect(liveInput(statistics, seat, window, now, settings)?.handling?.availableMs).toBe(passed)
  })

  test('the gaps of the window are named with the figure', () => {
    const input = liveInput(statistics, { kind: 'total' }, window, now, settings)
    const rules = { limits: limitsOf(settings), profile: 'negative' as const }
    const found = input && provenanceOf({ figure: 'service-level', input, rules, window, gaps, now })
    expect(found?.gaps).toEqual({ totalMs: 900_000, list: gaps })
    expect(found?.parts).toMatchObject({ 'answered-in-time': 2, 'answered-late': 3, unknown: 2 })
  })
})
