// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AlertView } from '#shared/ipc/view.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import {
  answerCalls,
  answerFigures,
  askedFor,
  sampleCall,
  sampleProvenance,
  startOfDay,
} from '#renderer/testing/sample-journal.ts'
import {
  sampleAlert,
  sampleArea,
  sampleDesk,
  sampleFigures,
  sampleNow,
  sampleView,
} from '#renderer/testing/sample-view.ts'
import { Wall } from '#renderer/views/wall/Wall.tsx'
import { longPressMs } from './Figure.tsx'
import { SidePanel } from './SidePanel.tsx'

let stop = (): void => undefined
beforeEach(() => void vi.spyOn(performance, 'now').mockReturnValue(1_000_000))
afterEach(() => {
  stop()
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const wallAndPanel = (
  <>
    <Wall />
    <SidePanel />
  </>
)
type Shown = { bridge: MemoryBridge } & Pick<Awaited<ReturnType<typeof renderScreen>>, 'screen'>

async function show(alerts: AlertView[] = [], language: Language = 'en', prepare = answerFigures): Promise<Shown> {
  const bridge = createMemoryBridge(sampleView({}, alerts))
  prepare(bridge)
  const shown = await renderScreen(bridge, wallAndPanel, language)
  stop = shown.stop
  return { bridge, screen: shown.screen }
}
const figure = (name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-figure="${name}"] button`)
  if (!found) throw new Error(`no figure ${name}`)
  return found
}
const panel = (): HTMLElement => page.getByRole('dialog')
const press = async (element: HTMLElement): Promise<void> => act(async () => void fireEvent.click(element))
const day = { kind: 'day', at: startOfDay }

describe('a figure of the wall', () => {
  test('opens by a click, with its formula in words and numbers', async () => {
    const { bridge } = await show()
    await press(figure('service-level-today'))
    expect(askedFor(bridge, 'figures.provenance')).toEqual([
      { figure: 'service-level', dimension: { kind: 'total' }, window: day, profile: 'negative' },
    ])
    expect(within(panel()).getByText('answered within 20 s ÷ offered')).toBeTruthy()
    expect(within(panel()).getByText('70 ÷ 100 = 70.0%')).toBeTruthy()
    expect(within(panel()).getByText(/limit 20 s, short up to 5 s/)).toBeTruthy()
    expect(within(panel()).getByText('2026-11-20 00:00 until now')).toBeTruthy()
  })

  test('does not say that nothing is missing while the counting began after the window', async () => {
    const bridge = createMemoryBridge(sampleView({ link: { ...sampleView().link, countingSince: sampleNow - 60_000 } }))
    answerFigures(bridge)
    stop = (await renderScreen(bridge, wallAndPanel, 'en')).stop
    await press(figure('service-level-today'))
    const gaps = panel().querySelector('[data-figure="provenance-gaps"]')?.textContent
    expect(gaps).toBe('nothing before 2026-11-20 14:31 is counted')
  })

  test('says the same in Chinese', async () => {
    await show([], 'zh')
    await press(figure('service-level-today'))
    expect(within(panel()).getByText('20 秒内接通 ÷ 呼入')).toBeTruthy()
    expect(within(panel()).getByText('时限 20 秒，短时放弃 5 秒以内', { exact: false })).toBeTruthy()
  })

  test('opens by Enter when it has the focus, as a button does, and takes the keyboard along', async () => {
    await show()
    const offered = figure('offered-today')
    expect(offered.tagName).toBe('BUTTON')
    offered.focus()
    await press(offered) // what a browser makes of Enter on a button
    expect(document.activeElement).toBe(within(panel()).getByRole('heading', { level: 2 }))
    act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' }))
    expect(page.queryByRole('dialog')).toBeNull()
    expect(document.activeElement).toBe(offered)
  })

  test('opens by a long press, once it was long', async () => {
    await show()
    vi.useFakeTimers()
    fireEvent.pointerDown(figure('answered-today'))
    act(() => void vi.advanceTimersByTime(longPressMs - 1))
    expect(page.queryByRole('dialog')).toBeNull()
    act(() => void vi.advanceTimersByTime(1))
    expect(panel().querySelector('[data-provenance="answered"]')).toBeTruthy()
  })

  test('does not open when the finger leaves before', async () => {
    await show()
    vi.useFakeTimers()
    fireEvent.pointerDown(figure('answered-today'))
    fireEvent.pointerLeave(figure('answered-today'))
    act(() => void vi.advanceTimersByTime(longPressMs))
    expect(page.queryByRole('dialog')).toBeNull()
  })

  test.each([
    ['answered-30', 'answered', { kind: 'last', minutes: 30 }],
    ['asa-today', 'average-speed-of-answer', day],
    ['service-level-30', 'service-level', { kind: 'last', minutes: 30 }],
  ])('%s asks for its own window', async (name, asked, window) => {
    const { bridge } = await show()
    await press(figure(name))
    expect(askedFor(bridge, 'figures.provenance')).toEqual([
      { figure: asked, dimension: { kind: 'total' }, window, profile: 'negative' },
    ])
  })

  test('of an area asks for that area', async () => {
    const { bridge } = await show()
    const cell = document.querySelector<HTMLElement>('[data-area="repair"] [data-figure="service-level"] button')
    await press(cell ?? document.body)
    expect(askedFor(bridge, 'figures.provenance')).toMatchObject([{ dimension: { kind: 'area', area: 'repair' } }])
    expect(within(panel()).getByText(/Service level · Emergency repair/)).toBeTruthy()
  })

  test('is plain text where this screen may not ask', async () => {
    const bridge = createMemoryBridge(sampleView())
    bridge.answer('session.get', () => ({ ok: true, value: sampleDesk({ role: 'viewer' }) }))
    stop = (await renderScreen(bridge, wallAndPanel)).stop
    expect(document.querySelector('[data-figure="offered-today"]')?.textContent).toBe('100')
    expect(document.querySelector('[data-figure="offered-today"] button')).toBeNull()
  })
})

describe('the panel of a figure', () => {
  test('shows the same calls under the other formulas; a chosen one shows its own formula', async () => {
    const { bridge } = await show()
    await press(figure('service-level-today'))
    const lenient = within(panel()).getByRole('button', { name: /Lenient/ })
    expect(lenient.textContent).toContain('80.0%')
    lenient.focus()
    await press(lenient)
    expect(within(panel()).getByText('(70 + 10) ÷ 100 = 80.0%')).toBeTruthy()
    expect(askedFor(bridge, 'figures.provenance')).toMatchObject([{ profile: 'negative' }, { profile: 'positive' }])
    expect(document.activeElement).toBe(within(panel()).getByRole('button', { name: /Lenient/ }))
  })

  test('parts add up to all calls, and say how each counts', async () => {
    await show()
    await press(figure('service-level-today'))
    const parts = [...panel().querySelectorAll<HTMLElement>('[data-part]')]
    expect(parts.map(({ dataset }) => [dataset.part, dataset.count, dataset.counted])).toEqual([
      ['answered-in-time', '70', 'above'],
      ['answered-late', '20', 'below-only'],
      ['abandoned-short', '4', 'below-only'],
      ['abandoned-in-time', '6', 'below-only'],
    ])
    expect(parts.reduce((sum, { dataset }) => sum + Number(dataset.count), 0)).toBe(100)
  })

  test('lists the calls of a part page by page, down to the trail, and leads back', async () => {
    const { bridge } = await show()
    await press(figure('service-level-today'))
    await press(within(panel()).getByRole('button', { name: 'Answered after the limit: 20 calls, show them' }))
    expect(panel().querySelectorAll('[data-leg]')).toHaveLength(2)
    expect(within(panel()).getByText('2 of 5 shown')).toBeTruthy()
    await press(within(panel()).getByRole('button', { name: 'More' }))
    await press(within(panel()).getByRole('button', { name: 'More' }))
    expect(panel().querySelectorAll('[data-leg]')).toHaveLength(5)
    expect(within(panel()).queryByRole('button', { name: 'More' })).toBeNull()
    expect(askedFor(bridge, 'figures.calls')).toMatchObject([
      { part: 'answered-late', window: day, before: null },
      { before: '2' },
      { before: '4' },
    ])
    await press(within(panel()).getByRole('button', { name: '139 0000 0003' }))
    expect(askedFor(bridge, 'calls.trail')).toEqual([{ callId: 'answered-late-3' }])
    expect(within(panel()).getByText('Keyed 1, reached VDN 8001')).toBeTruthy()
    await press(within(panel()).getByRole('button', { name: 'Back' }))
    expect(panel().querySelector('[data-part="answered-late"] [aria-expanded="true"]')).toBeTruthy()
  })

  test('says what was not seen', async () => {
    const gap = { from: sampleNow - 3_600_000, to: sampleNow - 3_505_000 }
    await show([], 'en', (bridge) =>
      bridge.answer('figures.provenance', () => ({
        ok: true,
        value: sampleProvenance({ figure: 'service-level', profile: 'negative' }, [gap]),
      })),
    )
    await press(figure('service-level-today'))
    expect(within(panel()).getByText('01:35 in all: 13:32:00–13:33:35')).toBeTruthy()
  })

  test('judges by each norm, with its source, and not where a norm lays down nothing', async () => {
    await show()
    await press(figure('service-level-today'))
    const verdict = (id: string): string =>
      panel().querySelector(`[data-norm="${id}"] [data-verdict]`)?.getAttribute('data-verdict') ?? ''
    expect(verdict('eighty-twenty')).toBe('not-met')
    expect(verdict('twenty-seconds')).toBe('no-target')
    expect(panel().querySelector('[data-norm="nena"]')?.textContent).toContain('NENA-STA-020')
  })

  test('names the norm of the site first, and how many calls were imported', async () => {
    const found = sampleProvenance({ figure: 'service-level', profile: 'negative' })
    await show([], 'zh', (bridge) =>
      bridge.answer('figures.provenance', () => ({ ok: true, value: { ...found, siteNorm: 'nena', imported: 3 } })),
    )
    await press(figure('service-level-today'))
    const [first] = panel().querySelectorAll('[data-norm]')
    expect(first?.getAttribute('data-norm')).toBe('nena')
    expect(first?.textContent).toContain('本站采用的标准')
    expect(within(panel()).getByText(/补录的 3 通来电/)).toBeTruthy()
  })

  test('says why it could not be counted, and counts again when asked', async () => {
    const { bridge } = await show([], 'en', (one) =>
      one.answer('figures.provenance', () => ({
        ok: false,
        error: { kind: 'not-in-this-state', why: 'journal-unavailable' },
      })),
    )
    await press(figure('offered-today'))
    expect(within(panel()).getByRole('alert').textContent).toContain('The journal cannot be read just now')
    answerFigures(bridge)
    await press(within(panel()).getByRole('button', { name: 'Count again' }))
    expect(within(panel()).queryByRole('alert')).toBeNull()
    expect(within(panel()).getByText('number of calls: offered')).toBeTruthy()
  })

  test('keeps what it knows while the console is away, and says so', async () => {
    const { bridge } = await show()
    await press(figure('offered-today'))
    act(() => bridge.connect(false))
    expect(within(panel()).getByText('number of calls: offered')).toBeTruthy()
    expect(within(panel()).getByRole('alert').textContent).toContain('Firstline cannot be reached')
  })

  test('goes with the view', async () => {
    const { screen } = await show()
    await press(figure('offered-today'))
    act(() => screen.shell.setState({ view: 'list' }))
    expect(page.queryByRole('dialog')).toBeNull()
  })
})

describe('a figure of this moment', () => {
  const waiting = { oldestEnteredAt: sampleNow - 40_000, waiting: 3, listedWaiting: 1 }
  async function showWaiting(dayOf = startOfDay): Promise<Shown> {
    const totals = sampleView().totals
    const today = sampleFigures({ window: { from: dayOf, kind: 'today' } })
    const bridge = createMemoryBridge(
      sampleView({ totals: { ...totals, ...waiting, today }, areas: [sampleArea(waiting)] }),
    )
    answerFigures(bridge)
    const shown = await renderScreen(bridge, wallAndPanel)
    stop = shown.stop
    return { bridge, screen: shown.screen }
  }

  test('who waits: what it counts, and which calls these are', async () => {
    const { bridge } = await showWaiting()
    await press(document.querySelector<HTMLElement>('.waiting [data-figure="waiting"] button') ?? document.body)
    expect(within(panel()).getByText(/that nobody has answered, each counted once/)).toBeTruthy()
    expect(panel().querySelector('[data-figure="provenance-value"]')?.textContent).toBe('3')
    expect(askedFor(bridge, 'figures.calls')).toMatchObject([
      { part: 'open', dimension: { kind: 'total' }, window: day },
    ])
    expect(panel().querySelectorAll('[data-leg]')).toHaveLength(2)
  })

  test('reaches back to who waits longest when midnight came since', async () => {
    const midnight = sampleNow - 30_000
    const { bridge } = await showWaiting(midnight)
    await press(document.querySelector<HTMLElement>('.waiting [data-figure="waiting"] button') ?? document.body)
    const [asked] = askedFor(bridge, 'figures.calls') as { window: { kind: string; from: number; to: number } }[]
    expect(asked?.window.kind).toBe('range')
    expect(asked?.window.from).toBeLessThanOrEqual(waiting.oldestEnteredAt)
    expect(asked?.window.to).toBeGreaterThan(sampleNow)
  })

  test('the seats of an area, each with its state', async () => {
    const states = [{ id: 'PJSIP/1001', name: '01 张伟', state: 'wrap-up' } as const]
    const area = sampleArea({ seats: { ...sampleArea().seats, states } })
    const bridge = createMemoryBridge(sampleView({ areas: [area] }))
    stop = (await renderScreen(bridge, wallAndPanel, 'zh')).stop
    await press(document.querySelector<HTMLElement>('[data-area] [data-figure="seats"] button') ?? document.body)
    expect(panel().querySelector('[data-seat-state="wrap-up"]')?.textContent).toBe('01 张伟话后处理')
  })

  test('live calls are those that are not over', async () => {
    const { endedAt: _, ...live } = sampleCall({ callId: 'live' })
    await show([], 'en', (bridge) => answerCalls(bridge, [live, sampleCall({ callId: 'over' })]))
    await press(figure('calls'))
    expect([...panel().querySelectorAll<HTMLElement>('[data-leg]')].map(({ dataset }) => dataset.leg)).toEqual(['live'])
  })
})

describe('a card', () => {
  const lost = { returned: { at: sampleNow, reason: 'abandoned' }, needsOutcome: true } as const
  const card = (): HTMLElement => document.querySelector<HTMLElement>('[data-alert-id]') ?? document.body

  test('opens its trail by T, beside the wall, and gets the keyboard back', async () => {
    const { bridge } = await show([sampleAlert()])
    card().focus()
    await act(async () => void fireEvent.keyDown(card(), { key: 't' }))
    expect(askedFor(bridge, 'calls.trail')).toEqual([{ callId: 'call-1' }])
    expect(within(panel()).getByText('Call trail')).toBeTruthy()
    expect(card()).toBeTruthy()
    act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' }))
    expect(document.activeElement).toBe(card())
  })

  test('opens its trail by its button, and the calls from there', async () => {
    const { screen } = await show([sampleAlert()])
    await press(within(card()).getByRole('button', { name: 'Trail' }))
    await press(within(panel()).getByRole('button', { name: 'Open in “Calls”' }))
    expect(screen.shell.getState()).toMatchObject({ view: 'calls', callId: 'call-1' })
    expect(page.queryByRole('dialog')).toBeNull()
  })

  test('its trail is read again when something happens to the call', async () => {
    const { bridge } = await show([sampleAlert()])
    await press(within(card()).getByRole('button', { name: 'Trail' }))
    await act(async () =>
      bridge.emit('console.changed', {
        from: 1,
        revision: 2,
        sentAt: sampleNow,
        changes: { alerts: { 'call-1': sampleAlert({ acknowledged: { by: '张伟', at: sampleNow } }) } },
      }),
    )
    expect(askedFor(bridge, 'calls.trail')).toHaveLength(2)
  })

  test('of a lost caller takes an outcome with a note; what was typed stays when it is refused', async () => {
    const { bridge } = await show([sampleAlert(lost)])
    bridge.answer('recovery.setOutcome', () => ({ ok: false, error: { kind: 'disconnected' } }))
    await press(within(card()).getByRole('button', { name: 'Outcome…' }))
    fireEvent.click(await page.findByRole('menuitem', { name: 'With a note…' }))
    fireEvent.change(within(panel()).getByRole('textbox'), { target: { value: '已闻不到气味' } })
    await press(within(panel()).getByRole('button', { name: 'Record' }))
    expect(within(panel()).getByRole('alert')).toBeTruthy()
    expect(within(panel()).getByRole<HTMLTextAreaElement>('textbox').value).toBe('已闻不到气味')
    bridge.answer('recovery.setOutcome', () => ({ ok: true, value: null }))
    await press(within(panel()).getByRole('button', { name: 'Record' }))
    expect(askedFor(bridge, 'recovery.setOutcome').at(-1)).toEqual({
      callId: 'call-1',
      outcome: 'called-back',
      note: '已闻不到气味',
    })
    expect(page.queryByRole('dialog')).toBeNull()
  })
})
