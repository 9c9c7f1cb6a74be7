// @vitest-environment happy-dom
import { act, cleanup, screen as page } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { AlertView } from '#shared/ipc/view.ts'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleAlert, sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { Announcer } from './Announcer.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

async function show(alerts: AlertView[] = []) {
  const bridge = createMemoryBridge(sampleView({}, alerts))
  const shown = await renderScreen(bridge, <Announcer />)
  stop = shown.stop
  let revision = 1
  return (changes: Record<string, AlertView | null>): void =>
    act(() =>
      bridge.emit('console.changed', {
        from: revision,
        revision: ++revision,
        sentAt: sampleNow,
        changes: { alerts: changes },
      }),
    )
}
const spoken = () => page.getByRole('alert').firstElementChild

test('the same words twice in a row are two announcements', async () => {
  const tell = await show()
  tell({ a: sampleAlert({ id: 'a' }) })
  const first = spoken()
  tell({ a: null })
  tell({ b: sampleAlert({ id: 'b' }) })
  expect(spoken()?.textContent).toBe(first?.textContent)
  expect(spoken()?.textContent).toContain('138 0013 5207')
  expect(spoken()).not.toBe(first)
})

test('what is on the wall already, what merely changes, and what somebody looked at, is not announced', async () => {
  const alert = sampleAlert({ id: 'a' })
  const tell = await show([alert])
  tell({ a: { ...alert, position: 2 } })
  tell({ b: sampleAlert({ id: 'b', acknowledged: { by: '', at: sampleNow } }) })
  expect(spoken()?.textContent).toBe('')
  tell({ a: { ...alert, raisedAt: sampleNow } })
  expect(spoken()?.textContent).toContain('P1')
})
