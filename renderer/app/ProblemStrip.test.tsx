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

test.each([
  ['en', 'cannot be written: the disk is full', '120 entries are lost', 'journal.damaged.sqlite'],
  ['zh', '写不进磁盘：磁盘已满', '120 条记录没有保住', 'journal.damaged.sqlite'],
] as const)(
  'says that the journal is not kept, what is lost, and where a damaged one is (%s)',
  async (language, ...said) => {
    const problems = [
      { kind: 'journal-not-kept', cause: 'full', detail: 'ENOSPC', dropped: 120, at: sampleNow } as const,
      { kind: 'journal-set-aside', file: 'journal.damaged.sqlite', at: sampleNow } as const,
    ]
    const { stop } = await renderScreen(createMemoryBridge(sampleView({ problems })), <ProblemStrip />, language)
    const words = page
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)
      .join()
    for (const part of said) expect(words).toContain(part)
    stop()
  },
)

test('entries that wait in memory are not called lost', async () => {
  const problems = [
    { kind: 'journal-not-kept', cause: 'read-only', detail: 'EROFS', dropped: 0, at: sampleNow } as const,
  ]
  const { stop } = await renderScreen(createMemoryBridge(sampleView({ problems })), <ProblemStrip />, 'en')
  expect(page.getByRole('listitem').textContent).toContain('wait in memory')
  expect(page.getByRole('listitem').textContent).not.toContain('lost')
  stop()
})

test.each([
  ['read-only', '没有写入权限'],
  ['full', '磁盘已满'],
  ['slow', '没有反应'],
  ['newer', '更新版本'],
  ['refused', 'disk I/O error'],
] as const)('a journal that cannot be written says why in words: %s', async (cause, said) => {
  const problems = [{ kind: 'journal-not-kept', cause, detail: 'disk I/O error', dropped: 0, at: sampleNow } as const]
  const { stop } = await renderScreen(createMemoryBridge(sampleView({ problems })), <ProblemStrip />, 'zh')
  expect(page.getByRole('listitem').textContent).toContain(said)
  stop()
})
