// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { AlertView } from '#shared/ipc/view.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleAlert, sampleDesk, sampleLink, sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { mostUnmeasured } from './fit.ts'
import { Wall } from './Wall.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

async function showWall(alerts: AlertView[], changes: Parameters<typeof sampleView>[0] = {}): Promise<MemoryBridge> {
  const bridge = createMemoryBridge(sampleView(changes, alerts))
  const shown = await renderScreen(bridge, <Wall />)
  stop = shown.stop
  return bridge
}
const card = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-alert-id="${id}"]`)
  if (!found) throw new Error(`no card ${id}`)
  return found
}
const key = (name: string, shiftKey = false): void =>
  void fireEvent.keyDown(document.activeElement ?? document.body, { key: name, shiftKey })
const told = (bridge: MemoryBridge, alerts: Record<string, AlertView | null>, from = 1): void =>
  act(() => bridge.emit('console.changed', { from, revision: from + 1, sentAt: sampleNow, changes: { alerts } }))

const acknowledged = { by: '张伟', at: sampleNow }
const abandoned = { returned: { at: sampleNow, reason: 'abandoned' }, needsOutcome: true } as const
const answered = { returned: { at: sampleNow, reason: 'answered' } } as const

describe('a card', () => {
  test('says who calls, why it is listed, and what it is about', async () => {
    await showWall([sampleAlert({ rule: { ...sampleAlert().rule, alsoMatched: ['抢修区域'] } })])
    const { getByText } = within(card('call-1'))
    expect(getByText('138 0013 5207')).toBeTruthy()
    expect(getByText(/VDN is 8001/)).toBeTruthy()
    expect(getByText('Also matched: 抢修区域')).toBeTruthy()
    expect(card('call-1').getAttribute('aria-label')).toBe(
      'P1 Emergency · Emergency repair · 138 0013 5207 · not acknowledged',
    )
  })

  test('says in words that the number is withheld', async () => {
    await showWall([sampleAlert({ callerNumber: '' })])
    expect(within(card('call-1')).getByText('Number withheld')).toBeTruthy()
  })

  test('shows a number that is partly hidden as it came, also in its reason and its name', async () => {
    const because = { kind: 'caller-number', number: '138****5207' } as const
    await showWall([sampleAlert({ callerNumber: '138****5207', rule: { ...sampleAlert().rule, because } })])
    expect(within(card('call-1')).getByText('138****5207')).toBeTruthy()
    expect(within(card('call-1')).getByText(/caller is 138\*\*\*\*5207/)).toBeTruthy()
    expect(card('call-1').getAttribute('aria-label')).toContain('138****5207')
  })

  test('marks its class by shape and colour beside the name', async () => {
    await showWall([sampleAlert({ classId: 'key-customer' })])
    const mark = within(card('call-1')).getByText('Key customer').querySelector('.class-mark')
    expect(mark?.getAttribute('data-colour')).toBe('violet')
  })

  test('of a class that the list does not have any more goes by its id', async () => {
    await showWall([sampleAlert({ classId: 'media' })])
    expect(within(card('call-1')).getByText('media')).toBeTruthy()
  })

  test('says what to do, whole under a resting pointer', async () => {
    const handling = '先问是否闻到气味，再派最近的班组。'
    await showWall([sampleAlert({ handling })])
    expect(within(card('call-1')).getByText(`What to do: ${handling}`).title).toBe(handling)
  })

  test('that was withdrawn says by which version', async () => {
    const returned = { at: sampleNow, reason: 'unlisted', listVersion: 13 } as const
    await showWall([sampleAlert({ returned })])
    expect(within(card('call-1')).getByText(/list version 13 no longer lists it/)).toBeTruthy()
  })

  test('names the seats that ring', async () => {
    await showWall([sampleAlert({ stage: 'ringing', seats: ['05 李娜', '07'] })])
    expect(within(card('call-1')).getByText('Ringing 05 李娜, 07')).toBeTruthy()
  })

  test('names the norm of the site with its verdict, and what the log added to today', async () => {
    const { totals } = sampleView()
    await showWall([], { totals: { ...totals, norm: { id: 'nena', verdict: 'not-met' }, importedToday: 3 } })
    expect(page.getByText(/NENA.*: not met/)).toBeTruthy()
    expect(page.getByText(/^3 calls of today were added/)).toBeTruthy()
  })

  test('shows who acknowledged it instead of the button', async () => {
    await showWall([sampleAlert({ acknowledged })])
    expect(card('call-1').dataset.state).toBe('acknowledged')
    expect(within(card('call-1')).getByText('张伟')).toBeTruthy()
    expect(within(card('call-1')).queryByRole('button', { name: /Acknowledge/ })).toBeNull()
  })

  test('stays when the caller hung up before anybody looked, and asks for an outcome', async () => {
    const bridge = await showWall([sampleAlert(abandoned)])
    expect(card('call-1').dataset.state).toBe('lost')
    expect(within(card('call-1')).getByText(/nobody had looked/)).toBeTruthy()
    fireEvent.click(within(card('call-1')).getByRole('button', { name: 'Outcome…' }))
    fireEvent.click(await page.findByRole('menuitem', { name: /Called back/ }))
    expect(bridge.asked.at(-1)).toEqual({
      name: 'alerts.setOutcome',
      input: { alertId: 'call-1', outcome: 'called-back' },
    })
  })

  test('does not offer what this screen may not do', async () => {
    const bridge = await showWall([sampleAlert()])
    bridge.answer('alerts.acknowledge', () => ({ ok: false, error: { kind: 'forbidden', needs: 'reception' } }))
    bridge.answer('session.get', () => ({ ok: true, value: sampleDesk({ role: 'viewer' }) }))
    await act(async () => fireEvent.click(within(card('call-1')).getByRole('button', { name: /Acknowledge/ })))
    expect(within(card('call-1')).queryByRole('button', { name: /Acknowledge/ })).toBeNull()
  })
})

describe('the keys', () => {
  const two = [sampleAlert({ id: 'a', waitingSince: 1 }), sampleAlert({ id: 'b', waitingSince: 2 })]

  test('A acknowledges the card that has the focus, and none without one', async () => {
    const bridge = await showWall(two)
    key('a')
    expect(bridge.asked.some(({ name }) => name === 'alerts.acknowledge')).toBe(false)
    expect(document.activeElement).toBe(card('a'))
    key('j')
    await act(async () => key('a'))
    expect(bridge.asked.at(-1)).toEqual({ name: 'alerts.acknowledge', input: { alertIds: ['b'] } })
  })

  test('arrows and J K move between the cards', async () => {
    await showWall(two)
    key('ArrowDown')
    key('j')
    expect(document.activeElement).toBe(card('b'))
    key('k')
    expect(document.activeElement).toBe(card('a'))
  })

  test('Shift A acknowledges all that were answered', async () => {
    const bridge = await showWall([
      ...two,
      sampleAlert({ id: 'c', ...answered }),
      sampleAlert({ id: 'd', ...answered }),
    ])
    await act(async () => key('A', true))
    expect(bridge.asked.at(-1)).toEqual({ name: 'alerts.acknowledge', input: { alertIds: ['c', 'd'] } })
  })

  test('a digit records the outcome of the lost call that has the focus', async () => {
    const bridge = await showWall([sampleAlert({ id: 'l', ...abandoned })])
    card('l').focus()
    await act(async () => key('3'))
    expect(bridge.asked.at(-1)).toEqual({ name: 'alerts.setOutcome', input: { alertId: 'l', outcome: 'duplicate' } })
  })
})

describe('a key that is held', () => {
  const lost = (id: string): AlertView => sampleAlert({ id, ...abandoned })
  const outcomes = (bridge: MemoryBridge): number =>
    bridge.asked.filter(({ name }) => name === 'alerts.setOutcome').length

  test('records one outcome, however many cards come under the focus meanwhile', async () => {
    const bridge = await showWall([lost('a'), lost('b'), lost('c')])
    card('a').focus()
    const down = async (repeat: boolean): Promise<void> =>
      act(async () => void fireEvent.keyDown(document.activeElement ?? document.body, { key: '1', repeat }))
    await down(false)
    told(bridge, { a: null })
    expect(document.activeElement).toBe(card('b'))
    await down(true)
    await down(false)
    expect(outcomes(bridge)).toBe(1)
  })

  test('acts on no card to which the program moved the focus just now', async () => {
    const bridge = await showWall([lost('a'), lost('b')])
    card('a').focus()
    told(bridge, { a: null })
    await act(async () => key('1'))
    await act(async () => key('a'))
    await act(async () => key('Enter'))
    expect(outcomes(bridge)).toBe(0)
    expect(bridge.asked.some(({ name }) => name === 'alerts.acknowledge')).toBe(false)
  })

  test.each(['Enter', ' '])('does not press the button of a card again: %j', async (name) => {
    const bridge = await showWall([sampleAlert({ id: 'a' })])
    const button = within(card('a')).getByRole('button', { name: /Acknowledge/ })
    button.focus()
    await act(async () => {
      fireEvent.keyDown(button, { key: name, repeat: true })
      fireEvent.keyUp(button, { key: name })
    })
    expect(bridge.asked.some((asked) => asked.name === 'alerts.acknowledge')).toBe(false)
  })

  test('moves on while it is held, since that changes nothing', async () => {
    await showWall([lost('a'), lost('b')])
    card('a').focus()
    fireEvent.keyDown(card('a'), { key: 'j', repeat: true })
    expect(document.activeElement).toBe(card('b'))
  })
})

describe('Shift A', () => {
  const returned = sampleAlert({ id: 'c', ...answered })
  const asked = (bridge: MemoryBridge): boolean => bridge.asked.some(({ name }) => name === 'alerts.acknowledge')

  test('does nothing while a panel is open', async () => {
    const bridge = await showWall([returned])
    const panel = document.body.appendChild(document.createElement('div'))
    panel.setAttribute('role', 'dialog')
    await act(async () => key('A', true))
    panel.remove()
    expect(asked(bridge)).toBe(false)
    fireEvent.keyUp(document.body, { key: 'A' })
    await act(async () => key('A', true))
    expect(asked(bridge)).toBe(true)
  })

  test('does nothing when no row and no count of the answered ones is in sight', async () => {
    const bridge = await showWall([returned])
    const rect = vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      return this.matches('.alerts') ? new DOMRect(0, 0, 100, 100) : new DOMRect(0, 90, 100, 40)
    })
    await act(async () => key('A', true))
    rect.mockRestore()
    expect(asked(bridge)).toBe(false)
  })
})

describe('a double click', () => {
  /** Cards of 100 px, one below the other, which happy-dom does not lay out. */
  const layOut = () =>
    vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function (this: HTMLElement) {
      return 100 * [...document.querySelectorAll('[data-alert-id]')].indexOf(this)
    })
  const click = async (id: string, clientY = 50): Promise<void> => {
    const button = within(card(id)).getByRole('button', { name: /Acknowledge/ })
    const at = { clientX: 10, clientY, button: 0, pointerId: 1, pointerType: 'mouse' }
    await act(async () => {
      fireEvent.pointerDown(button, at)
      fireEvent.pointerUp(button, at)
      fireEvent.click(button, { ...at, detail: 1 })
    })
  }
  const acknowledgedIds = (bridge: MemoryBridge): unknown[] =>
    bridge.asked.filter(({ name }) => name === 'alerts.acknowledge').map(({ input }) => input)
  const two = [sampleAlert({ id: 'a', waitingSince: 1 }), sampleAlert({ id: 'b', waitingSince: 2 })]

  test('acknowledges one caller, not the one that took the place', async () => {
    const layout = layOut()
    const bridge = await showWall(two)
    await click('a')
    told(bridge, { a: { ...sampleAlert({ id: 'a', waitingSince: 1 }), acknowledged } })
    await click('b')
    expect(acknowledgedIds(bridge)).toEqual([{ alertIds: ['a'] }])
    layout.mockRestore()
  })

  test('counts for a card to which the pointer was moved', async () => {
    const layout = layOut()
    const bridge = await showWall(two)
    await click('a')
    told(bridge, { a: { ...sampleAlert({ id: 'a', waitingSince: 1 }), acknowledged } })
    await click('b', 80)
    expect(acknowledgedIds(bridge)).toEqual([{ alertIds: ['a'] }, { alertIds: ['b'] }])
    layout.mockRestore()
  })
})

describe('thousands of alerts', () => {
  test('are counted, and only so many are drawn', async () => {
    await showWall(Array.from({ length: 3000 }, (_, index) => sampleAlert({ id: `call-${index}` })))
    expect(document.querySelectorAll('[data-alert-id]')).toHaveLength(mostUnmeasured)
    const more = document.querySelector<HTMLElement>('[data-figure="hidden-alerts"]')
    expect(more?.dataset.count).toBe(String(3000 - mostUnmeasured))
    expect(more?.textContent).toContain('P1 × 2960')
  })
})

describe('the focus', () => {
  const three = ['a', 'b', 'c'].map((id, index) => sampleAlert({ id, waitingSince: index }))

  test('goes to the neighbour when the card leaves', async () => {
    const bridge = await showWall(three)
    card('b').focus()
    told(bridge, { b: null })
    expect(document.activeElement).toBe(card('c'))
    told(bridge, { c: null }, 2)
    expect(document.activeElement).toBe(card('a'))
  })

  test('stays with a card that moves to another part of the wall', async () => {
    const bridge = await showWall(three)
    card('a').focus()
    told(bridge, { a: sampleAlert({ id: 'a', waitingSince: 0, ...answered }) })
    expect(document.activeElement).toBe(card('a'))
    expect(card('a').closest('[data-group]')?.getAttribute('data-group')).toBe('returned')
  })

  test('goes to the card when its button is gone', async () => {
    const bridge = await showWall(three)
    within(card('a'))
      .getByRole('button', { name: /Acknowledge/ })
      .focus()
    told(bridge, { a: sampleAlert({ id: 'a', waitingSince: 0, acknowledged }) })
    expect(document.activeElement).toBe(card('a'))
  })
})

describe('the states of the wall', () => {
  const without = { areas: [] }
  const why = { kind: 'wrong-credentials', detail: 'Authentication failed' } as const

  test('nothing listed is calm and says since when', async () => {
    await showWall([])
    expect(page.getByText('No priority calls')).toBeTruthy()
    expect(page.getByText('Since 00:00')).toBeTruthy()
  })

  test('without a list does not claim that there are no priority calls', async () => {
    await showWall([], { list: { rules: 0 } })
    expect(page.queryByText('No priority calls')).toBeNull()
    expect(page.getByText('Loading the priority list')).toBeTruthy()
    expect(page.getByText(/no call can be told to come first yet/)).toBeTruthy()
  })

  test('the version of the list in force is named, with who published it', async () => {
    await showWall([])
    expect(page.getByText('Priority list, version 12')).toBeTruthy()
    expect(page.getByText('5 rules')).toBeTruthy()
    expect(page.getByText('published 00:00:00 by 张伟')).toBeTruthy()
  })

  test('no queues is said', async () => {
    await showWall([], without)
    expect(page.getByText(/the switch shows no queues/)).toBeTruthy()
  })

  test('a stopped link says why and what to do', async () => {
    await showWall([], { ...without, link: sampleLink({ state: { kind: 'stopped', why } }) })
    expect(page.getByText('User or secret is wrong')).toBeTruthy()
    expect(page.getByRole('button', { name: 'Connection settings' })).toBeTruthy()
  })

  test('data of a lost link is shown with its age, and can be asked for at once', async () => {
    const state = { kind: 'waiting', until: sampleNow + 9000, attempt: 2, why: { kind: 'silent', detail: '' } } as const
    const bridge = await showWall([sampleAlert()], { link: sampleLink({ state, lastHeardAt: sampleNow - 2000 }) })
    expect(page.getByRole('main').dataset.freshness).toBe('stale')
    expect(page.getByText(/Shown as of 14:31:58/)).toBeTruthy()
    fireEvent.click(page.getByRole('button', { name: 'Retry now' }))
    expect(bridge.asked.at(-1)?.name).toBe('link.retryNow')
  })

  test('a page that the console refuses is told to be opened anew, and of no reconnecting', async () => {
    const bridge = await showWall([sampleAlert()])
    act(() => bridge.refuse())
    expect(page.getByText('This page’s link is not valid any more')).toBeTruthy()
    expect(page.getByText(/from its own window/)).toBeTruthy()
    expect(page.queryByText(/Reconnecting/)).toBeNull()
  })

  test('without the console it says so and keeps the last picture', async () => {
    const bridge = await showWall([sampleAlert()])
    act(() => bridge.connect(false))
    expect(page.getByText('Firstline cannot be reached')).toBeTruthy()
    expect(card('call-1')).toBeTruthy()
  })
})
