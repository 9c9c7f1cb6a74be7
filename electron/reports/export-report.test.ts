import Papa from 'papaparse'
import readSheet from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { createCalendar } from '#shared/domain/statistics/calendar.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { Report, ReportKind } from '#shared/ipc/journal-view.ts'
import { exportReport, type ExportHow } from './export-report.ts'
import { columnTitle } from './report-words.ts'

const how: Omit<ExportHow, 'format'> = {
  language: 'zh',
  site: '示例市燃气',
  calendar: createCalendar('Asia/Shanghai'),
  classes: [e.priorityClass('repair', { name: { zh: '抢修', en: 'Repair' } })],
}

const at = Date.UTC(2026, 10, 20)
const report = (change: Partial<Report> = {}): Report => ({
  request: { kind: 'day', window: { kind: 'day', at }, dimension: { kind: 'total' }, profile: 'negative' },
  window: { from: at - 8 * 3_600_000, to: at + 16 * 3_600_000 },
  madeAt: at,
  gaps: [{ from: at, to: at + 60_000 }],
  headline: [{ key: 'serviceLevelPct', unit: 'pct', value: 66.666, compare: null }],
  table: {
    columns: [
      { key: 'interval', unit: 'text' },
      { key: 'offered', unit: 'count' },
      { key: 'averageWaitMs', unit: 'ms' },
      { key: 'lastAt', unit: 'time' },
    ],
    rows: [
      ['08:00', 3, 12_345, at],
      ['08:30', 0, null, null],
    ],
  },
  imported: 2,
  ...change,
})

const csv = async (one: Report, change: Partial<ExportHow> = {}): Promise<string[][]> => {
  const { bytes } = await exportReport(one, { ...how, format: 'csv', ...change })
  return Papa.parse<string[]>(new TextDecoder().decode(bytes).trimEnd()).data
}
const xlsx = async (one: Report): Promise<unknown[][]> => {
  const { bytes } = await exportReport(one, { ...how, format: 'xlsx' })
  const [sheet] = await readSheet(Buffer.from(bytes))
  return sheet?.data ?? []
}

describe('a report as CSV', () => {
  test('says what it is, then the figures, then the table, in the language asked for', async () => {
    expect(await csv(report())).toEqual([
      ['全日话务', '示例市燃气'],
      ['时段', '2026-11-20 00:00 – 2026-11-21 00:00'],
      ['范围', '全部排队区域'],
      ['服务水平口径', '从严'],
      ['生成于', '2026-11-20 08:00'],
      ['含补录通话', '2'],
      ['此时段看不到交换机', '2026-11-20 08:00 – 2026-11-20 08:01'],
      [''],
      ['服务水平（%）', '66.7', ''],
      [''],
      ['时段', '呼入', '平均等待（秒）', '最近一次'],
      ['08:00', '3', '12.3', '2026-11-20 08:00'],
      ['08:30', '0', '', ''],
    ])
    expect((await csv(report(), { language: 'en' }))[10]).toEqual([
      'Interval',
      'Offered',
      'Average wait (s)',
      'Last call',
    ])
  })

  test('begins with the mark that Excel needs, and ends its lines as CSV does', async () => {
    const { bytes, name } = await exportReport(report(), { ...how, format: 'csv' })
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes)).toContain('从严\r\n')
    expect(name).toBe('全日话务-2026-11-20.csv')
  })

  test('no cell runs as a formula', async () => {
    const table = {
      columns: [{ key: 'seat', unit: 'text' as const }],
      rows: [['=HYPERLINK("http://x")'], ['@SUM(A1)'], ['+1']],
    }
    const rows = await csv(report({ table, headline: [] }))
    expect(rows.slice(-3)).toEqual([[`'=HYPERLINK("http://x")`], ["'@SUM(A1)"], ["'+1"]])
  })

  test('what stands for something is put into words', async () => {
    const cells = async (key: string, value: string) =>
      (await csv(report({ table: { columns: [{ key, unit: 'text' }], rows: [[value]] } }))).at(-1)
    expect(await cells('outcome', 'left-in-ivr')).toEqual(['语音导航中挂断'])
    expect(await cells('weekday', '7')).toEqual(['周日'])
    expect(await cells('class', 'repair')).toEqual(['抢修'])
    expect(await cells('class', 'gone')).toEqual(['gone'])
  })

  test('the table that it is laid against follows', async () => {
    const rows = await csv(
      report({
        compareWindow: { from: at, to: at + 3_600_000 },
        compareTable: { columns: [{ key: 'offered', unit: 'count' }], rows: [[9]] },
      }),
    )
    expect(rows.slice(-3)).toEqual([['对比时段', '2026-11-20 08:00 – 2026-11-20 09:00'], ['呼入'], ['9']])
  })
})

describe('a report as XLSX', () => {
  test('has numbers as numbers and texts as texts', async () => {
    const rows = await xlsx(report({ table: { ...report().table, rows: [['=1+1', 3, 12_345, at]] } }))
    expect(rows[0]).toEqual(['全日话务', '示例市燃气', null, null])
    expect(rows.at(-1)).toEqual(['=1+1', 3, 12.3, '2026-11-20 08:00'])
  })
})

const kinds: ReportKind[] = [
  'day',
  'waits',
  'service-level',
  'outcomes',
  'heat-map',
  'seats',
  'classes',
  'top-callers',
  'response-times',
]
test.each(kinds)('%s has a title in both languages, and a file name that any system takes', async (kind) => {
  for (const language of ['zh', 'en'] as const) {
    const { name } = await exportReport(report({ request: { ...report().request, kind } }), {
      ...how,
      language,
      format: 'csv',
    })
    expect(name).toMatch(/^[\p{L}\p{N}-]+-2026-11-20\.csv$/u)
  }
})

test('a column is never without words', () => {
  expect(columnTitle({ key: 'p90WaitMs', unit: 'ms' }, 'en')).toBe('90th percentile wait (s)')
  expect(columnTitle({ key: '7', unit: 'count' }, 'en')).toBe('7')
})
