// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RuleRow } from '#shared/ipc/list-view.ts'
import type { MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { listBridge, sampleRow, threeRows } from '#renderer/testing/sample-list.ts'
import { giveElementsSize } from '#renderer/testing/sized-elements.ts'
import { ListView } from './ListView.tsx'

let stop = (): void => undefined
beforeEach(() => giveElementsSize())
afterEach(() => {
  stop()
  cleanup()
})

async function showList(rows: RuleRow[] = threeRows(), bridge = listBridge(rows)) {
  const shown = await renderScreen(bridge, <ListView />)
  stop = shown.stop
  if (rows.length > 0) await waitFor(() => expect(row(0)).toBeTruthy())
  return { bridge, list: shown.screen.list }
}
const row = (index: number): HTMLElement | null => document.querySelector(`[data-row="${index}"][data-rule]`)
const cell = (index: number, name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-row="${index}"] [data-cell="${name}"]`)
  if (!found) throw new Error(`no cell ${index} ${name}`)
  return found
}
const key = async (name: string, options: KeyboardEventInit = {}): Promise<void> =>
  act(async () => void fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...options }))
const focused = (): string => {
  const element = document.activeElement
  return `${element?.closest('[data-row]')?.getAttribute('data-row')} ${element?.getAttribute('data-cell')}`
}
const ops = (bridge: MemoryBridge): unknown[] =>
  bridge.asked.filter(({ name }) => name === 'list.change').flatMap(({ input }) => (input as { ops: unknown[] }).ops)
const selectedRows = (): string[] =>
  [...document.querySelectorAll('[data-rule][aria-selected="true"]')].map((one) => one.getAttribute('data-rule') ?? '')

describe('the grid by keyboard', () => {
  test('has one tab stop, and arrows, Home, End and the page keys move in it', async () => {
    await showList()
    expect(document.querySelectorAll('.rule-grid [tabindex="0"]')).toHaveLength(1)
    act(() => cell(0, 'name').focus())
    await key('ArrowDown')
    expect(focused()).toBe('1 name')
    await key('ArrowRight')
    expect(focused()).toBe('1 class')
    await key('End')
    expect(focused()).toBe('1 enabled')
    await key('Home')
    expect(focused()).toBe('1 select')
    await key('End', { ctrlKey: true })
    expect(focused()).toBe('2 enabled')
    await key('PageUp')
    expect(focused()).toBe('0 enabled')
    await key('ArrowUp')
    expect(focused()).toBe('-1 enabled')
  })

  test('tells a reader how many rows there are and which ones these are', async () => {
    await showList()
    expect(page.getByRole('grid').getAttribute('aria-rowcount')).toBe('4')
    expect(row(1)?.getAttribute('aria-rowindex')).toBe('3')
    expect(page.getAllByRole('columnheader')[1]?.getAttribute('aria-sort')).toBe('ascending')
  })

  test('Enter on a head sorts by it, and again turns it round', async () => {
    const { bridge } = await showList()
    act(() => cell(-1, 'severity').focus())
    await key('Enter')
    await key('Enter')
    const sorts = bridge.asked
      .filter(({ name }) => name === 'list.page')
      .map(({ input }) => (input as { sort: unknown }).sort)
    expect(sorts.slice(-2)).toEqual([
      { column: 'severity', descending: false },
      { column: 'severity', descending: true },
    ])
  })

  test('Space selects, Shift and arrows extend, Ctrl A is everything that the filter shows, Escape is nothing', async () => {
    await showList()
    act(() => cell(0, 'name').focus())
    await key(' ')
    expect(selectedRows()).toEqual(['a'])
    await key('ArrowDown', { shiftKey: true })
    expect(selectedRows()).toEqual(['a', 'b'])
    await key('a', { ctrlKey: true })
    expect(page.getByText('All 3 that the filter shows')).toBeTruthy()
    await key('Escape')
    expect(selectedRows()).toEqual([])
  })

  test('F2 edits the cell, Enter takes it, with the revision of the row that was seen', async () => {
    const { bridge } = await showList()
    act(() => cell(0, 'name').focus())
    await key('F2')
    const field = within(cell(0, 'name')).getByRole('textbox')
    fireEvent.change(field, { target: { value: 'Gas leak' } })
    await key('Enter')
    expect(ops(bridge)).toMatchObject([{ op: 'put-rule', expects: 0, rule: { id: 'a', name: 'Gas leak' } }])
    expect(focused()).toBe('0 name')
    expect(cell(0, 'name').textContent).toContain('Gas leak')
  })

  test('Escape leaves the cell as it was', async () => {
    const { bridge } = await showList()
    act(() => cell(0, 'name').focus())
    await key('Enter')
    fireEvent.change(within(cell(0, 'name')).getByRole('textbox'), { target: { value: 'Gas leak' } })
    await key('Escape')
    expect(ops(bridge)).toEqual([])
    expect(cell(0, 'name').textContent).toContain('Repair VDN')
    expect(focused()).toBe('0 name')
  })

  test('Tab takes what was typed and goes on typing in the next cell', async () => {
    const { bridge } = await showList()
    act(() => cell(0, 'name').focus())
    await key('Enter')
    fireEvent.change(within(cell(0, 'name')).getByRole('textbox'), { target: { value: 'Gas leak' } })
    await key('Tab')
    fireEvent.change(within(cell(0, 'class')).getByRole('combobox'), { target: { value: 'complaint' } })
    await key('Enter')
    expect(ops(bridge)).toMatchObject([
      { op: 'put-rule', expects: 0, rule: { name: 'Gas leak' } },
      { op: 'put-rule', expects: 8, rule: { name: 'Gas leak', classId: 'complaint' } },
    ])
  })

  test('a condition of one number is typed in its cell, any other opens the form', async () => {
    const { bridge } = await showList()
    act(() => cell(0, 'condition').focus())
    await key('Enter')
    fireEvent.change(within(cell(0, 'condition')).getByRole('textbox'), { target: { value: '8009' } })
    await key('Enter')
    expect(ops(bridge)).toMatchObject([{ rule: { condition: { kind: 'vdn', vdn: '8009' } } }])
    await key('ArrowDown')
    await key('ArrowDown')
    await key('Enter')
    expect(page.getByRole('complementary', { name: 'Edit rule' })).toBeTruthy()
  })

  test('a number list is never sent along with another change of the rule', async () => {
    const { bridge } = await showList()
    act(() => cell(2, 'owner').focus())
    await key('Enter')
    fireEvent.change(within(cell(2, 'owner')).getByRole('textbox'), { target: { value: '王敏' } })
    await key('Enter')
    expect(ops(bridge)).toMatchObject([{ rule: { owner: '王敏', condition: { kind: 'caller-list', numbers: null } } }])
  })

  test('what the console refuses stays in the cell, with the reason', async () => {
    const { bridge } = await showList()
    bridge.answer('list.change', () => ({
      ok: false,
      error: { kind: 'bad-rule', issues: [{ field: 'number', code: 'not-a-prefix', value: '138*' }] },
    }))
    act(() => cell(0, 'condition').focus())
    await key('Enter')
    const field = within(cell(0, 'condition')).getByRole('textbox')
    fireEvent.change(field, { target: { value: '138*' } })
    await key('Enter')
    expect(within(cell(0, 'condition')).getByRole('alert').textContent).toContain('“138*” cannot begin a number')
    expect((field as HTMLInputElement).value).toBe('138*')
  })

  test('Enter on the state switches the rule at once', async () => {
    const { bridge } = await showList()
    act(() => cell(1, 'enabled').focus())
    await key('Enter')
    expect(ops(bridge)).toMatchObject([{ op: 'put-rule', rule: { id: 'b', enabled: false } }])
  })

  test('Alt and arrows move the rule, and the focus goes with it', async () => {
    const { bridge } = await showList()
    act(() => cell(1, 'name').focus())
    await key('ArrowUp', { altKey: true })
    expect(ops(bridge)).toEqual([{ op: 'move-rule', ruleId: 'b', before: 'a' }])
    expect(focused()).toBe('0 name')
  })

  test('Insert begins a new rule with the focus in its name', async () => {
    await showList()
    act(() => cell(0, 'name').focus())
    await key('Insert')
    expect(page.getByRole('complementary', { name: 'New rule' })).toBeTruthy()
    expect(document.activeElement).toBe(page.getByRole('textbox', { name: 'Name' }))
  })

  test('Delete removes from the draft, and Undo puts it back in its place', async () => {
    const { bridge } = await showList()
    act(() => cell(1, 'name').focus())
    await key('Delete')
    await waitFor(() => expect(ops(bridge)).toEqual([{ op: 'remove-rules', rules: { ids: ['b'] }, seen: 7 }]))
    await act(async () => void fireEvent.click(page.getByRole('button', { name: 'Undo' })))
    expect(ops(bridge).at(-1)).toMatchObject({ op: 'put-rule', expects: null, before: 'c', rule: { id: 'b' } })
  })

  test('many are asked about before they go, because they could not be had back by one press', async () => {
    const rows = Array.from({ length: 80 }, (_, at) => sampleRow(`r${at}`, at + 1))
    const { bridge } = await showList(rows)
    act(() => cell(0, 'name').focus())
    await key('a', { ctrlKey: true })
    await key('Delete')
    const dialog = await page.findByRole('alertdialog')
    expect(ops(bridge)).toEqual([])
    await act(async () => void fireEvent.click(within(dialog).getByRole('button', { name: 'Remove 80 rules' })))
    expect(ops(bridge)).toEqual([{ op: 'remove-rules', rules: { filter: {}, except: [] }, seen: 7 }])
  })
})

describe('the grid by mouse', () => {
  test('a double click edits, a click on the box selects, Shift and a click take the range', async () => {
    await showList()
    fireEvent.doubleClick(cell(0, 'name'))
    expect(within(cell(0, 'name')).getByRole('textbox')).toBeTruthy()
    await key('Escape')
    fireEvent.click(cell(0, 'select'))
    await act(async () => void fireEvent.click(cell(2, 'name'), { shiftKey: true }))
    await act(async () => void fireEvent.click(cell(2, 'name'), { shiftKey: true }))
    expect(selectedRows()).toEqual(['a', 'b', 'c'])
  })

  test('the selection is switched off, and given another class, in one go', async () => {
    const { bridge } = await showList()
    fireEvent.click(cell(0, 'select'))
    fireEvent.click(cell(1, 'select'))
    const bar = within(page.getByRole('group', { name: 'With the selected rules' }))
    await act(async () => void fireEvent.click(bar.getByRole('button', { name: 'Switch off' })))
    await act(async () => void fireEvent.change(bar.getByRole('combobox'), { target: { value: 'complaint' } }))
    expect(ops(bridge)).toEqual([
      { op: 'set-enabled', rules: { ids: ['a', 'b'] }, enabled: false },
      { op: 'set-class', rules: { ids: ['a', 'b'] }, classId: 'complaint' },
    ])
  })
})

describe('what the grid says', () => {
  test('marks and findings are words, not colour alone', async () => {
    const [first = sampleRow('a', 1)] = threeRows()
    await showList([
      { ...first, change: 'new', findings: [{ kind: 'duplicate', of: 'Old repair', ofId: 'x' }] },
      { ...first, rule: { ...first.rule, id: 'b' }, position: 2, change: 'changed' },
    ])
    expect(within(cell(0, 'name')).getByText('New')).toBeTruthy()
    expect(within(cell(0, 'name')).getByText('Same condition as the rule “Old repair”.')).toBeTruthy()
    expect(within(cell(1, 'name')).getByText('Changed')).toBeTruthy()
  })

  test('a filter that finds nothing says so, and can be cleared', async () => {
    const { bridge } = await showList()
    await act(
      async () => void fireEvent.change(page.getByLabelText('Name, number, VDN, note…'), { target: { value: 'zzz' } }),
    )
    expect(await page.findByText('No rule fits the filter.')).toBeTruthy()
    await act(async () => void fireEvent.click(page.getByRole('button', { name: 'Clear the filter' })))
    await waitFor(() => expect(row(0)).toBeTruthy())
    expect(bridge.asked.filter(({ name }) => name === 'list.page').at(-1)?.input).toMatchObject({ filter: {} })
  })

  test('somebody else’s change is on the screen without a press', async () => {
    const rows = threeRows()
    const { bridge, list } = await showList(rows)
    const state = list.getState().list
    const [first] = rows
    if (!state || !first) throw new Error('no list')
    rows[0] = { ...first, rule: { ...first.rule, name: 'By another' }, rev: 8 }
    await act(async () => bridge.emit('list.changed', { ...state, draft: { ...state.draft, revision: 8 } }))
    await waitFor(() => expect(cell(0, 'name').textContent).toContain('By another'))
  })

  test('the rule that has the focus exists even when it is scrolled away', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => sampleRow(`r${at}`, at + 1))
    await showList(rows)
    act(() => cell(0, 'name').focus())
    await key('End', { ctrlKey: true })
    await waitFor(() => expect(focused()).toBe('2999 enabled'))
  })
})

describe('a screen that may only look', () => {
  test('sees the rules and the reason, and nothing that changes them', async () => {
    const bridge = listBridge()
    bridge.answer('session.get', () => ({
      ok: true,
      value: { role: 'reception', by: '', seesNumbers: true, access: 'pins', people: [] },
    }))
    await showList(threeRows(), bridge)
    expect(page.getByText(/it takes the role administrator|takes the role administrator/)).toBeTruthy()
    expect(page.queryByRole('button', { name: /New rule/ })).toBeNull()
    expect(page.queryByRole('button', { name: 'Import…' })).toBeNull()
    act(() => cell(0, 'name').focus())
    await key('Delete')
    await key('Insert')
    await key('Enter')
    expect(ops(bridge)).toEqual([])
    const form = page.getByRole('complementary', { name: 'Look at the rule' })
    expect(within(form).queryByRole('button', { name: 'Save to the draft' })).toBeNull()
  })
})

describe('somebody else changes the list while a cell is typed in', () => {
  async function typing() {
    const rows = threeRows()
    const { bridge, list } = await showList(rows)
    act(() => cell(1, 'name').focus())
    await key('F2')
    fireEvent.change(within(cell(1, 'name')).getByRole('textbox'), { target: { value: 'Half typ' } })
    const changed = async (): Promise<void> => {
      const state = list.getState().list
      if (!state) throw new Error('no list')
      await act(async () => bridge.emit('list.changed', { ...state, draft: { ...state.draft, revision: 20 } }))
    }
    return { rows, list, changed }
  }

  test('what was typed goes with the row when it moves', async () => {
    const { rows, changed } = await typing()
    rows.reverse()
    rows.push(sampleRow('d', 4))
    rows.unshift(rows.pop() ?? sampleRow('d', 4))
    await changed()
    await waitFor(() => expect(row(2)?.dataset.rule).toBe('b'))
    expect((within(cell(2, 'name')).getByRole('textbox') as HTMLInputElement).value).toBe('Half typ')
  })

  test('what was typed goes on in the form when the rule is removed', async () => {
    const { rows, list, changed } = await typing()
    rows.splice(1, 1)
    await changed()
    expect(await page.findByText(/removed this rule/)).toBeTruthy()
    expect(list.form.getState().form?.values.name).toBe('Half typ')
  })
})

describe('the keys of the page', () => {
  test('an arrow from nowhere goes into the grid, a stroke to the filter and back, T to the test box', async () => {
    await showList()
    act(() => (document.activeElement as HTMLElement | null)?.blur())
    await key('ArrowDown')
    expect(focused()).toBe('0 name')
    await key('/')
    expect(document.activeElement).toBe(page.getByLabelText('Name, number, VDN, note…'))
    await key('ArrowDown')
    expect(focused()).toBe('0 name')
    await key('t')
    await waitFor(() => expect(document.activeElement).toBe(page.getByRole('textbox', { name: 'Caller number' })))
  })

  test('Ctrl Enter opens the publishing of a draft that differs, and nothing else', async () => {
    const { bridge, list } = await showList()
    await key('Enter', { ctrlKey: true })
    expect(page.queryByRole('dialog')).toBeNull()
    const state = list.getState().list
    if (!state) throw new Error('no list')
    const changes = { ...state.draft.changes, added: 1 }
    await act(async () => bridge.emit('list.changed', { ...state, draft: { ...state.draft, changes } }))
    await key('Enter', { ctrlKey: true })
    expect(page.getByRole('dialog', { name: 'Publish the list' })).toBeTruthy()
  })

  test('an unsaved rule can be gone back to from another panel', async () => {
    const { list } = await showList()
    await key('Insert')
    fireEvent.change(page.getByRole('textbox', { name: 'Name' }), { target: { value: 'Half typ' } })
    await act(async () => list.showPanel('changes'))
    await act(async () => void fireEvent.click(page.getByRole('button', { name: 'Go on editing' })))
    expect((page.getByRole('textbox', { name: 'Name' }) as HTMLInputElement).value).toBe('Half typ')
  })
})
