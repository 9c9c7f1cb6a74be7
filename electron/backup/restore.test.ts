import { beforeEach, describe, expect, test } from 'vitest'
import type { Problem } from '#shared/ipc/problem.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { writeBackup } from './backup-file.ts'
import { openBackup, restoreBackup } from './restore.ts'
import { sealSecrets } from './sealed-secrets.ts'
import { choose, otherBackup, otherList, otherSite, restorePorts } from './testing.ts'

const passphrase = 'correct horse'
let made: ReturnType<typeof restorePorts>
let plain: Uint8Array
let sealed: Uint8Array
beforeEach(async () => {
  made = restorePorts()
  plain = writeBackup(otherBackup())
  sealed ??= writeBackup(otherBackup({ secrets: await sealSecrets({ 'ami-secret': 'new-secret' }, passphrase) }))
})
const restore = (bytes: Uint8Array, change?: Parameters<typeof choose>[0]) =>
  restoreBackup(bytes, choose(change), made.ports)

const asBefore = (): void => {
  expect(made.ports.settings.get()).toEqual(defaultSettings)
  expect([...made.kept]).toEqual([['ami-secret', 'old-secret']])
  expect(made.published).toEqual([])
}

describe('opening a backup', () => {
  test('tells what is in it and changes nothing', async () => {
    expect(await openBackup(plain, null)).toEqual({
      ok: true,
      value: {
        version: 1,
        at: Date.UTC(2026, 10, 20, 17),
        by: '王班长',
        site: '海滨市水务',
        program: expect.any(String),
        list: { version: 7, rules: 2, classes: otherList.classes.length },
        hasSecrets: false,
        secretsOpen: false,
      },
    })
    asBefore()
  })

  test.each([
    [null, false],
    ['wrong passphrase', false],
    [passphrase, true],
  ])('with the passphrase %j tells whether it opens the secrets', async (given, secretsOpen) => {
    expect(await openBackup(sealed, given)).toMatchObject({ value: { hasSecrets: true, secretsOpen } })
  })
})

describe('restoring', () => {
  test('puts settings and list in place of what was there', async () => {
    expect(await restore(plain)).toEqual({ ok: true, value: { settings: true, list: true, secrets: false } })
    expect(made.ports.settings.get()).toEqual(otherSite)
    expect(made.published).toEqual([{ document: otherList, why: '换机器', approval: false }])
  })

  test('takes only what was chosen', async () => {
    await restore(plain, { settings: false })
    expect(made.ports.settings.get()).toEqual(defaultSettings)
    expect(made.published).toHaveLength(1)
    await restore(plain, { list: false })
    expect(made.ports.settings.get()).toEqual(otherSite)
    expect(made.published).toHaveLength(1)
  })

  test('nothing at all is refused', async () => {
    expect(await restore(plain, { settings: false, list: false })).toMatchObject({ error: { kind: 'invalid-input' } })
  })

  test('takes secrets with the passphrase', async () => {
    expect(await restore(sealed, { secrets: true, passphrase })).toMatchObject({ value: { secrets: true } })
    expect([...made.kept]).toEqual([['ami-secret', 'new-secret']])
  })

  test('of settings of another switch forgets the secret of this one, which is not sent there', async () => {
    await restore(plain)
    expect([...made.kept]).toEqual([])
  })

  test('of settings of the same switch keeps its secret', async () => {
    await restore(writeBackup(otherBackup({ settings: { ...otherSite, connection: defaultSettings.connection } })))
    expect([...made.kept]).toEqual([['ami-secret', 'old-secret']])
  })

  test('keeps approval by a second person only where there are two', async () => {
    const asks = { ...otherSite, access: { ...otherSite.access, approval: true } }
    await restore(writeBackup(otherBackup({ settings: asks })))
    expect(made.ports.settings.get().access.approval).toBe(false)
    await restore(writeBackup(otherBackup({ settings: asks })), { hasApprovers: true })
    expect(made.ports.settings.get().access.approval).toBe(true)
  })

  test('a list that needs a second person leaves it waiting, and says so', async () => {
    made.refuse({ list: { kind: 'not-in-this-state', why: 'approval-needed' } })
    expect(await restore(plain, { approval: true })).toEqual({
      ok: true,
      value: { settings: true, list: false, secrets: false },
    })
  })
})

describe('everything stays as it was', () => {
  const damaged: Problem = { kind: 'bad-rule', issues: [{ field: 'number', code: 'not-a-number' }] }
  test.each([
    ['the list is refused', { list: damaged }, damaged],
    ['settings cannot be written', { settings: true }, { kind: 'not-saved', detail: 'ENOSPC' }],
    ['secrets cannot be written', { secrets: true }, { kind: 'not-saved', detail: 'ENOSPC' }],
  ])('when %s', async (_name, refusal, error) => {
    made.refuse(refusal)
    expect(await restore(sealed, { secrets: true, passphrase })).toEqual({ ok: false, error })
    asBefore()
  })

  test.each([
    ['no passphrase', null, 'passphrase-needed'],
    ['an empty passphrase', '', 'passphrase-needed'],
    ['a wrong passphrase', 'wrong passphrase', 'wrong-passphrase'],
  ])('with %s', async (_name, given, why) => {
    expect(await restore(sealed, { secrets: true, passphrase: given })).toEqual({
      ok: false,
      error: { kind: 'bad-file', why, detail: '' },
    })
    asBefore()
  })

  test('when the file has no secrets', async () => {
    expect(await restore(plain, { secrets: true, passphrase })).toMatchObject({
      error: { kind: 'invalid-input', where: 'secrets' },
    })
    asBefore()
  })

  test('when secrets of another switch should go to this one', async () => {
    expect(await restore(sealed, { settings: false, secrets: true, passphrase })).toMatchObject({
      error: { kind: 'invalid-input', where: 'secrets' },
    })
    asBefore()
  })

  test('when the file was cut off or changed', async () => {
    expect(await restore(plain.subarray(0, -5))).toMatchObject({ error: { why: 'damaged' } })
    const changed = Buffer.from(plain)
    changed[changed.indexOf('海滨') + 3] = 0x41
    expect((await restore(changed)).ok).toBe(false)
    asBefore()
  })

  test('but what another admin has set meanwhile is kept', async () => {
    made.ports.list = {
      async replace() {
        made.ports.settings.update((now) => ({ ...now, defaultLimitSeconds: 33 }))
        return { ok: false, error: damaged }
      },
    }
    expect(await restore(plain)).toMatchObject({ ok: false })
    expect(made.ports.settings.get().defaultLimitSeconds).toBe(33)
  })
})
