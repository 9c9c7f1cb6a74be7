// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { JournalView } from '#shared/ipc/journal-view.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { askedFor, startOfDay } from '#renderer/testing/sample-journal.ts'
import { sampleDesk } from '#renderer/testing/sample-view.ts'
import { JournalPanel } from './JournalPanel.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

const journal = (changes: Partial<JournalView> = {}): JournalView => ({
  bytes: 734_003_200,
  oldestAt: startOfDay,
  calls: 2_345_678,
  waiting: 0,
  dropped: 0,
  retention: { days: 400, megabytes: 4000, rawDays: 7 },
  ...changes,
})
async function show(changes: Partial<JournalView> = {}, language: Language = 'en'): Promise<MemoryBridge> {
  const bridge = createMemoryBridge()
  bridge.answer('journal.state', () => ({ ok: true, value: journal(changes) }))
  stop = (await renderScreen(bridge, <JournalPanel />, language)).stop
  return bridge
}
const press = async (name: string, where: HTMLElement = document.body): Promise<void> =>
  act(async () => void fireEvent.click(within(where).getByRole('button', { name })))
const type = (label: string, value: string): void =>
  void fireEvent.change(page.getByLabelText(label), { target: { value } })

describe('the state of the journal', () => {
  test.each([
    ['en', '2026-11-20 00:00: 9,123 calls, 80,123 entries removed', '120'],
    ['zh', '2026-11-20 00:00，删去 9,123 通、80,123 条消息', '120'],
  ] as const)('tells what it holds, what was purged and what was lost (%s)', async (language, purged, dropped) => {
    await show({ dropped: 120, lastPurge: { at: startOfDay, calls: 9123, events: 80_123 } }, language)
    const state = document.querySelector('[data-journal]')
    expect(state?.textContent).toContain('2,345,678')
    expect(state?.textContent).toContain('700 MB')
    expect(state?.textContent).toContain(purged)
    expect(state?.textContent).toContain(dropped)
  })

  test('says why it cannot be told', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('journal.state', () => ({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'journal-unavailable' },
    }))
    stop = (await renderScreen(bridge, <JournalPanel />)).stop
    expect(page.getByRole('alert').textContent).toContain('The journal cannot be read just now')
  })

  test('can be looked at by a desk, which changes nothing', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('session.get', () => ({ ok: true, value: sampleDesk() }))
    bridge.answer('journal.state', () => ({ ok: true, value: journal() }))
    stop = (await renderScreen(bridge, <JournalPanel />)).stop
    expect(document.querySelector('[data-journal]')).toBeTruthy()
    expect(page.queryByRole('button', { name: 'Count anew' })).toBeNull()
    expect(document.querySelector('[data-needs="admin"]')).toBeTruthy()
  })
})

describe('the retention', () => {
  test('is saved at once when it keeps more', async () => {
    const bridge = await show()
    type('Days', '800')
    await press('Save')
    expect(askedFor(bridge, 'journal.retain')).toEqual([{ days: 800, megabytes: 4000, rawDays: 7 }])
  })

  test('asks twice when it keeps less, since calls go for good', async () => {
    const bridge = await show()
    type('At most (MB)', '500')
    await press('Save')
    expect(page.getByRole('alertdialog').textContent).toContain('removed for good')
    await press('Cancel', page.getByRole('alertdialog'))
    expect(askedFor(bridge, 'journal.retain')).toEqual([])
    await press('Save')
    await press('Keep less, and remove them', page.getByRole('alertdialog'))
    expect(askedFor(bridge, 'journal.retain')).toEqual([{ days: 400, megabytes: 500, rawDays: 7 }])
  })

  test.each([
    ['Days', '6', '7'],
    ['Days', 'many', '3660'],
    ['At most (MB)', '99', '100'],
    ['Days for the messages of the switch', '61', '60'],
  ])('%s cannot be %s: its bound is named', async (label, value, bound) => {
    const bridge = await show()
    type(label, value)
    expect(page.getByText(/A whole number from/).textContent).toContain(bound)
    await press('Save')
    expect(askedFor(bridge, 'journal.retain')).toEqual([])
  })
})

describe('counting anew', () => {
  test('says that all is the same', async () => {
    const bridge = await show()
    bridge.answer('journal.recompute', () => ({ ok: true, value: { rows: 4512, differences: [] } }))
    await press('Count anew')
    expect(page.getByText('4,512 sums checked, all the same.')).toBeTruthy()
  })

  test('names every difference', async () => {
    const bridge = await show({}, 'zh')
    const differences = [{ what: 'repair 2026-11-20 answered', was: 120, is: 121 }]
    bridge.answer('journal.recompute', () => ({ ok: true, value: { rows: 4512, differences } }))
    await press('开始核算')
    expect(page.getByText('有 1 处不一致，已按通话改正：')).toBeTruthy()
    expect(document.querySelector('[data-recompute] li')?.textContent).toBe('repair 2026-11-20 answered 120 → 121')
  })

  test('says that it is at work, and cannot be asked for twice', async () => {
    const bridge = await show()
    let finish: (value: unknown) => void = () => undefined
    bridge.answer('journal.recompute', () => new Promise((resolve) => (finish = resolve as typeof finish)))
    await press('Count anew')
    await press('Counting…')
    expect(askedFor(bridge, 'journal.recompute')).toHaveLength(1)
    await act(async () => finish({ ok: true, value: { rows: 1, differences: [] } }))
    expect(page.getByText('1 sums checked, all the same.')).toBeTruthy()
  })
})

