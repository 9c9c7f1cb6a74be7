// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { AccessPolicy, BackupSummary, PersonView } from '#shared/ipc/access-view.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { sampleDesk, sampleNow, sampleSession, sampleSignedIn } from '#renderer/testing/sample-view.ts'
import { People } from './People.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

const policy: AccessPolicy = {
  baseRole: 'reception',
  idleMinutes: 15,
  numbers: { viewer: false, reception: true, supervisor: true },
  approval: false,
}
const people: PersonView[] = [
  { id: 'zhang', name: '张伟', role: 'admin', lastSignInAt: sampleNow - 60_000 },
  { id: 'li', name: '李娜', role: 'supervisor' },
]

async function show(known = people, session = sampleSignedIn(), language: Language = 'en'): Promise<MemoryBridge> {
  const bridge = createMemoryBridge()
  bridge.answer('session.get', () => ({ ok: true, value: session }))
  bridge.answer('people.list', () => ({ ok: true, value: { people: known, policy } }))
  const shown = await renderScreen(bridge, <People />, language)
  stop = shown.stop
  await act(async () => undefined)
  return bridge
}
const asked = (bridge: MemoryBridge, name: string): unknown[] =>
  bridge.asked.filter((call) => call.name === name).map(({ input }) => input)
const type = (label: string, value: string): void =>
  void fireEvent.change(page.getByLabelText(label), { target: { value } })
const press = async (name: string): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const check = async (name: string): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('checkbox', { name })))
const row = (id: string) => {
  const found = document.querySelector<HTMLElement>(`[data-person="${id}"]`)
  if (!found) throw new Error(`no row of ${id}`)
  return within(found)
}

describe('people', () => {
  test('are listed with their role and their last sign-in', async () => {
    await show()
    expect(row('zhang').getByText('administrator')).toBeTruthy()
    expect(row('zhang').getByText('14:31:00')).toBeTruthy()
    expect(row('zhang').getByText('you')).toBeTruthy()
    expect(row('li').getByText('never')).toBeTruthy()
  })

  test('are added with a role and a PIN that was typed twice', async () => {
    const bridge = await show()
    await press('Add a person')
    type('Name', '王芳')
    fireEvent.change(page.getByLabelText('Role'), { target: { value: 'supervisor' } })
    type('PIN', '1357')
    await press('Save')
    expect(page.getByText('The two PINs differ')).toBeTruthy()
    type('PIN once more', '1357')
    await press('Save')
    expect(asked(bridge, 'people.put')).toEqual([{ name: '王芳', role: 'supervisor', pin: '1357' }])
    expect(page.getByText('王芳 saved')).toBeTruthy()
    expect(page.queryByLabelText('PIN')).toBeNull()
  })

  test('keep their PIN when none is typed', async () => {
    const bridge = await show()
    await press('Change 李娜')
    type('Name', '李娜娜')
    await press('Save')
    expect(asked(bridge, 'people.put')).toEqual([{ id: 'li', name: '李娜娜', role: 'supervisor' }])
  })

  test('are removed after a question, and the last admin stays', async () => {
    const bridge = await show()
    bridge.answer('people.remove', () => ({ ok: false, error: { kind: 'not-in-this-state', why: 'last-admin' } }))
    await press('Remove 张伟')
    expect(asked(bridge, 'people.remove')).toEqual([])
    await act(async () => void fireEvent.click(row('zhang').getByRole('button', { name: 'Remove' })))
    expect(asked(bridge, 'people.remove')).toEqual([{ id: 'zhang' }])
    expect(page.getByText(/the last administrator/)).toBeTruthy()
  })

  test('begin with an admin at a desk without PINs', async () => {
    await show([], sampleSession())
    await press('Add a person')
    expect(page.getByLabelText<HTMLSelectElement>('Role').value).toBe('admin')
    expect(page.getByLabelText('Role').querySelectorAll('option')).toHaveLength(1)
  })

  test('are shown to admins only; others read who may', async () => {
    const bridge = await show(people, sampleDesk(), 'zh')
    expect(page.getByText('需要管理员身份。')).toBeTruthy()
    expect(page.getByText('可由以下人员登录：张伟。')).toBeTruthy()
    expect(asked(bridge, 'people.list')).toEqual([])
  })
})

