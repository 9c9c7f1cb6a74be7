import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingsVersion } from '#shared/settings/migrations.ts'
import { backupName, canonical, mostBackupBytes, readBackup, writeBackup } from './backup-file.ts'
import { openSecrets, sealSecrets } from './sealed-secrets.ts'
import { otherBackup, otherList, otherSite, writtenAs } from './testing.ts'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const refused = (why: string, detail: unknown = expect.any(String)) => ({
  ok: false,
  error: { kind: 'bad-file', why, detail },
})

describe('a backup', () => {
  test('is read as it was written', () => {
    expect(readBackup(writeBackup(otherBackup()))).toEqual({
      ok: true,
      value: { ...otherBackup(), program: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    })
  })

  test('leaves out the list that version 1 of the settings still carried', () => {
    const written = text(writeBackup(otherBackup({ settings: { ...otherSite, listOfVersion1: { rules: [] } } })))
    expect(written).not.toContain('listOfVersion1')
  })

  test('written anew by a tool with its keys in another order is the same', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, item]) => [key, turned(item)]),
            )
          : value
    expect(readBackup(writtenAs(turned)).ok).toBe(true)
  })

  test('of settings of an older program is brought to the present version', async () => {
    const { access: _access, ...version1 } = otherSite
    const old = await import('./backup-file.ts')
    const bytes = old.writeBackup(
      otherBackup({ settings: { ...version1, version: 1, list: { version: 3 } } as unknown as typeof otherSite }),
    )
    expect(readBackup(bytes)).toMatchObject({ ok: true, value: { settings: { version: settingsVersion, access: {} } } })
  })

  test.each([
    ['海滨市水务', 'firstline-backup-海滨市水务-2026-11-21.json'],
    ['a/b\\c:*?"<>|d', 'firstline-backup-a-b-c-d-2026-11-21.json'],
    ['../..', 'firstline-backup-site-2026-11-21.json'],
    ['', 'firstline-backup-site-2026-11-21.json'],
  ])('of the site %j has a name that every system takes', (site, name) => {
    expect(backupName(site, Date.UTC(2026, 10, 20, 17), 'Asia/Shanghai')).toBe(name)
  })
})

describe('a file is refused', () => {
  test.each<[string, Uint8Array, string, string?]>([
    ['that is empty', new Uint8Array(), 'empty'],
    ['that is too large', new Uint8Array(mostBackupBytes + 1), 'too-large', '50 MB'],
    ['that is binary', Uint8Array.of(0x50, 0x4b, 3, 4, 0xff, 0xfe), 'not-a-backup'],
    ['that is a table', Buffer.from('姓名,号码\n王,13811111111\n'), 'not-a-backup'],
    ['that is other JSON', Buffer.from('{"format":"something-else","version":1}'), 'not-a-backup'],
    ['that is a JSON list', Buffer.from('[]'), 'not-a-backup'],
    ['without a checksum', writtenAs((raw) => ({ ...raw, checksum: undefined })), 'damaged', 'checksum'],
    ['with a checksum that is none', writtenAs((raw) => ({ ...raw, checksum: 'x' })), 'damaged', 'checksum'],
    ['in which a word was changed', writtenAs((raw) => ({ ...raw, by: '李四' })), 'damaged', 'checksum'],
    ['to which a word was added', writtenAs((raw) => ({ ...raw, more: 1 })), 'damaged', 'checksum'],
    ['of a newer program', writtenAs((raw) => ({ ...raw, version: 2 })), 'newer-version', '2 > 1'],
    [
      'nested without end',
      Buffer.from(
        `{"format":"firstline-backup","version":1,"checksum":"${'0'.repeat(64)}","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      ),
      'damaged',
    ],
  ])('%s', (_name, bytes, why, detail) => {
    expect(readBackup(bytes)).toEqual(refused(why, detail))
  })

  test.each([
    [
      'settings of a newer program',
      { settings: { ...otherSite, version: 99 } },
      'newer-version',
      `settings 99 > ${settingsVersion}`,
    ],
    [
      'settings that are none',
      { settings: { ...otherSite, defaultLimitSeconds: -1 } },
      'damaged',
      'settings.defaultLimitSeconds',
    ],
    [
      'a rule that is none',
      { list: { ...otherBackup().list, document: { ...otherList, rules: [{ id: 'x' }] } } },
      'damaged',
      'list.document.rules.0.name',
    ],
    [
      'a key that would eat the machine',
      { secrets: { kdf: { name: 'scrypt', N: 2 ** 30, r: 8, p: 1 } } },
      'damaged',
      'secrets.kdf.N',
    ],
  ])('with %s, although its checksum is right', (_name, change, why, detail) => {
    expect(readBackup(writeBackup(otherBackup(change as object)))).toEqual(refused(why, detail))
  })

  test('wherever it was cut off', () => {
    const whole = writeBackup(otherBackup())
    fc.assert(
      fc.property(fc.integer({ min: 60, max: whole.length - 1 }), (length) => {
        expect(readBackup(whole.subarray(0, length))).toMatchObject(refused('damaged'))
      }),
    )
  })

  test('whichever letter of it was changed', () => {
    const whole = Buffer.from(writeBackup(otherBackup()))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 32, max: 126 }), (at, letter) => {
        fc.pre(whole[at] !== letter)
        const changed = Buffer.from(whole)
        changed[at] = letter
        expect(readBackup(changed).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

describe('secrets', () => {
  const passphrase = '正确的马电池订书钉'

  test('are nowhere in the clear in the file, and open with the passphrase', async () => {
    const secrets = await sealSecrets({ 'ami-secret': 'hunter2' }, passphrase)
    const written = text(writeBackup(otherBackup({ secrets })))
    expect(written).not.toContain('hunter2')
    expect(written).not.toContain(Buffer.from('hunter2').toString('base64').slice(0, 8))
    expect(written).not.toContain(passphrase)
    const read = readBackup(Buffer.from(written))
    const sealed = read.ok ? read.value.secrets : null
    expect(sealed && (await openSecrets(sealed, passphrase))).toEqual({ 'ami-secret': 'hunter2' })
  })

  test('do not open with another passphrase, or after a change', async () => {
    const sealed = await sealSecrets({ 'ami-secret': 'hunter2' }, passphrase)
    const data = Buffer.from(sealed.data, 'base64')
    data[0] = (data[0] ?? 0) ^ 1
    expect(await openSecrets(sealed, 'wrong passphrase')).toBeUndefined()
    expect(await openSecrets({ ...sealed, data: data.toString('base64') }, passphrase)).toBeUndefined()
    expect(await openSecrets({ ...sealed, data: '' }, passphrase)).toBeUndefined()
  })

  test('look different each time', async () => {
    const [a, b] = await Promise.all([sealSecrets({ a: 'b' }, passphrase), sealSecrets({ a: 'b' }, passphrase)])
    expect([a.salt === b.salt, a.iv === b.iv, a.data === b.data]).toEqual([false, false, false])
  })
})

test('canonical text does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonical(turned)).toBe(canonical(value))
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
