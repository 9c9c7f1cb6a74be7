// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleDesk, sampleView } from '#renderer/testing/sample-view.ts'
import { TopBar } from './TopBar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

function Bar() {
  useShortcuts()
  return <TopBar />
}
async function show(recoveryOpen = 0, language: Language = 'en', desk = false) {
  const { totals } = sampleView()
  const bridge = createMemoryBridge(sampleView({ totals: { ...totals, recoveryOpen } }))
  if (desk) bridge.answer('session.get', () => ({ ok: true, value: sampleDesk() }))
  const shown = await renderScreen(bridge, <Bar />, language)
  stop = shown.stop
  return shown.screen
}
const tabs = (): string[] =>
  within(page.getByRole('navigation'))
    .getAllByRole('button')
    .map((tab) => tab.getAttribute('aria-label') ?? '')

test('every view has its tab; people only for those who may change them', async () => {
  await show()
  expect(tabs()).toEqual(['Priority wall', 'Calls', 'Call back', 'Reports', 'Priority list', 'Connection', 'People'])
  stop()
  cleanup()
  await show(0, 'zh', true)
  expect(tabs()).toEqual(['优先墙', '通话记录', '待回访', '报表', '优先接待表', '连接与队列'])
})

test.each([
  ['en', 'Call back 3 open'],
  ['zh', '待回访 3 通待处理'],
] as const)('the number of callers to call back stands in its tab, and in its name (%s)', async (language, name) => {
  await show(3, language)
  const tab = page.getByRole('button', { name })
  expect(tab.querySelector('[data-figure="recovery-open"]')?.textContent).toBe('3')
})

test.each([
  ['w', 'wall'],
  ['h', 'calls'],
  ['b', 'recovery'],
  ['r', 'reports'],
  ['l', 'list'],
  ['c', 'connection'],
  ['p', 'people'],
])('the key %s leads to %s', async (key, view) => {
  const screen = await show()
  screen.shell.setState({ view: key === 'w' ? 'list' : 'wall' })
  await act(async () => void fireEvent.keyDown(document.body, { key }))
  expect(screen.shell.getState().view).toBe(view)
})