describe('the rules of access', () => {
  test('send only what is different', async () => {
    const bridge = await show()
    bridge.answer('access.set', (input) => ({ ok: true, value: { ...policy, ...(input as object) } }))
    type('Sign out after minutes without input', '5')
    await check('Reception')
    await press('Save the rules')
    expect(asked(bridge, 'access.set')).toEqual([
      { idleMinutes: 5, numbers: { viewer: false, reception: false, supervisor: true } },
    ])
    expect(page.getByText('Saved')).toBeTruthy()
    expect(page.getByLabelText<HTMLInputElement>('Sign out after minutes without input').value).toBe('5')
  })

  test.each(['0', '721', 'ten', ''])('refuse %j minutes in words', async (minutes) => {
    const bridge = await show()
    type('Sign out after minutes without input', minutes)
    expect(page.getByText('A whole number from 1 to 720')).toBeTruthy()
    await press('Save the rules')
    expect(asked(bridge, 'access.set')).toEqual([])
  })

  test('say that one admin alone cannot approve, and word the refusal', async () => {
    const bridge = await show()
    bridge.answer('access.set', () => ({ ok: false, error: { kind: 'not-in-this-state', why: 'no-approver' } }))
    await check('Another administrator must approve before the list is published')
    expect(page.getByText(/nobody could approve/)).toBeTruthy()
    await press('Save the rules')
    expect(page.getByText(/no other administrator who could approve/)).toBeTruthy()
  })

  test('that another admin changed are followed where this one has not touched them', async () => {
    const bridge = await show()
    type('Sign out after minutes without input', '5')
    const changed = { ...policy, baseRole: 'viewer' as const }
    bridge.answer('people.list', () => ({ ok: true, value: { people, policy: changed } }))
    await act(async () => bridge.emit('session.changed', {}))
    bridge.answer('access.set', () => ({ ok: true, value: { ...changed, idleMinutes: 5 } }))
    await press('Save the rules')
    expect(asked(bridge, 'access.set')).toEqual([{ idleMinutes: 5 }])
  })
})

