// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RuleRow } from '#shared/ipc/list-view.ts'
import type { MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { listBridge, threeRows } from '#renderer/testing/sample-list.ts'
import { giveElementsSize } from '#renderer/testing/sized-elements.ts'
import { sampleNow } from '#renderer/testing/sample-view.ts'
import { ListView } from './ListView.tsx'

let stop = (): void => undefined
beforeEach(() => giveElementsSize())
afterEach(() => {
  stop()
  cleanup()
})

/** The form of one of the three rules, or of a new one. */
async function showForm(index: number | 'new', rows: RuleRow[] = threeRows()) {
  const bridge = listBridge(rows)
  const shown = await renderScreen(bridge, <ListView />)
  stop = shown.stop
  const { list } = shown.screen
  await act(async () => {
    const row = index === 'new' ? undefined : rows[index]
    if (row) list.form.edit(row)
    else list.form.create(list.getState().list?.classes[0], null)
    list.showPanel('form')
  })
  return { bridge, list, rows, form: within(page.getByRole('complementary', { name: /rule/i })) }
}
const panel = () => {
  const found = document.querySelector<HTMLElement>('.list-panel')
  if (!found) throw new Error('no panel')
  return within(found)
}
const type = (label: string | RegExp, value: string): void =>
  void fireEvent.change(panel().getByLabelText(label), { target: { value } })
const press = async (name: string | RegExp): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const changes = (bridge: MemoryBridge): unknown[] =>
  bridge.asked.filter(({ name }) => name === 'list.change').map(({ input }) => (input as { ops: unknown[] }).ops)

describe('the form of a rule', () => {
  test('says what is missing at the field, in words, and sends nothing', async () => {
    const { bridge } = await showForm('new')
    await press('Save to the draft')
    expect(page.getAllByText('This is needed')).toHaveLength(2)
    expect(page.getByText('2 fields need attention')).toBeTruthy()
    expect(document.activeElement).toBe(page.getByRole('textbox', { name: 'Name' }))
    expect(changes(bridge)).toEqual([])
  })

  test('a new rule takes the severity of its class, and is saved with what was typed', async () => {
    const { bridge } = await showForm('new')
    type('Name', '市一医院')
    type('Class', 'key-customer')
    type('Number', '0755-2688 4100')
    await press('Save to the draft')
    expect(changes(bridge)).toMatchObject([
      [
        {
          op: 'put-rule',
          expects: null,
          before: null,
          rule: {
            name: '市一医院',
            classId: 'key-customer',
            severity: 'P2',
            condition: { kind: 'caller-number', number: '0755-2688 4100' },
          },
        },
      ],
    ])
    expect(page.getByText(/is in the draft; it counts once published/)).toBeTruthy()
  })

  test('what the console finds wrong stands at the condition that it is about', async () => {
    const { bridge } = await showForm('new')
    type('Name', 'x')
    type('Kind of condition', 'caller-prefix')
    type('First digits', '138*')
    bridge.answer('list.change', () => ({
      ok: false,
      error: { kind: 'bad-rule', issues: [{ field: 'number', code: 'not-a-prefix', value: '138*' }] },
    }))
    await press('Save to the draft')
    const node = document.querySelector<HTMLElement>('.condition-node')
    expect(node && within(node).getByText('“138*” cannot begin a number: digits only')).toBeTruthy()
    expect((page.getByLabelText('First digits') as HTMLInputElement).value).toBe('138*')
  })

  test('what was typed for one kind of condition becomes the first part of a group', async () => {
    const { bridge } = await showForm('new')
    type('Name', 'x')
    type('Number', '13800135207')
    type('Kind of condition', 'all')
    await press('Add a part')
    const kinds = page.getAllByLabelText('Kind of this part')
    expect(kinds.map((kind) => (kind as HTMLSelectElement).value)).toEqual(['caller-number', 'caller-number'])
    const second = kinds[1]
    if (second) fireEvent.change(second, { target: { value: 'vdn' } })
    type('VDN', '8003')
    await press('Save to the draft')
    expect(changes(bridge)).toMatchObject([
      [
        {
          rule: {
            condition: {
              kind: 'all',
              of: [
                { kind: 'caller-number', number: '13800135207' },
                { kind: 'vdn', vdn: '8003' },
              ],
            },
          },
        },
      ],
    ])
  })

  test('a group is no deeper than the console allows', async () => {
    await showForm('new')
    type('Kind of condition', 'not')
    for (const level of [0, 1]) {
      const parts = page.getAllByLabelText('Kind of this part')
      fireEvent.change(parts[level] as HTMLElement, { target: { value: 'any' } })
    }
    const deepest = page.getAllByLabelText('Kind of this part').at(-1)
    const offered = [...(deepest as HTMLSelectElement).options].map(({ value }) => value)
    expect(offered).not.toContain('all')
    expect(offered).toContain('caller-list')
  })

  test('hours that end before they begin are read out as ending the next day', async () => {
    const { bridge } = await showForm(0)
    await press('Add hours')
    type('From', '2200')
    fireEvent.blur(page.getByLabelText('From'))
    type('To', '06:00')
    expect(page.getByText('Mon–Fri 22:00–06:00 next day')).toBeTruthy()
    await press('Save to the draft')
    expect(changes(bridge)).toMatchObject([
      [{ rule: { hours: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }] } }],
    ])
  })

  test('leaving with something unsaved asks first', async () => {
    const { list } = await showForm(0)
    type('Note', 'call the gate first')
    await press('Close')
    expect(page.getByRole('alertdialog', { name: 'This rule is not saved' })).toBeTruthy()
    await press('Go on editing')
    expect(list.form.getState().form?.values.note).toBe('call the gate first')
  })
})

