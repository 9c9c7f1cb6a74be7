// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { Report, ReportRequest, SavedReport } from '#shared/ipc/journal-view.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { useShell } from '#renderer/state/screen.tsx'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import {
  askedFor,
  sampleCall,
  sampleEntry,
  sampleHandover,
  sampleReport,
  startOfDay,
} from '#renderer/testing/sample-journal.ts'
import { sampleDesk, sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { ReportsView } from './ReportsView.tsx'

let stop = (): void => undefined
beforeEach(() => void vi.spyOn(performance, 'now').mockReturnValue(1_000_000))
afterEach(() => {
  stop()
  cleanup()
  vi.restoreAllMocks()
})

/** As in the program: by the time somebody opens the view, the role is known. */
function OnceOpened() {
  return useShell((state) => state.view) === 'reports' ? <ReportsView /> : null
}

type Options = { language?: Language; role?: 'admin' | 'reception'; report?: Partial<Report>; saved?: SavedReport[] }

async function show({ language = 'en', role = 'admin', report = {}, saved = [] }: Options = {}) {
  const bridge = createMemoryBridge(sampleView())
  if (role === 'reception') bridge.answer('session.get', () => ({ ok: true, value: sampleDesk() }))
  bridge.answer('reports.run', (input) => ({ ok: true, value: sampleReport(input as ReportRequest, report) }))
  bridge.answer('reports.saved', () => ({ ok: true, value: { reports: saved } }))
  bridge.answer('handover.sheet', () => ({ ok: true, value: sampleHandover() }))
  const shown = await renderScreen(bridge, <OnceOpened />, language)
  stop = shown.stop
  await act(async () => shown.screen.shell.setState({ view: 'reports' }))
  return { bridge, screen: shown.screen }
}
const press = async (name: string | RegExp, within_: HTMLElement = document.body): Promise<void> =>
  act(async () => void fireEvent.click(within(within_).getByRole('button', { name })))
const choose = (label: string, value: string): void =>
  void fireEvent.change(page.getByLabelText(label), { target: { value } })
const runs = (bridge: MemoryBridge): ReportRequest[] => askedFor(bridge, 'reports.run') as ReportRequest[]
const sheet = (): HTMLElement => page.getByRole('article')

describe('a report', () => {
  test('of today is there at once, laid against the same weekday', async () => {
    const { bridge } = await show()
    expect(runs(bridge)).toMatchObject([
      {
        kind: 'day',
        window: { kind: 'day' },
        dimension: { kind: 'total' },
        profile: 'negative',
        compare: 'week-before',
      },
    ])
    expect(sheet().querySelector('[data-figure="offered"]')?.textContent).toContain('100')
  })

  test('is asked for as chosen', async () => {
    const { bridge } = await show()
    choose('Report', 'service-level')
    choose('Window', 'range')
    choose('From', '2026-11-20T08:00')
    choose('To', '2026-11-20T12:00')
    choose('Of', 'class:complaint')
    choose('Service level formula', 'accepted')
    choose('Compare with', 'before')
    await press('Make')
    expect(runs(bridge).at(-1)).toEqual({
      kind: 'service-level',
      window: { kind: 'range', from: Date.UTC(2026, 10, 20, 0), to: Date.UTC(2026, 10, 20, 4) },
      dimension: { kind: 'class', classId: 'complaint' },
      profile: 'accepted',
      compare: 'before',
    })
  })

  test('of a VDN wants to know which, and is not asked for before', async () => {
    const { bridge } = await show()
    choose('Of', 'vdn')
    expect(page.getByText('Give the VDN.')).toBeTruthy()
    expect(page.getByRole('button', { name: 'Make' }).hasAttribute('disabled')).toBe(true)
    choose('VDN', '8001')
    await press('Make')
    expect(runs(bridge).at(-1)?.dimension).toEqual({ kind: 'vdn', vdn: '8001' })
  })

  test.each([
    ['en', ['Interval', 'Offered', 'Average speed of answer'], 'Formula: Strict · made 2026-11-20 14:32'],
    ['zh', ['时段', '呼入', '平均应答时长'], '口径：从严 · 生成于 2026-11-20 14:32'],
  ] as const)('says what it counts, how and when (%s)', async (language, headings, how) => {
    await show({ language })
    expect(
      within(sheet())
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(headings)
    expect(within(sheet()).getByText(how, { exact: false })).toBeTruthy()
    expect(
      within(sheet())
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['00:00', '60', '00:08', '00:30', '40', '–'])
  })

  test('says what was not seen, what was imported, and by which norm it is judged', async () => {
    const gap = { from: sampleNow - 3_600_000, to: sampleNow - 3_505_000 }
    await show({ report: { gaps: [gap], imported: 3, norm: 'nena' } })
    expect(sheet().querySelector('[data-figure="report-gaps"]')?.textContent).toContain('not seen for 01:35')
    expect(within(sheet()).getByText(/3 imported calls/)).toBeTruthy()
    expect(within(sheet()).getByText(/NENA-STA-020/)).toBeTruthy()
  })

  test('shows its figures beside those that it is compared with', async () => {
    await show({ report: { headline: [{ key: 'offered', unit: 'count', value: 100, compare: 80 }] } })
    expect(sheet().querySelector('[data-figure="offered"] .report-compare')?.textContent).toBe('was 80')
  })

  test('names what stands for something: outcomes, classes, weekdays, withheld numbers', async () => {
    const columns = ['outcome', 'class', 'weekday', 'number'].map((key) => ({ key, unit: 'text' as const }))
    const rows = [['abandoned', 'key-customer', '7', '']]
    await show({ language: 'zh', report: { table: { columns, rows } } })
    const cells = within(sheet())
      .getAllByRole('cell')
      .map(({ textContent }) => textContent)
    expect(cells).toEqual(['放弃', '重要用户', '周日', '号码未显示'])
  })

  test('its figures, also in the table, say where they come from', async () => {
    const { screen } = await show()
    await press('60', sheet())
    expect(screen.shell.getState().side).toMatchObject({
      kind: 'figure',
      figure: 'offered',
      window: { kind: 'half-hour', at: startOfDay },
    })
  })

  test('without calls says so', async () => {
    await show({ report: { table: { columns: [], rows: [] } } })
    expect(within(sheet()).getByText('No calls in this window.')).toBeTruthy()
  })

  test('of thousands of rows shows some, says how many more there are, and all when asked', async () => {
    const rows = Array.from({ length: 600 }, (_, index) => [`row ${index}`, index, null])
    await show({ report: { table: { ...sampleReport({} as ReportRequest).table, rows } } })
    expect(within(sheet()).getAllByRole('row')).toHaveLength(501)
    expect(within(sheet()).getByText('100 more rows are not shown')).toBeTruthy()
    await press('Show all', sheet())
    expect(within(sheet()).getAllByRole('row')).toHaveLength(601)
  })

  test('that cannot be made says why, and the last one stays', async () => {
    const { bridge } = await show()
    bridge.answer('reports.run', () => ({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'journal-unavailable' },
    }))
    choose('Report', 'seats')
    await press('Make')
    expect(page.getByRole('alert').textContent).toContain('The journal cannot be read just now')
    expect(sheet().dataset.report).toBe('day')
  })

  test('is for supervisors: a desk is told so, and finds the handover sheet', async () => {
    const { bridge } = await show({ role: 'reception' })
    expect(sheet().dataset.report).toBe('handover')
    await act(async () => void fireEvent.click(page.getByRole('radio', { name: 'Reports' })))
    expect(document.querySelector('[data-needs="supervisor"]')).toBeTruthy()
    expect(runs(bridge)).toEqual([])
  })
})

describe('an export', () => {
  const answerFile = (bridge: MemoryBridge): void => {
    bridge.answer('reports.export', (input) => {
      const { format } = input as CommandInput<'reports.export'>
      return { ok: true, value: { fileId: 'f1', name: `day.${format}`, bytes: 3 } }
    })
    bridge.answer('files.read', () => ({ ok: true, value: { data: btoa('abc'), end: true } }))
  }
  test.each([
    ['Export CSV', 'csv', 'en'],
    ['导出 Excel', 'xlsx', 'zh'],
  ] as const)('%s is the report that is shown, in the language of the screen', async (name, format, language) => {
    const { bridge } = await show({ language })
    answerFile(bridge)
    const saved: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download)
    })
    await press(name)
    expect(askedFor(bridge, 'reports.export')).toEqual([{ request: runs(bridge)[0], format, language }])
    expect(saved).toEqual([`day.${format}`])
    expect(askedFor(bridge, 'files.drop')).toEqual([{ fileId: 'f1' }])
  })

  test('that fails is told as a notice', async () => {
    const { bridge, screen } = await show()
    bridge.answer('reports.export', () => ({ ok: false, error: { kind: 'too-large', limitBytes: 1 } }))
    await press('Export CSV')
    expect(screen.commands.state.getState().notices).toMatchObject([{ problem: { kind: 'too-large' } }])
  })

  test('printing is the browser’s own', async () => {
    await show()
    const print = vi.fn()
    vi.stubGlobal('print', print)
    await press('Print or save as PDF')
    vi.unstubAllGlobals()
    expect(print).toHaveBeenCalledOnce()
  })
})

