// @vitest-environment happy-dom
import { cleanup, screen as page } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { ProblemStrip } from './ProblemStrip.tsx'

afterEach(cleanup)

test.each(['en', 'zh'] as const)(
  'says which right is missing and what to write into manager.conf (%s)',
  async (language) => {
    const problems = [{ kind: 'right-missing', right: 'agent', at: sampleNow } as const]
    const { stop } = await renderScreen(createMemoryBridge(sampleView({ problems })), <ProblemStrip />, language)
    const words = page.getByRole('listitem').textContent
    expect(words).toContain('14:32')
    expect(words).toContain('agent')
    expect(words).toContain('read = system,call,agent,user')
    stop()
  },
)
