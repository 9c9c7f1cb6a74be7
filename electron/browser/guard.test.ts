import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installationToken } from './guard.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-token-'))
  file = path.join(folder, 'token')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the token of an installation', () => {
  test('has 256 random bits and is kept for its user alone', () => {
    const token = installationToken(file)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(installationToken(file)).toBe(token)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('is made anew when it was deleted or damaged', () => {
    const token = installationToken(file)
    rmSync(file)
    const second = installationToken(file)
    expect(second).not.toBe(token)
    writeFileSync(file, 'short')
    expect(installationToken(file)).not.toBe(second)
    expect(readFileSync(file, 'utf8')).not.toBe('short')
  })

  test.runIf(process.platform !== 'win32')('is taken away from others', () => {
    installationToken(file)
    chmodSync(file, 0o644)
    installationToken(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('lasts for one run where nothing can be kept', () => {
    expect(installationToken('/dev/null/token')).toHaveLength(43)
  })
})
