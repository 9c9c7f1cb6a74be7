// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { SessionView } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import {
  sampleAlert,
  sampleDesk,
  sampleNow,
  samplePeople,
  sampleSession,
  sampleSignedIn,
  sampleView,
} from '#renderer/testing/sample-view.ts'
import { App } from './App.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
  vi.useRealTimers()
})

async function show(session: SessionView, language: Language = 'en'): Promise<MemoryBridge> {
  const bridge = createMemoryBridge(sampleView({}, [sampleAlert()]))
  bridge.answer('preferences.get', () => ({ ok: true, value: { language, theme: 'dark', deskName: '' } }))
  bridge.answer('session.get', () => ({ ok: true, value: session }))
  const shown = await renderScreen(bridge, <App />, language)
  stop = shown.stop
  return bridge
}
const asked = (bridge: MemoryBridge, name: string): unknown[] =>
  bridge.asked.filter((call) => call.name === name).map(({ input }) => input)
const type = (label: string, value: string): void =>
  void fireEvent.change(page.getByLabelText(label), { target: { value } })
const press = async (name: string): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const enter = async (form: string): Promise<void> =>
  act(async () => void fireEvent.submit(page.getByRole('form', { name: form })))
const tell = async (bridge: MemoryBridge, session: SessionView): Promise<void> => {
  bridge.answer('session.get', () => ({ ok: true, value: session }))
  await act(async () => bridge.emit('session.changed', {}))
}
const refuses = (bridge: MemoryBridge, error: Problem): void =>
  bridge.answer('session.signIn', () => ({ ok: false, error }))
const card = (): Element | null => document.querySelector('[data-alert-id="call-1"]')

describe('signing in', () => {
  test('takes a person and a PIN, by keyboard alone, while the alarm stays on the screen', async () => {
    const bridge = await show(sampleDesk())
    act(() => void fireEvent.keyDown(document.body, { key: 's' }))
    expect(document.activeElement).toBe(page.getByLabelText('Person'))
    expect(page.queryByRole('dialog')).toBeNull()
    type('Person', 'zhang')
    type('PIN', '2468')
    bridge.answer('session.signIn', () => ({ ok: true, value: { session: sampleSignedIn(), ticket: 't' } }))
    await enter('Sign in')
    expect(asked(bridge, 'session.signIn')).toEqual([{ personId: 'zhang', pin: '2468' }])
    expect(page.queryByRole('form', { name: 'Sign in' })).toBeNull()
    expect(page.getByText('张伟')).toBeTruthy()
    expect(card()).toBeTruthy()
  })

  test('with one person asks for the PIN at once', async () => {
    await show(sampleDesk({ people: samplePeople.slice(0, 1) }))
    await press('Sign in')
    expect(document.activeElement).toBe(page.getByLabelText('PIN'))
  })

  test('takes full-width digits, and nothing but digits', async () => {
    const bridge = await show(sampleDesk({ people: samplePeople.slice(0, 1) }))
    refuses(bridge, { kind: 'wrong-pin', waitMs: 0 })
    await press('Sign in')
    type('PIN', '２４ 6a8')
    await enter('Sign in')
    expect(asked(bridge, 'session.signIn')).toEqual([{ personId: 'zhang', pin: '2468' }])
  })

  test('after a wrong PIN forgets it, says for how long, and sends nothing meanwhile', async () => {
    const bridge = await show(sampleDesk({ people: samplePeople.slice(0, 1) }))
    refuses(bridge, { kind: 'wrong-pin', waitMs: 8000 })
    await press('Sign in')
    type('PIN', '0000')
    await enter('Sign in')
    expect(page.getByText('Wrong PIN. Next try in 00:08.')).toBeTruthy()
    expect(page.getByRole('button', { name: /Next try in 00:0[78]/ }).hasAttribute('disabled')).toBe(true)
    expect(page.getByLabelText<HTMLInputElement>('PIN').value).toBe('')
    type('PIN', '2468')
    await enter('Sign in')
    expect(asked(bridge, 'session.signIn')).toHaveLength(1)
  })

  test('that was begun by its button does not leave the keyboard on the way out', async () => {
    const bridge = await show(sampleDesk({ people: samplePeople.slice(0, 1) }))
    act(() => page.getByRole('button', { name: 'Sign in' }).focus())
    await press('Sign in')
    type('PIN', '2468')
    bridge.answer('session.signIn', () => ({ ok: true, value: { session: sampleSignedIn(), ticket: 't' } }))
    await enter('Sign in')
    expect(document.activeElement).not.toBe(page.getByRole('button', { name: 'Sign out' }))
  })

  test('is put away by Escape, and the keyboard is where it was', async () => {
    await show(sampleDesk())
    const before = document.querySelector<HTMLElement>('[data-alert-id="call-1"]')
    act(() => before?.focus())
    act(() => void fireEvent.keyDown(before ?? document.body, { key: 's' }))
    act(() => void fireEvent.keyDown(page.getByLabelText('PIN'), { key: 'Escape' }))
    expect(page.queryByLabelText('PIN')).toBeNull()
    expect(document.activeElement).toBe(before)
  })

  test('is not offered at a desk without PINs', async () => {
    await show(sampleSession())
    expect(page.queryByRole('button', { name: 'Sign in' })).toBeNull()
    expect(page.getByText('02 席')).toBeTruthy()
  })

  test('ends with the press of a button', async () => {
    const bridge = await show(sampleSignedIn())
    bridge.answer('session.signOut', () => ({ ok: true, value: sampleDesk() }))
    await press('Sign out')
    expect(page.getByRole('button', { name: 'Sign in' })).toBeTruthy()
    expect(page.queryByText(/was signed out/)).toBeNull()
  })
})

