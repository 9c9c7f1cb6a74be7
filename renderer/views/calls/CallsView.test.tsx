// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { CallSummary } from '#shared/ipc/journal-view.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { answerCalls, askedFor, sampleCall, sampleTrail } from '#renderer/testing/sample-journal.ts'
import { sampleDesk, sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { CallsView } from './CallsView.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

const abandoned = { kind: 'abandoned', area: 'repair', waitedMs: 42_000 } as const
const five = [1, 2, 3, 4, 5].map((n) =>
  sampleCall({ callId: `call-${n}`, callerNumber: `1380000000${n}`, arrivedAt: sampleNow - n * 60_000 }),
)

async function show(calls: CallSummary[] = five, language: Language = 'en'): Promise<MemoryBridge> {
  const bridge = createMemoryBridge()
  answerCalls(bridge, calls)
  stop = (await renderScreen(bridge, <CallsView />, language)).stop
  return bridge
}
const press = async (name: string | RegExp): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const type = (label: string, value: string): void =>
  void fireEvent.change(page.getByLabelText(label), { target: { value } })
const rows = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('tr[data-call-id]')].map(({ dataset }) => dataset.callId ?? '')
const trail = (): HTMLElement => page.getByRole('complementary', { name: 'Call trail' })

describe('the search', () => {
  test('begins with the newest calls, and pages to earlier ones until there are none', async () => {
    const bridge = await show()
    expect(rows()).toEqual(['call-1', 'call-2'])
    await press('Earlier calls')
    await press('Earlier calls')
    expect(rows()).toEqual(['call-1', 'call-2', 'call-3', 'call-4', 'call-5'])
    expect(page.queryByRole('button', { name: 'Earlier calls' })).toBeNull()
    expect(askedFor(bridge, 'calls.search')).toMatchObject([{ before: null }, { before: '2' }, { before: '4' }])
  })

  test('asks for exactly what was filled in, by the site’s clock, and begins anew', async () => {
    const bridge = await show()
    type('Caller number', '138 0013-5207 ')
    type('From', '2026-11-20T08:00')
    type('To', '2026-11-20T14:30')
    type('Queue area', 'repair')
    type('Class', 'complaint')
    type('Outcome', 'abandoned')
    type('VDN', '8002')
    type('Seat', '1001')
    fireEvent.click(page.getByRole('checkbox', { name: 'Listed calls only' }))
    await press('Find')
    expect(askedFor(bridge, 'calls.search').at(-1)).toEqual({
      number: '13800135207',
      from: Date.UTC(2026, 10, 20, 0, 0),
      to: Date.UTC(2026, 10, 20, 6, 31), // the minute that was typed is meant whole
      area: 'repair',
      classId: 'complaint',
      outcome: 'abandoned',
      vdn: '8002',
      seat: '1001',
      listed: true,
      before: null,
      limit: 100,
    })
  })

  test('asks again when the same is wanted again, and for everything when it is cleared', async () => {
    const bridge = await show()
    type('Seat', '1001')
    await press('Find')
    await press('Find')
    await press('Clear')
    await press('Find')
    const asked = askedFor(bridge, 'calls.search') as { seat?: string }[]
    expect(asked.map(({ seat }) => seat).slice(-3)).toEqual(['1001', '1001', undefined])
  })

  test('does not ask for an end before the start, and says so', async () => {
    const bridge = await show()
    const before = askedFor(bridge, 'calls.search').length
    type('From', '2026-11-20T08:00')
    type('To', '2026-11-20T07:59')
    expect(page.getByText('The end must be after the start.')).toBeTruthy()
    await press('Find')
    expect(askedFor(bridge, 'calls.search')).toHaveLength(before)
  })

  test('with a time that cannot be read asks for nothing, and says how it is written', async () => {
    const bridge = await show()
    const before = askedFor(bridge, 'calls.search').length
    type('From', '24.11. 8 o’clock')
    await press('Find')
    expect(askedFor(bridge, 'calls.search')).toHaveLength(before)
    await act(async () => void fireEvent.blur(page.getByLabelText('From')))
    expect(page.getByText('Write it as 2026-11-30 08:00')).toBeTruthy()
  })

  test('that finds nothing of all there is says no more than that', async () => {
    const bridge = await show()
    bridge.answer('calls.search', () => ({ ok: true, value: { calls: [], next: null, searchedFrom: 0 } }))
    await press('Find')
    expect(page.getByText('No call fits.')).toBeTruthy()
  })

  test.each([
    ['en', 'No call fits. Looked back to 2026-11-20 00:00.'],
    ['zh', '没有符合条件的通话。 已查到 2026-11-20 00:00 为止。'],
  ] as const)('that finds nothing says how far back was looked (%s)', async (language, words) => {
    await show([], language)
    expect(page.getByText(words)).toBeTruthy()
  })

  test('that fails says why, and keeps what was found before', async () => {
    const bridge = await show()
    bridge.answer('calls.search', () => ({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'journal-unavailable' },
    }))
    await press('Find')
    expect(page.getByText(/The journal cannot be read just now/)).toBeTruthy()
    expect(rows()).toEqual(['call-1', 'call-2'])
  })

  test('an answer that comes after a newer question is dropped', async () => {
    const bridge = await show([])
    let late: (value: unknown) => void = () => undefined
    bridge.answer('calls.search', () => new Promise((resolve) => (late = resolve as typeof late)))
    type('Seat', 'slow')
    await press('Find')
    answerCalls(bridge, five)
    type('Seat', 'quick')
    await press('Find')
    await act(async () =>
      late({ ok: true, value: { calls: [sampleCall({ callId: 'late' })], next: null, searchedFrom: 0 } }),
    )
    expect(rows()).toEqual(['call-1', 'call-2'])
  })
})

