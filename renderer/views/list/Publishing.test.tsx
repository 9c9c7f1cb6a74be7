// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ListState } from '#shared/ipc/list-view.ts'
import type { MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import {
  listBridge,
  noChanges,
  sampleList,
  sampleRule,
  sampleVersion,
  threeRows,
} from '#renderer/testing/sample-list.ts'
import { giveElementsSize } from '#renderer/testing/sized-elements.ts'
import { sampleNow } from '#renderer/testing/sample-view.ts'
import { ListView } from './ListView.tsx'

let stop = (): void => undefined
beforeEach(() => giveElementsSize())
afterEach(() => {
  stop()
  cleanup()
})

const changed = { ...noChanges, added: 1, changed: 1 }
async function showDraft(list: ListState, answers: (bridge: MemoryBridge) => void = () => undefined) {
  const bridge = listBridge(threeRows(), list)
  answers(bridge)
  const shown = await renderScreen(bridge, <ListView />)
  stop = shown.stop
  return { bridge, list: shown.screen.list }
}
const press = async (name: string | RegExp): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const asked = (bridge: MemoryBridge, name: string): unknown[] =>
  bridge.asked.filter((call) => call.name === name).map(({ input }) => input)

describe('the draft', () => {
  test('that differs says what it changes and who changed it last', async () => {
    await showDraft(sampleList({ draft: { changes: changed, changedBy: '王敏', changedAt: sampleNow } }))
    const bar = within(page.getByRole('region', { name: 'Draft' }))
    expect(bar.getByText('Draft: 1 rule added, 1 rule changed')).toBeTruthy()
    expect(bar.getByText('last changed by 王敏, 2026-11-20 14:32')).toBeTruthy()
  })

  test('that does not differ takes no room', async () => {
    await showDraft(sampleList())
    expect(page.queryByRole('region', { name: 'Draft' })).toBeNull()
  })

  test('with errors cannot be published, and leads to them', async () => {
    const { bridge } = await showDraft(sampleList({ draft: { changes: changed, errors: 2, findings: 3 } }))
    expect((page.getByRole('button', { name: 'Publish…' }) as HTMLButtonElement).disabled).toBe(true)
    await press('2 errors must be put right first')
    expect(asked(bridge, 'list.page').at(-1)).toMatchObject({ of: 'draft', filter: { only: 'findings' } })
  })

  test('is discarded by the revision that was seen, after a question', async () => {
    const { bridge } = await showDraft(sampleList({ draft: { changes: changed } }))
    await press('Discard…')
    expect(page.getByRole('alertdialog', { name: 'Discard 2 changes of the draft?' })).toBeTruthy()
    await press('Discard changes')
    expect(asked(bridge, 'list.discard')).toEqual([{ revision: 7 }])
  })
})

describe('publishing', () => {
  const list = sampleList({ draft: { changes: changed } })
  const published = (bridge: MemoryBridge): void =>
    bridge.answer('list.publish', () => ({ ok: true, value: { published: sampleVersion({ version: 42 }) } }))

  test('shows what will change, asks why, and says which version is in force then', async () => {
    const { bridge } = await showDraft(list, (of) => {
      published(of)
      of.answer('list.difference', () => ({
        ok: true,
        value: {
          counts: changed,
          total: 2,
          entries: [
            { kind: 'added', rule: sampleRule('n', { name: 'City hospital' }) },
            {
              kind: 'changed',
              ruleId: 'c',
              name: 'Hospitals',
              fields: [
                { field: 'severity', before: 'P3', after: 'P2' },
                {
                  field: 'numbers',
                  added: 3,
                  removed: 1,
                  examples: { added: ['0755 1', '0755 2'], removed: ['0755 9'] },
                },
              ],
            },
          ],
        },
      }))
    })
    await press('Publish…')
    const dialog = within(page.getByRole('dialog', { name: 'Publish the list' }))
    expect(dialog.getByText('City hospital')).toBeTruthy()
    expect(dialog.getByText('Number list: 3 added, 1 removed')).toBeTruthy()
    expect(dialog.getByText(/0755 1, 0755 2 and 1 more/)).toBeTruthy()
    await press('Publish')
    expect(dialog.getByText('Say why')).toBeTruthy()
    expect(asked(bridge, 'list.publish')).toEqual([])
    fireEvent.change(dialog.getByLabelText('Why'), { target: { value: ' New hospital ' } })
    await press('Publish')
    expect(asked(bridge, 'list.publish')).toEqual([{ revision: 7, why: 'New hospital' }])
    expect(page.queryByRole('dialog')).toBeNull()
    expect(page.getByText(/Version 42 is published and in force/)).toBeTruthy()
  })

  test('stops when somebody changes the draft while it is looked at, and keeps the reason', async () => {
    const { bridge } = await showDraft(list, published)
    await press('Publish…')
    fireEvent.change(page.getByLabelText('Why'), { target: { value: 'New hospital' } })
    const draft = { ...list.draft, revision: 8, changedBy: '王敏' }
    await act(async () => bridge.emit('list.changed', { ...list, draft }))
    expect(page.getByText(/王敏 has just changed the draft/)).toBeTruthy()
    expect(page.queryByRole('button', { name: 'Publish' })).toBeNull()
    await press('Look again')
    await press('Publish')
    expect(asked(bridge, 'list.publish')).toEqual([{ revision: 8, why: 'New hospital' }])
  })

  test('with approval asks instead, and says so', async () => {
    await showDraft(sampleList({ approval: true, draft: { changes: changed } }), (bridge) =>
      bridge.answer('list.publish', () => ({ ok: true, value: { pending: true } })),
    )
    await press('Ask for approval…')
    fireEvent.change(page.getByLabelText('Why'), { target: { value: 'x' } })
    await press('Ask')
    expect(page.getByText(/Another administrator must approve now/)).toBeTruthy()
  })
})

describe('a draft that waits for approval', () => {
  const pending = { by: '王敏', at: sampleNow, why: 'New hospital' }
  const list = sampleList({ approval: true, draft: { changes: changed, pending } })
  const signedIn = (by: string) => (bridge: MemoryBridge) =>
    bridge.answer('session.get', () => ({
      ok: true,
      value: { role: 'admin', by, seesNumbers: true, access: 'pins', people: [] },
    }))

  test('is approved by another person, for the revision that he saw', async () => {
    const { bridge } = await showDraft(list, (of) => {
      signedIn('陈立')(of)
      of.answer('list.approve', () => ({ ok: true, value: sampleVersion({ version: 42 }) }))
    })
    expect(page.getByText(/王敏 asked for approval/)).toBeTruthy()
    expect(page.queryByRole('button', { name: 'Take back' })).toBeNull()
    await press('Approve and publish')
    expect(asked(bridge, 'list.approve')).toEqual([{ revision: 7 }])
    expect(page.getByText(/Version 42 is published/)).toBeTruthy()
  })

  test('is refused with a reason', async () => {
    const { bridge } = await showDraft(list, signedIn('陈立'))
    await press('Refuse…')
    fireEvent.change(page.getByLabelText(/^Why/), { target: { value: 'wrong number' } })
    await press('Refuse')
    expect(asked(bridge, 'list.refuse')).toEqual([{ why: 'wrong number' }])
  })

  test('can be taken back, and not approved, by the one who asked', async () => {
    const { bridge } = await showDraft(list, signedIn('王敏'))
    expect(page.queryByRole('button', { name: 'Approve and publish' })).toBeNull()
    await press('Take back')
    expect(asked(bridge, 'list.refuse')).toEqual([{ why: '' }])
  })

  test('cannot be edited meanwhile', async () => {
    await showDraft(list, signedIn('陈立'))
    expect(page.queryByRole('button', { name: /New rule/ })).toBeNull()
  })
})