const daily: SavedReport = {
  id: 'daily',
  name: '值班长日报',
  request: { kind: 'waits', dimension: { kind: 'area', area: 'repair' }, profile: 'negative', window: 'yesterday' },
  schedule: { days: [1, 2, 3, 4, 5], at: '07:30', folder: '/srv/reports', format: 'csv' },
  lastRun: { at: sampleNow - 60_000, problem: 'EACCES' },
}

describe('a saved report', () => {
  test('says when it is written where, and that it was not', async () => {
    await show({ saved: [daily] })
    expect(page.getByText('Mon Tue Wed Thu Fri 07:30 into /srv/reports')).toBeTruthy()
    expect(page.getByText('Not written 14:31:00: EACCES')).toBeTruthy()
  })

  test('opens as it was saved', async () => {
    const { bridge } = await show({ saved: [daily] })
    await press('值班长日报')
    expect(runs(bridge).at(-1)).toMatchObject({ kind: 'waits', dimension: { kind: 'area', area: 'repair' } })
    expect(page.getByLabelText<HTMLSelectElement>('Window').value).toBe('yesterday')
  })

  test('is new with its schedule; what was typed stays when it is refused', async () => {
    const { bridge } = await show()
    bridge.answer('reports.save', () => ({ ok: false, error: { kind: 'not-in-this-state', why: 'too-many-reports' } }))
    await press('Save this report')
    const form = page.getByRole('form', { name: 'Save this report' })
    fireEvent.change(within(form).getByLabelText('Name'), { target: { value: ' Daily ' } })
    fireEvent.click(within(form).getByRole('checkbox', { name: 'Write it into a folder by the clock' }))
    expect(within(form).getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true)
    fireEvent.click(within(form).getByRole('checkbox', { name: 'Sun' }))
    fireEvent.change(within(form).getByLabelText('Time'), { target: { value: '06:15' } })
    fireEvent.change(within(form).getByLabelText('Folder'), { target: { value: '/srv/reports' } })
    await press('Save', form)
    expect(within(form).getByRole('alert').textContent).toContain('Remove one first')
    expect(within(form).getByLabelText<HTMLInputElement>('Folder').value).toBe('/srv/reports')
    bridge.answer('reports.save', () => ({ ok: true, value: null }))
    await press('Save', form)
    expect(askedFor(bridge, 'reports.save').at(-1)).toEqual({
      id: expect.any(String),
      name: 'Daily',
      request: {
        kind: 'day',
        dimension: { kind: 'total' },
        profile: 'negative',
        window: 'today',
        compare: 'week-before',
      },
      schedule: { days: [1, 2, 3, 4, 5, 6], at: '06:15', folder: '/srv/reports', format: 'xlsx' },
    })
    expect(page.queryByRole('form', { name: 'Save this report' })).toBeNull()
    expect(askedFor(bridge, 'reports.saved')).toHaveLength(2)
  })

  test('that is changed stays the same report', async () => {
    const { bridge } = await show({ saved: [daily] })
    bridge.answer('reports.save', () => ({ ok: true, value: null }))
    await press('Change “值班长日报”')
    const form = page.getByRole('form', { name: 'Save this report' })
    fireEvent.change(within(form).getByLabelText('Format'), { target: { value: 'xlsx' } })
    await press('Save', form)
    const { lastRun: _, ...kept } = daily
    expect(askedFor(bridge, 'reports.save')).toEqual([{ ...kept, schedule: { ...daily.schedule, format: 'xlsx' } }])
  })

  test('is removed only when that is meant', async () => {
    const { bridge } = await show({ saved: [daily] })
    await press('Remove “值班长日报”')
    await press('Cancel', page.getByRole('alertdialog'))
    expect(askedFor(bridge, 'reports.remove')).toEqual([])
    await press('Remove “值班长日报”')
    await press('Remove', page.getByRole('alertdialog'))
    expect(askedFor(bridge, 'reports.remove')).toEqual([{ id: 'daily' }])
  })

  test('of a window that would be another one later cannot be saved, and that is said', async () => {
    await show()
    choose('Window', 'this-week')
    expect(page.getByRole('button', { name: 'Save this report' }).hasAttribute('disabled')).toBe(true)
    expect(page.getByText(/cannot be saved/)).toBeTruthy()
  })
})

