// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { PracticeControls } from './PracticeControls.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

const site = (practiceSpeed: number) => ({ ...sampleView().site, practice: true, practiceSpeed })
const checked = (): string => {
  const radio = page.getAllByRole<HTMLInputElement>('radio').find((found) => found.checked)
  return radio?.closest('label')?.textContent ?? ''
}

test('shows the speed that the practice switch has, and not the one that was asked for', async () => {
  const bridge = createMemoryBridge(sampleView({ site: site(5) }))
  stop = (await renderScreen(bridge, <PracticeControls />)).stop
  expect(checked()).toBe('× 5')
  await act(async () => fireEvent.click(page.getByLabelText('× 20')))
  expect(bridge.asked.at(-1)).toEqual({ name: 'practice.do', input: { kind: 'set-speed', speed: 20 } })
  expect(checked()).toBe('× 5')
  act(() => bridge.emit('console.changed', { from: 1, revision: 2, sentAt: sampleNow, changes: { site: site(3) } }))
  expect(checked()).toBe('× 3')
})