describe('the backup', () => {
  const summary: BackupSummary = {
    version: 1,
    at: sampleNow - 60_000,
    by: '张伟',
    site: '示例市燃气',
    program: '0.2.0',
    list: { version: 12, rules: 268, classes: 5 },
    hasSecrets: true,
    secretsOpen: false,
  }

  test('is exported with a passphrase that was typed twice, which is then forgotten', async () => {
    const bridge = await show()
    bridge.answer('backup.export', () => ({
      ok: true,
      value: { fileId: 'f', name: 'firstline-backup.json', bytes: 2 },
    }))
    bridge.answer('files.read', () => ({ ok: true, value: { data: 'e30=', end: true } }))
    type('Passphrase (optional)', 'short')
    await press('Export')
    expect(page.getByText('A passphrase has at least 8 characters')).toBeTruthy()
    type('Passphrase (optional)', 'long enough')
    await press('Export')
    expect(page.getByText('The two passphrases differ')).toBeTruthy()
    expect(asked(bridge, 'backup.export')).toEqual([])
    type('Passphrase once more', 'long enough')
    await press('Export')
    expect(asked(bridge, 'backup.export')).toEqual([{ passphrase: 'long enough' }])
    expect(page.getByText('firstline-backup.json exported')).toBeTruthy()
    expect(page.getByLabelText<HTMLInputElement>('Passphrase (optional)').value).toBe('')
    expect(page.getByLabelText<HTMLInputElement>('Passphrase once more').value).toBe('')
  })

  async function open(bridge: MemoryBridge): Promise<void> {
    bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f', chunkBytes: 4 } }))
    bridge.answer('files.write', () => ({ ok: true, value: { received: 0 } }))
    bridge.answer('backup.open', (input) => ({
      ok: true,
      value: { ...summary, secretsOpen: (input as { passphrase: unknown }).passphrase === 'long enough' },
    }))
    const input = document.querySelector<HTMLInputElement>('input[type="file"]')
    if (!input) throw new Error('no file input')
    const file = new File(['{"a":1}'], 'backup.json')
    await act(async () => void fireEvent.change(input, { target: { files: [file] } }))
    await page.findByText('backup.json')
  }

  test('is opened in pieces, and says what is in it before anything happens', async () => {
    const bridge = await show()
    await open(bridge)
    expect(asked(bridge, 'files.write')).toHaveLength(2)
    expect(asked(bridge, 'backup.open')).toEqual([{ fileId: 'f', passphrase: null }])
    expect(page.getByText('version 12, 268 rules, 5 classes')).toBeTruthy()
    expect(page.getByText('14:31:00 by 张伟')).toBeTruthy()
    expect(page.getByRole('checkbox', { name: 'Passwords' }).hasAttribute('disabled')).toBe(true)
    expect(asked(bridge, 'backup.restore')).toEqual([])
  })

  test('is restored in the parts that were chosen, with the reason', async () => {
    const bridge = await show()
    await open(bridge)
    await check('Settings (site, connection, queue areas, rules of access)')
    await press('Restore what is ticked')
    expect(page.getByText('Say why')).toBeTruthy()
    bridge.answer('backup.restore', () => ({ ok: true, value: { settings: false, list: true, secrets: false } }))
    type('Why it is restored', 'new machine')
    await press('Restore what is ticked')
    expect(asked(bridge, 'backup.restore')).toEqual([
      { fileId: 'f', passphrase: null, settings: false, list: true, secrets: false, why: 'new machine' },
    ])
    expect(page.getByText('Restored: priority list')).toBeTruthy()
  })

  test('whose list a second person must approve says that it is not in force yet', async () => {
    const bridge = await show()
    await open(bridge)
    bridge.answer('backup.restore', () => ({ ok: true, value: { settings: true, list: false, secrets: false } }))
    type('Why it is restored', 'new machine')
    await press('Restore what is ticked')
    expect(page.getByText(/Restored: settings/)).toBeTruthy()
    expect(page.getByText(/once another administrator approves it/)).toBeTruthy()
  })

  test('gives its passwords for the passphrase only', async () => {
    const bridge = await show()
    await open(bridge)
    type('Passphrase of the backup', 'something else')
    await press('Check the passphrase')
    expect(page.getByText('The passphrase is wrong.')).toBeTruthy()
    expect(page.getByText('version 12, 268 rules, 5 classes')).toBeTruthy()
    type('Passphrase of the backup', 'long enough')
    await press('Check the passphrase')
    expect(page.getByText('in this file, the passphrase is right')).toBeTruthy()
    await check('Passwords')
    bridge.answer('backup.restore', () => ({ ok: true, value: { settings: true, list: true, secrets: true } }))
    type('Why it is restored', 'new machine')
    await press('Restore what is ticked')
    expect(asked(bridge, 'backup.restore')).toMatchObject([{ passphrase: 'long enough', secrets: true }])
    expect(page.getByText('Restored: settings, priority list, passwords')).toBeTruthy()
    expect(page.queryByLabelText('Passphrase of the backup')).toBeNull()
  })

  test('that is not one is worded, with the place', async () => {
    const bridge = await show(people, sampleSignedIn(), 'zh')
    bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f', chunkBytes: 100 } }))
    bridge.answer('backup.open', () => ({
      ok: false,
      error: { kind: 'bad-file', why: 'newer-version', detail: '9' },
    }))
    const input = document.querySelector<HTMLInputElement>('input[type="file"]')
    if (!input) throw new Error('no file input')
    await act(async () => void fireEvent.change(input, { target: { files: [new File(['{}'], 'b.json')] } }))
    expect(await page.findByText('文件来自更新版本的先接，请先升级本机。（9）')).toBeTruthy()
  })
})
