import { expect, test } from 'vitest'
import type { ReportRequest } from '#shared/ipc/journal-view.ts'
import { sampleReport, startOfDay } from '#renderer/testing/sample-journal.ts'
import { questionOfCell, questionOfHeadline } from './report-figures.ts'

const siteClock = { timeZone: 'Asia/Shanghai', aheadMs: 0 }
const request = (changes: Partial<ReportRequest> = {}): ReportRequest => ({
  kind: 'day',
  window: { kind: 'day', at: startOfDay },
  dimension: { kind: 'area', area: 'repair' },
  profile: 'negative',
  ...changes,
})
const report = (rows: (string | number | null)[][], first = 'interval', window?: { from: number; to: number }) =>
  sampleReport(request(), {
    table: {
      columns: [
        { key: first, unit: 'text' },
        { key: 'offered', unit: 'count' },
      ],
      rows,
    },
    ...(window && { window }),
  })

test('a headline is of the whole window, where the report is of nothing else', () => {
  const { dimension, window } = request()
  expect(questionOfHeadline(sampleReport(request()), 'serviceLevelPct')).toEqual({
    figure: 'service-level',
    dimension,
    window,
  })
  expect(questionOfHeadline(sampleReport(request({ kind: 'classes' })), 'offered')).toBeUndefined()
  expect(questionOfHeadline(sampleReport(request()), 'normPct')).toBeUndefined()
})

test('a cell of a half-hour asks for that half-hour', () => {
  const rows = [
    ['00:00', 60],
    ['00:30', 40],
  ]
  expect(questionOfCell(report(rows), 1, 'offered', siteClock)).toEqual({
    figure: 'offered',
    dimension: { kind: 'area', area: 'repair' },
    window: { kind: 'half-hour', at: startOfDay + 1_800_000 },
  })
})

test('a half-hour that is not where its row says asks nothing', () => {
  const cutOff = { from: startOfDay + 600_000, to: startOfDay + 7_200_000 }
  expect(
    questionOfCell(
      report(
        [
          ['00:10', 1],
          ['00:30', 2],
        ],
        'interval',
        cutOff,
      ),
      1,
      'offered',
      siteClock,
    ),
  ).toBeUndefined()
})

test('a cell of a date asks for that day, unless the window holds only a part of it', () => {
  const week = { from: startOfDay, to: startOfDay + 7 * 86_400_000 }
  expect(questionOfCell(report([['2026-11-20', 1]], 'date', week), 0, 'offered', siteClock)?.window).toEqual({
    kind: 'day',
    at: startOfDay + 12 * 3_600_000,
  })
  const part = { from: startOfDay + 9 * 3_600_000, to: week.to }
  expect(questionOfCell(report([['2026-11-20', 1]], 'date', part), 0, 'offered', siteClock)).toBeUndefined()
  expect(questionOfCell(report([['2026-11', 1]], 'date', week), 0, 'offered', siteClock)).toBeUndefined()
})

test('a cell of a class asks for that class in the whole window', () => {
  expect(questionOfCell(report([['media', 1]], 'class'), 0, 'offered', siteClock)).toEqual({
    figure: 'offered',
    dimension: { kind: 'class', classId: 'media' },
    window: { kind: 'day', at: startOfDay },
  })
})