describe('a list of numbers', () => {
  test('is pasted as it comes, without those that are there', async () => {
    const { bridge } = await showForm(2)
    expect(page.getByText('103 numbers')).toBeTruthy()
    type('Paste or type numbers', '0755 8888 0001\n075526884100；138-0013-5207\n')
    await press('Add to the list')
    expect(page.getByText('2 added. 1 was there already.')).toBeTruthy()
    expect(page.getByText('105 numbers')).toBeTruthy()
    await press('Save to the draft')
    expect(changes(bridge)).toMatchObject([
      [
        { op: 'put-rule', rule: { condition: { kind: 'caller-list', numbers: null } } },
        { op: 'numbers', ruleId: 'c', add: ['0755 8888 0001', '138-0013-5207'], remove: [] },
      ],
    ])
  })

  test('a number that is removed can be kept after all', async () => {
    const { list } = await showForm(2)
    await press('Remove 075526884100 from the list')
    expect(list.form.getState().form?.values.condition.list.removed).toEqual(['075526884100'])
    await press('Keep 075526884100')
    expect(list.form.isDirty()).toBe(false)
  })

  test('numbers that this screen does not have are searched for in the console', async () => {
    const { bridge } = await showForm(2)
    bridge.answer('list.numbers', () => ({ ok: true, value: { numbers: ['0755 1111 9999'], total: 1 } }))
    await act(async () => type('Find in the list', '9999'))
    expect(await page.findByText('0755 1111 9999')).toBeTruthy()
    expect(bridge.asked.at(-1)).toEqual({
      name: 'list.numbers',
      input: { of: 'draft', ruleId: 'c', text: '9999', offset: 0, limit: 200 },
    })
  })

  test('of a file, one column goes into the list, after the rule itself is saved', async () => {
    const { bridge } = await showForm('new')
    bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f1', chunkBytes: 98_304 } }))
    const columns = [
      { index: 0, header: 'Who', samples: ['City hospital'] },
      { index: 1, header: 'Phone', samples: ['Phone (office)', '0755 2688 4100'] },
    ]
    bridge.answer('import.open', () => ({
      ok: true,
      value: { format: 'csv', encoding: 'utf-8', sheets: [], rows: 57, columns, suggested: [] },
    }))
    bridge.answer('import.numbers', () => ({ ok: true, value: { revision: 9, added: 55, wrong: 1, duplicate: 1 } }))
    type('Name', 'Hospitals')
    type('Kind of condition', 'caller-list')
    const input = document.querySelector<HTMLInputElement>('.number-list input[type="file"]')
    if (!input) throw new Error('no file input')
    await act(async () => {
      Object.defineProperty(input, 'files', { value: [new File(['x'], 'hospitals.csv')] })
      fireEvent.change(input)
    })
    const dialog = within(await page.findByRole('dialog'))
    await waitFor(() => expect((dialog.getByRole('radio', { name: /Phone/ }) as HTMLInputElement).checked).toBe(true))
    await act(async () => void fireEvent.click(dialog.getByRole('button', { name: 'Take over' })))
    expect(await dialog.findByText(/55 added; 1 were there already; 1 are no numbers/)).toBeTruthy()
    expect(changes(bridge)).toMatchObject([
      [{ op: 'put-rule', expects: null, rule: { condition: { kind: 'caller-list', numbers: ['0755 2688 4100'] } } }],
    ])
    expect(bridge.asked.find(({ name }) => name === 'import.numbers')?.input).toEqual({
      fileId: 'f1',
      column: 1,
      replace: true,
      ruleId: expect.stringMatching(/^[a-z0-9]{10}$/) as string,
    })
  })
})