describe('the handover sheet', () => {
  const open = async (language: Language = 'en') => {
    const shown = await show({ language })
    await act(
      async () =>
        void fireEvent.click(page.getByRole('radio', { name: language === 'en' ? 'Shift handover' : '交接班单' })),
    )
    return shown
  }
  const part = (name: string): string => sheet().querySelector(`[data-part-of-sheet="${name}"]`)?.textContent ?? ''

  test('of hours before the first record says so, and has no longest wait without a call', async () => {
    const { bridge } = await show()
    bridge.answer('handover.sheet', () => ({
      ok: true,
      value: sampleHandover({
        gaps: [{ from: sampleNow - 86_400_000, to: sampleNow, why: 'not-recorded' }],
        figures: { offered: 0, answered: 0, abandoned: 0, longestWaitMs: 0 },
      }),
    }))
    await act(async () => void fireEvent.click(page.getByRole('radio', { name: 'Shift handover' })))
    expect(part('gaps')).toContain('2026-11-19 14:32 – 2026-11-20 14:32')
    expect(part('gaps')).toContain('nothing was recorded yet')
    expect(sheet().querySelector('[data-figure="longest-wait"] dd')?.textContent).toBe('–')
  })

  test('is of the last twelve hours until a person says otherwise', async () => {
    const { bridge } = await open()
    const [asked] = askedFor(bridge, 'handover.sheet') as CommandInput<'handover.sheet'>[]
    expect((asked?.to ?? 0) - (asked?.from ?? 0)).toBe(12 * 3_600_000 + 60_000)
    fireEvent.change(page.getByLabelText('From'), { target: { value: '2026-11-20T08:00' } })
    await act(async () => undefined)
    expect(askedFor(bridge, 'handover.sheet').at(-1)).toMatchObject({ from: Date.UTC(2026, 10, 20, 0) })
  })

  test.each([
    ['en', 'Open alerts', 'P1 Emergency repair', 'Firstline ended without being closed'],
    ['zh', '未了结的告警', 'P1 抢修', '先接意外中断'],
  ] as const)(
    'says what is open, whom to call back, what was not seen and what to know of (%s)',
    async (language, title, kind, why) => {
      const { bridge } = await show({ language })
      bridge.answer('handover.sheet', () => ({
        ok: true,
        value: sampleHandover({
          openAlerts: [
            { callId: 'a', severity: 'P1', classId: 'repair', callerNumber: '13800135207', raisedAt: sampleNow },
          ],
          recovery: [sampleEntry()],
          gaps: [{ from: sampleNow - 95_000, to: sampleNow, why: 'console-off' }],
          notable: [sampleCall({ outcome: { kind: 'abandoned', area: 'repair', waitedMs: 240_000 } })],
        }),
      }))
      await act(
        async () =>
          void fireEvent.click(page.getByRole('radio', { name: language === 'en' ? 'Shift handover' : '交接班单' })),
      )
      expect(part('open-alerts')).toContain(title)
      expect(part('open-alerts')).toContain(kind)
      expect(part('recovery')).toContain('138 0013 5207')
      expect(part('gaps')).toContain('01:35')
      expect(part('gaps')).toContain(why)
      expect(part('notable')).toContain('04:00')
    },
  )

  test('says that there is nothing, where there is nothing', async () => {
    await open()
    expect(part('open-alerts')).toContain('None.')
    expect(part('recovery')).toContain('Nobody is waiting to be called back.')
  })
})