test.each([
  ['an empty journal', 0, 'No call fits.'],
  ['a journal', Date.UTC(2026, 0, 1), 'No call fits. Looked back to 2026-01-01 08:00.'],
])('where nothing is found in %s, it says how far back that is known', async (_, searchedFrom, said) => {
  const bridge = await show([])
  bridge.answer('calls.search', () => ({ ok: true, value: { calls: [], next: null, searchedFrom } }))
  await press('Find')
  expect(page.getByRole('status').textContent).toBe(said)
})

describe('a row', () => {
  test('tells who, where, how long, how it ended and by which list', async () => {
    const { endedAt: _, ...live } = sampleCall({ callId: 'live', outcome: { kind: 'unknown' } })
    await show([sampleCall({ outcome: abandoned, imported: true }), live])
    const [first, second] = [...document.querySelectorAll<HTMLElement>('tr[data-call-id]')]
    expect(first?.textContent).toContain('138 0013 5207')
    expect(first?.textContent).toContain('Emergency repair · VDN 8001')
    expect(first?.textContent).toContain('Gave up after 00:42')
    expect(first?.textContent).toContain('Imported')
    expect(first?.textContent).toContain('P1 Emergency repair')
    expect(second?.textContent).toContain('Live')
  })

  test('the arrows go from call to call', async () => {
    await show()
    const [first, second] = page.getAllByRole('button', { name: /^138 0000/ })
    first?.focus()
    fireEvent.keyDown(first ?? document.body, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(second)
    fireEvent.keyDown(second ?? document.body, { key: 'ArrowUp' })
    expect(document.activeElement).toBe(first)
  })
})

describe('the trail', () => {
  test.each([
    [
      'en',
      ['Arrived', 'Keyed 1, reached VDN 8001', 'Joined the queue Emergency repair at place 2', 'Answered by 01 张伟'],
    ],
    ['zh', ['来电', '按转接号 1，到达 VDN 8001', '进入排队：抢修，第 2 位', '接通：01 张伟']],
  ] as const)('tells the whole story in order of time (%s)', async (language, lines) => {
    await show(five, language)
    await press('138 0000 0001')
    const steps = [...document.querySelectorAll('.trail-steps li > span')].map((line) => line.firstChild?.textContent)
    expect(steps.slice(0, 4)).toEqual(lines)
    expect(document.querySelector('[data-step="talk"] small')?.textContent).toMatch(/01:35.+00:15/)
  })

  test('says why the switch was not seen', async () => {
    await show()
    await press('138 0000 0001')
    expect(within(trail()).getByText(/did not see the switch \(Firstline ended without being closed\)/)).toBeTruthy()
  })

  test('says by which rule and version the call was listed, or that none did', async () => {
    const { listing: _, ...unlisted } = sampleCall({ callId: 'call-9', callerNumber: '13800000009' })
    await show([...five.slice(0, 1), unlisted])
    await press('138 0000 0001')
    expect(within(trail()).getByText('抢修电话（VDN） · VDN is 8001')).toBeTruthy()
    expect(within(trail()).getByText('Version 12 of the list')).toBeTruthy()
  })

  test('takes the keyboard with it, and Escape leads back to the row', async () => {
    await show()
    const row = page.getByRole('button', { name: '138 0000 0002' })
    row.focus()
    await press('138 0000 0002')
    expect(document.activeElement).toBe(within(trail()).getByRole('heading', { name: 'Call trail' }))
    act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' }))
    expect(document.activeElement).toBe(row)
    expect(within(trail()).getByText(/Choose a call/)).toBeTruthy()
  })

  test('leads on to the other calls of the same number', async () => {
    const bridge = await show()
    await press('138 0000 0001')
    const other = trail().querySelector<HTMLElement>('[data-same-caller="call-3"] button')
    await act(async () => void fireEvent.click(other ?? document.body))
    expect(trail().dataset.callId).toBe('call-3')
    expect(askedFor(bridge, 'calls.trail')).toEqual([{ callId: 'call-1' }, { callId: 'call-3' }])
  })

  test('asks for the switch’s own messages only when somebody wants them', async () => {
    const bridge = await show()
    bridge.answer('calls.raw', () => ({
      ok: true,
      value: { messages: [{ at: sampleNow, text: 'Event: QueueCallerJoin\r\n' }], truncated: true },
    }))
    await press('138 0000 0001')
    expect(askedFor(bridge, 'calls.raw')).toEqual([])
    await press('Messages of the switch')
    expect(askedFor(bridge, 'calls.raw')).toEqual([{ callId: 'call-1' }])
    expect(within(trail()).getByText(/Event: QueueCallerJoin/)).toBeTruthy()
    expect(within(trail()).getByText('Only the first part is shown.')).toBeTruthy()
  })

  test('does not offer them to who may not read them', async () => {
    const bridge = createMemoryBridge(sampleView())
    answerCalls(bridge, five)
    bridge.answer('session.get', () => ({ ok: true, value: sampleDesk() }))
    stop = (await renderScreen(bridge, <CallsView />)).stop
    await press('138 0000 0001')
    expect(page.queryByRole('button', { name: 'Messages of the switch' })).toBeNull()
  })

  test('of a call that is gone says so', async () => {
    const bridge = await show()
    bridge.answer('calls.trail', () => ({ ok: false, error: { kind: 'not-found', what: 'call' } }))
    await press('138 0000 0001')
    expect(within(trail()).getByRole('alert').textContent).toContain('The journal does not have this call')
  })

  test.each([
    ['no recording', [], 'No recording is known.'],
    ['one of which only the beginning was told', [''], 'The switch records it; it did not say where.'],
    ['one whose file is known', ['/var/spool/repair-1.wav'], '/var/spool/repair-1.wav'],
  ])('says where the call is recorded: %s', async (_, recordings, words) => {
    const bridge = await show()
    bridge.answer('calls.trail', () => ({ ok: true, value: sampleTrail({ recordings }) }))
    await press('138 0000 0001')
    expect(within(trail()).getByText(words)).toBeTruthy()
  })

  test('of a live call can be read again', async () => {
    const { endedAt: _, ...live } = sampleCall({ callId: 'call-1' })
    const bridge = await show([live])
    bridge.answer('calls.trail', () => ({ ok: true, value: sampleTrail({ call: live, hasRaw: false }) }))
    await press('138 0013 5207')
    expect(within(trail()).getByText('Live')).toBeTruthy()
    await act(async () => void fireEvent.click(within(trail()).getByRole('button', { name: 'Refresh' })))
    expect(askedFor(bridge, 'calls.trail')).toHaveLength(2)
  })
})

test('opens the call that another view asked for', async () => {
  const bridge = createMemoryBridge()
  answerCalls(bridge, five)
  const shown = await renderScreen(bridge, <CallsView />)
  stop = shown.stop
  await act(async () => shown.screen.shell.setState({ callId: 'call-2' }))
  expect(askedFor(bridge, 'calls.trail')).toEqual([{ callId: 'call-2' }])
  expect(document.querySelector('tr[aria-selected="true"]')?.getAttribute('data-call-id')).toBe('call-2')
})
