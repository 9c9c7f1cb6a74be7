import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { limitsOf, liveInput, type Dimension } from './live.ts'
import { provenanceOf } from './provenance.ts'
import { restartedDay, sampleDays, sayFigures, twoMidnights } from './sample-days.ts'
import { countEvents, seatIs } from './testing.ts'

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

describe('what a seat does now counts too', () => {
  const { settings } = restartedDay()
  const events = [
    e.routed(0, '8001'),
    e.joined(0),
    seatIs(0, '1001', 'free', 'repair'),
    seatIs(0, '1001', 'free', 'billing'),
    e.answered(10),
    seatIs(10, '1001', 'talking', 'repair'),
    e.talkEnded(40, 'caller'),
    e.ended(40),
    seatIs(40, '1001', 'wrap-up', 'repair'),
  ]
  const { statistics } = countEvents(events, settings, () => 'emergency')
  const cases: [name: string, of: Dimension, busyMs: number, availableMs: number, wrapUpMs: number][] = [
    ['the seat', seat, 50_000, 10_000, 20_000],
    ['everybody', { kind: 'total' }, 50_000, 10_000, 20_000],
    ['the area of its conversation', { kind: 'area', area: 'repair' }, 50_000, 10_000, 20_000],
    // The same person is not to be had there either; but the wrap-up is of a call of repair.
    ['another area that it serves', { kind: 'area', area: 'billing' }, 50_000, 10_000, 0],
    ['an area that it does not serve', { kind: 'area', area: 'complaint' }, 0, 0, 0],
    ['the VDN of its conversation', { kind: 'vdn', vdn: '8001' }, 0, 0, 20_000],
    ['another VDN', { kind: 'vdn', vdn: '8002' }, 0, 0, 0],
    ['the class of its call', { kind: 'class', classId: 'emergency' }, 0, 0, 20_000],
    ['another seat', { kind: 'seat', seatId: '1002' }, 0, 0, 0],
  ]
  test.each(cases)('%s', (_name, dimension, busyMs, availableMs, wrapUpMs) => {
    const window = { from: settings.dayStart(e.t(0)), to: e.t(7200) }
    const handling = liveInput(statistics, dimension, window, e.t(60), settings)?.handling
    expect(handling).toMatchObject({ busyMs, availableMs, wrapUpMs })
  })
})

test('wrap-up is of the call that a seat answered last, whatever becomes of one that it passed on', () => {
  const { settings } = restartedDay()
  const { statistics } = countEvents(
    [
      e.joined(0, 'repair', 's/1'),
      e.joined(0, 'billing', 's/2'),
      seatIs(0, '1001', 'free'),
      e.answered(10, '1001', 'repair', 's/1'),
      e.joined(20, 'complaint', 's/1'), // passed on
      e.answered(30, '1001', 'billing', 's/2'),
      e.answered(40, '1002', 'complaint', 's/1'),
      e.ended(50, 's/2'),
      seatIs(50, '1001', 'wrap-up'),
      e.ended(55, 's/1'),
      seatIs(60, '1001', 'free'),
    ],
    settings,
  )
  const window = { from: settings.dayStart(e.t(0)), to: e.t(7200) }
  const wrapUp = (area: string): number | undefined =>
    liveInput(statistics, { kind: 'area', area }, window, e.t(70), settings)?.handling?.wrapUpMs
  expect(['repair', 'billing', 'complaint'].map(wrapUp)).toEqual([0, 10_000, 0])
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