describe('two editors of one rule', () => {
  const theirs = (rows: RuleRow[]): void => {
    const [first] = rows
    if (first) rows[0] = { ...first, rule: { ...first.rule, name: 'Their name', severity: 'P2' }, rev: 8 }
  }
  const refuse = (bridge: MemoryBridge): void =>
    bridge.answer('list.change', () => ({
      ok: false,
      error: { kind: 'conflict', what: 'rule', by: '陈立', at: sampleNow },
    }))

  test('the second is told who changed what, sees both sides, and loses nothing', async () => {
    const { bridge, rows, list } = await showForm(0)
    type('Name', 'My name')
    theirs(rows)
    refuse(bridge)
    await press('Save to the draft')
    const note = within(page.getByRole('alert', { name: 'Somebody else changed this rule' }))
    expect(note.getByText(/陈立 changed this rule, 2026-11-20 14:32/)).toBeTruthy()
    expect(note.getByRole('row', { name: 'Name Their name My name' })).toBeTruthy()
    expect(list.form.getState().form?.values.name).toBe('My name')
  })

  test('keeping mine names the revision of theirs', async () => {
    const { bridge, rows } = await showForm(0)
    const good = listBridge(rows)
    type('Name', 'My name')
    theirs(rows)
    refuse(bridge)
    await press('Save to the draft')
    bridge.answer('list.change', (input) => good.call('list.change', input as never))
    await press('Keep mine and save')
    expect(changes(bridge).at(-1)).toMatchObject([{ op: 'put-rule', expects: 8, rule: { name: 'My name' } }])
  })

  test('taking theirs fills the form with it', async () => {
    const { bridge, rows } = await showForm(0)
    type('Name', 'My name')
    theirs(rows)
    refuse(bridge)
    await press('Save to the draft')
    await press('Take theirs')
    expect((page.getByLabelText('Name') as HTMLInputElement).value).toBe('Their name')
  })

  test('is told before he saves, when the other saves first', async () => {
    const { bridge, rows, list } = await showForm(0)
    type('Note', 'mine')
    theirs(rows)
    const state = list.getState().list
    if (!state) throw new Error('no list')
    await act(async () => bridge.emit('list.changed', { ...state, draft: { ...state.draft, revision: 8 } }))
    expect(page.getByRole('alert', { name: 'Somebody else changed this rule' })).toBeTruthy()
    expect((page.getByLabelText('Note') as HTMLTextAreaElement).value).toBe('mine')
  })

  test('publishing by somebody else is no conflict: the rule still says the same', async () => {
    const { bridge, list } = await showForm(0)
    type('Note', 'mine')
    const state = list.getState().list
    if (!state) throw new Error('no list')
    await act(async () => bridge.emit('list.changed', { ...state, published: { ...state.published, version: 42 } }))
    expect(page.queryByRole('alert', { name: 'Somebody else changed this rule' })).toBeNull()
    expect((page.getByLabelText('Note') as HTMLTextAreaElement).value).toBe('mine')
  })

  test('a rule that was removed can be saved as a new one', async () => {
    const { bridge, rows } = await showForm(0)
    type('Note', 'mine')
    const good = listBridge(rows)
    rows.shift()
    refuse(bridge)
    await press('Save to the draft')
    expect(page.getByText(/陈立 removed this rule/)).toBeTruthy()
    bridge.answer('list.change', (input) => good.call('list.change', input as never))
    await press('Save as a new rule')
    expect(changes(bridge).at(-1)).toMatchObject([{ op: 'put-rule', expects: null, rule: { note: 'mine' } }])
  })

  test('a lost connection keeps what was typed', async () => {
    const { bridge, list } = await showForm(0)
    type('Note', 'mine')
    bridge.answer('list.change', () => ({ ok: false, error: { kind: 'disconnected' } }))
    await act(async () => bridge.connect(false))
    expect(page.getByText(/What you typed is kept/)).toBeTruthy()
    await press('Save to the draft')
    await act(async () => bridge.connect(true))
    expect(list.form.getState().form?.values.note).toBe('mine')
    expect(page.queryByText(/What you typed is kept/)).toBeNull()
  })
})
