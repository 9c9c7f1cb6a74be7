// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { TestStep } from '#shared/ipc/view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleDesk, sampleSignedIn, sampleView } from '#renderer/testing/sample-view.ts'
import { Connection } from './Connection.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

async function showConnection(hasSecret: boolean, practice = false): Promise<MemoryBridge> {
  const site = { ...sampleView().site, practice }
  const bridge = createMemoryBridge(sampleView({ site }))
  const { ami } = defaultSettings.connection
  bridge.answer('connection.get', () => ({ ok: true, value: { mode: 'asterisk', ami, hasSecret } }))
  const shown = await renderScreen(bridge, <Connection />)
  stop = shown.stop
  await act(async () => undefined)
  return bridge
}
const asked = (bridge: MemoryBridge, name: string): unknown[] =>
  bridge.asked.filter((call) => call.name === name).map((call) => call.input)
const type = (label: string, value: string): void =>
  void fireEvent.change(page.getByLabelText(label), { target: { value } })
const press = async (name: string): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))

describe('the connection view', () => {
  test('says in words what is wrong, and saves nothing', async () => {
    const bridge = await showConnection(false)
    type('Host name or IP', '')
    await press('Save and use')
    expect(page.getByText('Enter a host name or an IP address, at most 253 characters')).toBeTruthy()
    expect(page.getByText('Enter the secret')).toBeTruthy()
    expect(page.getByText('2 fields need attention')).toBeTruthy()
    expect(asked(bridge, 'connection.save')).toEqual([])
  })

  test('saves what was typed, and keeps the stored secret when none was', async () => {
    const bridge = await showConnection(true)
    expect(page.getByText(/A secret is stored/)).toBeTruthy()
    type('Host name or IP', '10.0.0.9')
    await press('Save and use')
    expect(asked(bridge, 'connection.save')).toEqual([
      { mode: 'asterisk', ami: { ...defaultSettings.connection.ami, host: '10.0.0.9' } },
    ])
    expect(page.getByText(/Saved\. Connecting/)).toBeTruthy()
  })

  test('words the problem when the console could not save', async () => {
    const bridge = await showConnection(true)
    bridge.answer('connection.save', () => ({ ok: false, error: { kind: 'not-saved', detail: 'disk full' } }))
    await press('Save and use')
    expect(page.getByText('Could not be written to the disk: disk full')).toBeTruthy()
  })

  test('shows each step of the test as it comes, with its cure', async () => {
    const bridge = await showConnection(true)
    const failed: TestStep = { step: 'logged-in', result: 'failed', facts: {}, cure: 'wrong-credentials' }
    let finish = (_result: { ok: true; value: unknown }): void => undefined
    bridge.answer('connection.test', () => new Promise((resolve) => (finish = resolve)))
    await press('Test the connection')
    const { testId } = asked(bridge, 'connection.test')[0] as { testId: string }
    act(() => bridge.emit('connection.tested', { testId, step: { step: 'reached', result: 'ok', facts: { ms: 3 } } }))
    expect(document.querySelector('[data-step="reached"]')?.getAttribute('data-result')).toBe('ok')
    expect(document.querySelector('[data-step="tls"]')?.getAttribute('data-result')).toBe('running')
    await act(async () => finish({ ok: true, value: { steps: [failed], queues: ['repair', 'vip'] } }))
    expect(page.getByText(/Compare user and secret/)).toBeTruthy()
    expect(document.querySelector('[data-queue="vip"]')).toBeTruthy()
  })

  test('lists a queue with a class, a severity and a limit', async () => {
    const bridge = await showConnection(true)
    fireEvent.change(page.getByLabelText('Class of Emergency repair'), { target: { value: 'repair' } })
    type('Limit of Emergency repair in seconds', '10')
    await press('Save')
    expect(asked(bridge, 'areas.set')).toEqual([
      { area: 'repair', limitSeconds: 10, listed: { classId: 'repair', severity: 'P1' } },
    ])
  })

  test('offers the practice controls only in practice', async () => {
    await showConnection(true)
    expect(page.queryByRole('button', { name: 'Storm of calls' })).toBeNull()
    cleanup()
    const bridge = await showConnection(true, true)
    await press('Storm of calls')
    expect(asked(bridge, 'practice.do')).toEqual([{ kind: 'storm' }])
  })

  test('proposes the severity of the class that was chosen', async () => {
    await showConnection(true)
    fireEvent.change(page.getByLabelText('Class of Emergency repair'), { target: { value: 'key-customer' } })
    expect(page.getByLabelText<HTMLSelectElement>('Severity of Emergency repair').value).toBe('P2')
  })

  test('names those who may sign in for it, and asks for nothing that would be refused', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('session.get', () => ({ ok: true, value: sampleDesk() }))
    const shown = await renderScreen(bridge, <Connection />)
    stop = shown.stop
    expect(page.getByText('This takes the role administrator.')).toBeTruthy()
    expect(page.getByText('These people can sign in for it: 张伟.')).toBeTruthy()
    expect(asked(bridge, 'connection.save')).toEqual([])
    const { ami } = defaultSettings.connection
    bridge.answer('connection.get', () => ({ ok: true, value: { mode: 'asterisk', ami, hasSecret: true } }))
    bridge.answer('session.get', () => ({ ok: true, value: sampleSignedIn() }))
    await act(async () => bridge.emit('session.changed', {}))
    expect(page.getByLabelText('Host name or IP')).toBeTruthy()
    expect(page.queryByText('This takes the role administrator.')).toBeNull()
  })

  test('says so when this screen may not see the connection', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('connection.get', () => ({ ok: false, error: { kind: 'forbidden', needs: 'admin' } }))
    const shown = await renderScreen(bridge, <Connection />)
    stop = shown.stop
    expect(await page.findByText(/it takes the role administrator/)).toBeTruthy()
  })
})