describe('the import of a log', () => {
  const counts = {
    lines: 1200,
    calls: 90,
    known: 60,
    fresh: 30,
    wrong: 1,
    firstWrong: [{ line: 17, why: 'time' }],
  }
  const answerImport = (bridge: MemoryBridge): void => {
    bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f1', chunkBytes: 100_000 } }))
    bridge.answer('files.write', () => ({ ok: true, value: null }))
    bridge.answer('journal.openLog', () => ({ ok: true, value: counts }))
    bridge.answer('journal.importLog', () => ({ ok: true, value: { calls: 30 } }))
  }
  const section = (): HTMLElement => page.getByRole('region', { name: 'Add from the log of the switch' })
  const choosePeriod = (): void => {
    type('From', '2026-11-20T08:00')
    type('To', '2026-11-20T12:00')
  }
  const chooseFile = async (): Promise<void> => {
    const input = section().querySelector<HTMLInputElement>('input[type="file"]')
    if (!input) throw new Error('no field for a file')
    Object.defineProperty(input, 'files', { configurable: true, value: [new File(['1|2'], 'queue_log')] })
    await act(async () => void fireEvent.change(input))
    await act(async () => undefined)
  }

  test('wants a period first', async () => {
    await show()
    expect(within(section()).getByRole('button', { name: 'Choose the log file…' }).hasAttribute('disabled')).toBe(true)
    choosePeriod()
    expect(within(section()).getByRole('button', { name: 'Choose the log file…' }).hasAttribute('disabled')).toBe(false)
  })

  test('first says what it would add and which lines cannot be read, and adds when that is wanted', async () => {
    const bridge = await show()
    answerImport(bridge)
    choosePeriod()
    await chooseFile()
    expect(askedFor(bridge, 'journal.openLog')).toEqual([
      { fileId: 'f1', kind: 'queue-log', from: Date.UTC(2026, 10, 20, 0), to: Date.UTC(2026, 10, 20, 4) },
    ])
    expect(within(section()).getByText('1,200 lines, 90 calls; 60 known already, 30 can be added.')).toBeTruthy()
    expect(within(section()).getByText('Line 17: time')).toBeTruthy()
    expect(askedFor(bridge, 'journal.importLog')).toEqual([])
    await press('Add 30 calls')
    expect(askedFor(bridge, 'journal.importLog')).toEqual([{ fileId: 'f1' }])
    expect(within(section()).getByText('30 calls added.')).toBeTruthy()
    expect(askedFor(bridge, 'journal.state')).toHaveLength(2)
  })

  test('forgets what was read when the period or the kind changes: it was read for another', async () => {
    const bridge = await show()
    answerImport(bridge)
    choosePeriod()
    await chooseFile()
    await act(async () => void fireEvent.click(page.getByRole('radio', { name: 'CDR (CSV)' })))
    expect(within(section()).queryByRole('button', { name: /^Add/ })).toBeNull()
  })

  test('says why a file cannot be used', async () => {
    const bridge = await show()
    answerImport(bridge)
    bridge.answer('journal.openLog', () => ({ ok: false, error: { kind: 'bad-file', why: 'not-text', detail: '' } }))
    choosePeriod()
    await chooseFile()
    expect(within(section()).getByRole('alert').textContent).toBeTruthy()
    expect(section().dataset.logImport).toBe('choosing')
  })

  test('adds nothing where there is nothing new', async () => {
    const bridge = await show()
    answerImport(bridge)
    bridge.answer('journal.openLog', () => ({ ok: true, value: { ...counts, fresh: 0 } }))
    choosePeriod()
    await chooseFile()
    expect(within(section()).getByRole('button', { name: 'Add 0 calls' }).hasAttribute('disabled')).toBe(true)
  })

  test('that fails while adding can be tried again', async () => {
    const bridge = await show()
    answerImport(bridge)
    bridge.answer('journal.importLog', () => ({ ok: false, error: { kind: 'disconnected' } }))
    choosePeriod()
    await chooseFile()
    await press('Add 30 calls')
    expect(within(section()).getByRole('alert')).toBeTruthy()
    answerImport(bridge)
    await press('Add 30 calls')
    expect(within(section()).getByText('30 calls added.')).toBeTruthy()
  })
})