describe('a role that ends', () => {
  test('is warned of in its last minute', async () => {
    vi.useFakeTimers()
    await show(sampleSignedIn({ endsAt: sampleNow + 600_000 }))
    await act(async () => vi.advanceTimersByTimeAsync(530_000))
    expect(page.queryByText(/Signing out in/)).toBeNull()
    await act(async () => vi.advanceTimersByTimeAsync(15_000))
    expect(page.getByText(/^Signing out in 00:55/)).toBeTruthy()
  })

  test('is said, and the next sign-in begins with the same person', async () => {
    const bridge = await show(sampleSignedIn())
    await tell(bridge, sampleDesk())
    expect(page.getByText(/张伟 \(administrator\) was signed out/)).toBeTruthy()
    await press('Sign in again')
    expect(page.getByLabelText<HTMLSelectElement>('Person').value).toBe('zhang')
    expect(document.activeElement).toBe(page.getByLabelText('PIN'))
  })

  test('leaves what was typed', async () => {
    const bridge = await show(sampleSignedIn())
    const policy = { baseRole: 'reception', idleMinutes: 15, numbers: {}, approval: false }
    bridge.answer('people.list', () => ({ ok: true, value: { people: [], policy } }))
    await act(async () => void fireEvent.keyDown(document.body, { key: 'p' }))
    await press('Add a person')
    type('Name', '王芳')
    bridge.answer('people.list', () => ({ ok: false, error: { kind: 'forbidden', needs: 'admin' } }))
    await tell(bridge, sampleDesk())
    expect(page.getByText('This takes the role administrator.')).toBeTruthy()
    expect(page.getByLabelText<HTMLInputElement>('Name').value).toBe('王芳')
  })
})

describe('the first start', () => {
  const unasked = sampleSession({ access: 'unasked' })

  test('asks for an admin and covers nothing', async () => {
    await show(unasked)
    expect(page.getByRole('form', { name: 'Who looks after this machine?' })).toBeTruthy()
    expect(page.queryByRole('dialog')).toBeNull()
    expect(card()).toBeTruthy()
  })

  test('takes a name and the PIN twice', async () => {
    const bridge = await show(unasked)
    type('Administrator’s name', ' 张伟 ')
    type('PIN', '2468')
    type('PIN once more', '2469')
    await press('Make administrator')
    expect(page.getByText('The two PINs differ')).toBeTruthy()
    expect(asked(bridge, 'people.setUp')).toEqual([])
    bridge.answer('people.setUp', () => ({ ok: true, value: { session: sampleSignedIn(), ticket: 't' } }))
    type('PIN once more', '2468')
    await press('Make administrator')
    expect(asked(bridge, 'people.setUp')).toEqual([{ admin: { name: '张伟', pin: '2468' } }])
    expect(page.getByText('张伟')).toBeTruthy()
  })

  test('says in words what is missing', async () => {
    const bridge = await show(unasked, 'zh')
    await press('设为管理员')
    expect(page.getByText('请填写姓名，最多 40 字')).toBeTruthy()
    expect(page.getByText('PIN 为 4 至 12 位数字')).toBeTruthy()
    expect(asked(bridge, 'people.setUp')).toEqual([])
  })

  test('takes that there are no PINs', async () => {
    const bridge = await show(unasked)
    bridge.answer('people.setUp', () => ({ ok: true, value: { session: sampleSession() } }))
    await press('No PIN, a single desk')
    expect(asked(bridge, 'people.setUp')).toEqual([{ admin: null }])
    expect(page.queryByRole('form')).toBeNull()
  })

  test('can be put aside, but is not forgotten', async () => {
    await show(unasked)
    await press('Later')
    expect(page.queryByRole('form')).toBeNull()
    await press('Decide now')
    expect(page.getByRole('form', { name: 'Who looks after this machine?' })).toBeTruthy()
  })

  test('does not ask a screen that may only look', async () => {
    await show(sampleSession({ access: 'unasked', role: 'viewer' }))
    expect(page.queryByRole('form')).toBeNull()
  })
})

describe('the views of the top bar', () => {
  test('people are offered to those who may change them', async () => {
    const bridge = await show(sampleDesk())
    expect(page.queryByRole('button', { name: 'People' })).toBeNull()
    await tell(bridge, sampleSignedIn())
    expect(page.getByRole('button', { name: 'People' })).toBeTruthy()
  })
})
