// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { ImportRow, ImportTable } from '#shared/ipc/list-view.ts'
import type { MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { listBridge, noChanges, sampleVersion } from '#renderer/testing/sample-list.ts'
import { giveElementsSize } from '#renderer/testing/sized-elements.ts'
import { sampleNow } from '#renderer/testing/sample-view.ts'
import { ListView } from './ListView.tsx'

let stop = (): void => undefined
beforeEach(() => giveElementsSize())
afterEach(() => {
  stop()
  cleanup()
})

async function show(answers: (bridge: MemoryBridge) => void = () => undefined) {
  const bridge = listBridge()
  answers(bridge)
  const shown = await renderScreen(bridge, <ListView />)
  stop = shown.stop
  return { bridge, list: shown.screen.list }
}
const press = async (name: string | RegExp): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const saveDialog = async (): Promise<void> =>
  act(async () => {
    fireEvent.click(within(page.getByRole('dialog')).getByRole('button', { name: 'Save to the draft' }))
  })
const asked = (bridge: MemoryBridge, name: string): unknown[] =>
  bridge.asked.filter((call) => call.name === name).map(({ input }) => input)

describe('an import', () => {
  const table: ImportTable = {
    format: 'csv',
    encoding: 'gb18030',
    sheets: [],
    rows: 4,
    columns: [
      { index: 0, header: '客户', samples: ['市人民医院'] },
      { index: 1, header: '电话', samples: ['0755-2688 4100'] },
      { index: 2, header: '说明', samples: ['夜间'] },
    ],
    suggested: ['name', 'condition', 'ignore'],
  }
  const wrong: ImportRow = {
    row: 3,
    state: 'wrong',
    cells: ['media', '138*', ''],
    issues: [{ field: 'number', code: 'not-a-number', value: '138*', column: 1 }],
  }
  const good: ImportRow = { row: 2, state: 'new', cells: ['市人民医院', '0755-2688 4100', '夜间'], issues: [] }

  function answers(bridge: MemoryBridge): void {
    bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f1', chunkBytes: 1000 } }))
    bridge.answer('import.open', () => ({ ok: true, value: table }))
    bridge.answer('import.preview', () => ({
      ok: true,
      value: { rows: 4, new: 3, changed: 0, same: 0, wrong: 1, missing: 2 },
    }))
    bridge.answer('import.rows', (input) => {
      const { show: which } = input as CommandInput<'import.rows'>
      return {
        ok: true,
        value: { rows: which === 'wrong' ? [wrong] : [good, wrong], total: which === 'wrong' ? 1 : 4 },
      }
    })
    bridge.answer('import.apply', () => ({ ok: true, value: { revision: 8, added: 3, changed: 0, removed: 2 } }))
  }
  const drop = async (file: File): Promise<void> =>
    act(async () => void fireEvent.drop(page.getByRole('main'), { dataTransfer: { types: ['Files'], files: [file] } }))

  test('goes from a dropped file over columns and rows into the draft, and changes nothing before', async () => {
    const { bridge } = await show(answers)
    await drop(new File(['x'], 'hospitals.csv'))
    await page.findByText('hospitals.csv')
    expect((page.getByLabelText('Encoding') as HTMLSelectElement).value).toBe('gb18030')
    fireEvent.change(page.getByLabelText('What the column “说明” means'), { target: { value: 'note' } })
    fireEvent.change(page.getByLabelText('Class'), { target: { value: 'key-customer' } })
    await press('Look at the rows')
    expect(asked(bridge, 'import.preview')).toEqual([
      {
        fileId: 'f1',
        encoding: 'gb18030',
        fields: ['name', 'condition', 'note'],
        defaults: { classId: 'key-customer', severity: 'class', conditionKind: 'caller-number' },
      },
    ])
    expect(asked(bridge, 'import.apply')).toEqual([])
    fireEvent.click(page.getByLabelText('Also remove the 2 rules that the file does not have'))
    await press('Take over 5 rules into the draft')
    expect(asked(bridge, 'import.apply')).toEqual([{ fileId: 'f1', removeMissing: true, revision: 7 }])
    expect(page.getByText(/hospitals.csv is in the draft/)).toBeTruthy()
  })

  test('begins with the wrong rows, and names row, cell and reason', async () => {
    await show(answers)
    await drop(new File(['x'], 'hospitals.csv'))
    await page.findByText('hospitals.csv')
    await press('Look at the rows')
    const row = await waitFor(() => {
      const found = page.getAllByRole('row').find((one) => one.dataset.state === 'wrong')
      if (!found) throw new Error('not yet')
      return within(found)
    })
    expect(row.getByText('3')).toBeTruthy()
    expect(row.getByText('“138*” is not a number').closest('[data-wrong="true"]')?.textContent).toContain('138*')
  })

  test('of a field that stands in one column already takes it from there', async () => {
    await show(answers)
    await drop(new File(['x'], 'hospitals.csv'))
    await page.findByText('hospitals.csv')
    fireEvent.change(page.getByLabelText('What the column “说明” means'), { target: { value: 'name' } })
    expect((page.getByLabelText('What the column “客户” means') as HTMLSelectElement).value).toBe('ignore')
  })

  test('of what is no table says why in words, and nothing else happens', async () => {
    const { bridge } = await show(answers)
    bridge.answer('import.open', () => ({ ok: false, error: { kind: 'bad-file', why: 'not-text', detail: '' } }))
    await drop(new File(['x'], 'photo.csv'))
    const alert = await page.findByRole('alert')
    expect(alert.textContent).toContain('photo.csv')
    expect(alert.textContent?.length).toBeGreaterThan('photo.csv '.length)
    expect(asked(bridge, 'import.preview')).toEqual([])
  })

  test('is not offered by dropping to whoever may only look', async () => {
    const { bridge } = await show((of) => {
      answers(of)
      of.answer('session.get', () => ({
        ok: true,
        value: { role: 'reception', by: '', seesNumbers: false, access: 'pins', people: [] },
      }))
    })
    await drop(new File(['x'], 'hospitals.csv'))
    expect(asked(bridge, 'files.begin')).toEqual([])
  })
})

describe('the test box', () => {
  test('asks by Enter and reads out the winner, the reason and who lost', async () => {
    const { bridge } = await show((of) =>
      of.answer('list.try', () => ({
        ok: true,
        value: {
          caller: { key: '+8675526884100', kind: 'fixed' },
          used: { vdn: '8001', area: 'repair', learned: true },
          winner: {
            ruleId: 'a',
            name: 'Repair VDN',
            classId: 'repair',
            severity: 'P1',
            because: { kind: 'vdn', vdn: '8001' },
          },
          others: [
            {
              ruleId: 'c',
              name: 'Hospitals',
              classId: 'key-customer',
              severity: 'P2',
              because: { kind: 'caller-list', count: 103 },
              why: 'lower-severity',
            },
          ],
        },
      })),
    )
    const panel = within(page.getByRole('complementary', { name: 'Try a call' }))
    fireEvent.change(panel.getByLabelText('Caller number'), { target: { value: '+86 755 2688 4100' } })
    fireEvent.change(panel.getByLabelText('Transfer code'), { target: { value: '1' } })
    fireEvent.click(panel.getByRole('checkbox', { name: 'Now' }))
    fireEvent.change(panel.getByLabelText('Date'), { target: { value: '2026-11-22' } })
    fireEvent.change(panel.getByLabelText('Time'), { target: { value: '02:00' } })
    await act(async () => void fireEvent.submit(panel.getByLabelText('Caller number')))
    expect(asked(bridge, 'list.try')).toMatchObject([
      { of: 'draft', call: { callerNumber: '+86 755 2688 4100', at: Date.UTC(2026, 10, 21, 18), callsBefore: 0 } },
    ])
    const result = within(panel.getByRole('status'))
    expect(result.getByText('Because VDN is 8001')).toBeTruthy()
    expect(result.getByText('fixed line +8675526884100')).toBeTruthy()
    expect(result.getByText(/lower severity/)).toBeTruthy()
  })

  test('says so when what was typed is not what was judged any more', async () => {
    await show((of) =>
      of.answer('list.try', () => ({
        ok: true,
        value: { caller: { key: '', kind: 'withheld' }, used: { learned: false }, others: [] },
      })),
    )
    const panel = within(page.getByRole('complementary', { name: 'Try a call' }))
    await act(async () => void fireEvent.submit(panel.getByLabelText('VDN')))
    expect(panel.getByText('Not listed: no rule matches')).toBeTruthy()
    fireEvent.change(panel.getByLabelText('VDN'), { target: { value: '8001' } })
    expect(panel.getByText(/press Enter to judge it anew/)).toBeTruthy()
  })
})

describe('the dry run', () => {
  test('counts per class and lists the calls, with the number as it came', async () => {
    const { list } = await show((of) =>
      of.answer('list.dryRun', () => ({
        ok: true,
        value: {
          calls: 412,
          from: sampleNow - 86_400_000,
          to: sampleNow,
          listedBefore: 20,
          listedAfter: 21,
          newly: [
            {
              callId: 'x/1',
              at: sampleNow,
              callerNumber: '138****5207',
              vdn: '8003',
              after: { ruleId: 'n', name: 'Media', classId: 'complaint', severity: 'P2' },
            },
          ],
          newlyCount: 3,
          noLonger: [],
          noLongerCount: 0,
          differently: [],
          differentlyCount: 0,
          perClass: [{ classId: 'complaint', before: 4, after: 7 }],
        },
      })),
    )
    await act(async () => list.showPanel('dry-run'))
    const panel = within(page.getByRole('complementary', { name: 'What the draft does to calls' }))
    expect(panel.getByRole('row', { name: 'Complaint 4 7' })).toBeTruthy()
    expect(panel.getByText('138****5207')).toBeTruthy()
    expect(panel.getByText('2 more are not shown')).toBeTruthy()
    expect(panel.queryByText('No longer listed')).toBeNull()
  })
})

describe('the history', () => {
  const versions = [
    sampleVersion({ version: 41, by: '陈立', why: 'new hospital', changes: { ...noChanges, added: 1 } }),
    sampleVersion({ version: 40, by: '王敏', why: 'media', kind: 'undone', fromVersion: 38, approvedBy: '陈立' }),
    sampleVersion({ version: 39, why: '' }),
  ]
  const answers = (bridge: MemoryBridge): void => {
    bridge.answer('list.versions', () => ({ ok: true, value: { versions, total: 3 } }))
    bridge.answer('list.undo', () => ({
      ok: true,
      value: { published: sampleVersion({ version: 42, kind: 'undone', fromVersion: 39 }), conflicts: 2 },
    }))
  }

  test('says who, why and what, and compares any two versions', async () => {
    const { bridge } = await show(answers)
    await press('History')
    const second = page.getAllByRole('listitem').find((one) => one.dataset.version === '40')
    expect(second?.textContent).toContain('version 38 again')
    expect(second?.textContent).toContain('approved by 陈立')
    expect(asked(bridge, 'list.difference').at(-1)).toMatchObject({ before: 40, after: 41 })
    await act(async () => void fireEvent.click(page.getByRole('radio', { name: 'Old Version 39' })))
    expect(asked(bridge, 'list.difference').at(-1)).toMatchObject({ before: 39, after: 41 })
  })

  test('an older version is published again with a reason, and the draft’s conflicts are told', async () => {
    const { bridge } = await show(answers)
    await press('History')
    const buttons = page.getAllByRole('button', { name: 'Publish this again…' })
    await act(async () => void fireEvent.click(buttons[1] as HTMLElement))
    fireEvent.change(page.getByLabelText('Why'), { target: { value: 'wrong number' } })
    await press('Publish version 39 again')
    expect(asked(bridge, 'list.undo')).toEqual([{ version: 39, why: 'wrong number' }])
    expect(page.getByText(/as version 42\. 2 rules of the draft differ/)).toBeTruthy()
  })
})

describe('the classes', () => {
  test('are edited by the revision that was seen, without what only the screen has', async () => {
    const { bridge } = await show()
    await press('Classes and dialling')
    await press('Edit class Complaint')
    fireEvent.change(page.getByLabelText('Name in English'), { target: { value: 'Grievance' } })
    fireEvent.click(page.getByRole('radio', { name: 'Teal' }))
    await saveDialog()
    expect(asked(bridge, 'list.change')).toEqual([
      {
        ops: [
          {
            op: 'put-class',
            expects: 0,
            class: {
              id: 'complaint',
              name: { zh: '投诉', en: 'Grievance' },
              severity: 'P2',
              colour: 'teal',
              shape: 'diamond',
              sound: 'severity',
            },
          },
        ],
      },
    ])
  })

  test('that rules have cannot be removed, and say how many', async () => {
    await show()
    await press('Classes and dialling')
    await press('Edit class Complaint')
    expect((page.getByRole('button', { name: 'Remove class' }) as HTMLButtonElement).disabled).toBe(true)
    expect(page.getByText('1 rule has it, so it cannot be removed')).toBeTruthy()
  })

  test('P1 is never silent', async () => {
    const { bridge } = await show()
    await press('Classes and dialling')
    await press('Edit class Emergency repair')
    fireEvent.change(page.getByLabelText('Sound'), { target: { value: 'silent' } })
    await saveDialog()
    expect(page.getByText('P1 can never be silent')).toBeTruthy()
    expect(asked(bridge, 'list.change')).toEqual([])
  })

  test('the area code is part of the draft', async () => {
    const { bridge } = await show()
    await press('Classes and dialling')
    fireEvent.change(page.getByLabelText('Area code'), { target: { value: '021' } })
    const form = page.getByLabelText('Area code').closest('form')
    await act(async () => void (form && fireEvent.submit(form)))
    expect(asked(bridge, 'list.change')).toEqual([
      { ops: [{ op: 'set-dial', dial: { country: 'CN', areaCode: '021' } }] },
    ])
  })
})
