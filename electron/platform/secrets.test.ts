import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from './log.ts'
import { createFileSecrets, safeStorageSealer, type Sealer } from './secrets.ts'

let folder: string
let file: string
let lines: string[]
const log = createLog((_level, line) => lines.push(line))
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-secrets-'))
  file = path.join(folder, 'secrets.json')
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const reversed = (text: string): string => [...text].toReversed().join('')
const reversing: Sealer = { seal: reversed, open: reversed }
const otherMachine: Sealer = {
  seal: reversed,
  open: () => {
    throw new Error('wrong key')
  },
}

describe('the secret store', () => {
  test('keeps a secret across starts', () => {
    createFileSecrets(file, log).set('ami-secret', 'hunter2')
    const again = createFileSecrets(file, log)
    expect(again.has('ami-secret')).toBe(true)
    expect(again.get('ami-secret')).toEqual({ ok: true, value: 'hunter2' })
  })

  test('says what is missing', () => {
    expect(createFileSecrets(file, log).get('ami-secret')).toEqual({ ok: false, error: 'missing' })
  })

  test.runIf(process.platform !== 'win32')('writes a file that only its user can read', () => {
    createFileSecrets(file, log).set('ami-secret', 'hunter2')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test.runIf(process.platform !== 'win32')('takes the file away from others before it reads it, and says so', () => {
    createFileSecrets(file, log).set('ami-secret', 'hunter2')
    chmodSync(file, 0o644)
    createFileSecrets(file, log)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(lines.join()).toContain('mode set to 0600')
  })

  test('forgets a secret for which there is an empty one', () => {
    const secrets = createFileSecrets(file, log)
    secrets.set('ami-secret', 'hunter2')
    secrets.set('other', 'x-secret')
    expect(secrets.set('ami-secret', '').ok).toBe(true)
    for (const store of [secrets, createFileSecrets(file, log)]) {
      expect([store.has('ami-secret'), store.get('ami-secret')]).toEqual([false, { ok: false, error: 'missing' }])
      expect(store.get('other')).toEqual({ ok: true, value: 'x-secret' })
    }
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2')
  })

  test('sets a damaged file aside when a new secret is entered', () => {
    writeFileSync(file, '{"version":1,"secrets":{"ami-secret":{"plain":"hunter2"')
    const secrets = createFileSecrets(file, log)
    expect(secrets.get('ami-secret')).toEqual({ ok: false, error: 'unreadable' })
    expect(secrets.set('ami-secret', 'new')).toEqual({ ok: true, value: null })
    expect(readdirSync(folder).some((name) => name.startsWith('secrets.damaged-'))).toBe(true)
    expect(lines.join()).not.toContain('hunter2')
  })

  test('says that it was not saved', () => {
    const secrets = createFileSecrets('/dev/null/secrets.json', log)
    expect(secrets.set('ami-secret', 'x1y2z3').ok).toBe(false)
    expect(secrets.get('ami-secret').ok).toBe(false)
  })

  test('with a key store never writes the secret itself', () => {
    createFileSecrets(file, log, reversing).set('ami-secret', 'hunter2')
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2')
    expect(createFileSecrets(file, log, reversing).get('ami-secret')).toEqual({ ok: true, value: 'hunter2' })
  })

  test.each([
    ['another machine', otherMachine],
    ['a host without a key store', undefined],
  ])('sealed for one machine is unreadable on %s', (_name, sealer) => {
    createFileSecrets(file, log, reversing).set('ami-secret', 'hunter2')
    expect(createFileSecrets(file, log, sealer).get('ami-secret')).toEqual({ ok: false, error: 'unreadable' })
  })
})

describe('the key store of the system', () => {
  const storage = (available: boolean, backend: 'basic_text' | 'gnome_libsecret') => ({
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => Buffer.from(reversed(text)),
    decryptString: (sealed: Buffer) => reversed(sealed.toString()),
  })

  test.each([
    ['is not available', storage(false, 'gnome_libsecret')],
    ['would seal with a public key (basic_text)', storage(true, 'basic_text')],
  ])('is not used, and said, when it %s', (_name, given) => {
    expect(safeStorageSealer(given, 'linux', log)).toBeUndefined()
    expect(lines.join()).toContain('mode of their file alone')
  })

  test('gives back what it sealed', () => {
    const sealer = safeStorageSealer(storage(true, 'gnome_libsecret'), 'linux', log)
    expect(sealer?.open(sealer.seal('密码'))).toBe('密码')
  })
})
