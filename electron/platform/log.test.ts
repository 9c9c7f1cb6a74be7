import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import electronLog from 'electron-log/node'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLog, fileSink } from './log.ts'
import { createFileSecrets } from './secrets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const written = (): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('')

describe('the log file', () => {
  test('is written wherever the program is started from', () => {
    const at = (name: string): string => JSON.stringify(import.meta.resolve(name))
    const program = `
      import electronLog from ${at('electron-log/node')}
      import { createLog, fileSink } from ${at('./log.ts')}
      createLog(fileSink(electronLog, process.env.FOLDER)).info('started')`
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: path.parse(tmpdir()).root,
      env: { ...process.env, FOLDER: folder },
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(written()).toContain('info started')
  })

  test('says once what electron-log itself throws', () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const broken = electronLog.create({ logId: 'broken' })
    const create = vi.spyOn(electronLog, 'create').mockReturnValue(broken)
    const log = createLog(fileSink(electronLog, folder))
    broken.transports.file.resolvePathFn = () => {
      throw new Error('no path\nat all')
    }
    log.info('one')
    log.info('two')
    create.mockRestore()
    expect(said.mock.calls).toEqual([['The log cannot be written: Error: no path\n']])
    said.mockRestore()
  })

  test('of a run with callers and a password holds neither', () => {
    const log = createLog(fileSink(electronLog, folder))
    const secrets = createFileSecrets(path.join(folder, 'secrets.json'), log)
    secrets.set('ami-secret', 'Tr0ub4dor&3')
    log.info('new call', {
      callId: '1',
      callerNumber: '13811111111',
      callerName: '王小明',
      startedAt: 1_795_000_000_000,
    })
    log.warn('login of firstline with Tr0ub4dor&3 refused', { secret: 'Tr0ub4dor&3' })
    log.error('unexpected', { error: new Error('Originate to +8613811111111 with Tr0ub4dor&3 failed') })
    const text = written()
    expect(text).toContain('138****1111')
    expect(text).toContain('1795000000000')
    expect(text).not.toMatch(/13811111111|王小明|Tr0ub4dor/)
  })

  test('is only for its user', () => {
    createLog(fileSink(electronLog, folder)).info('started')
    expect(statSync(path.join(folder, 'firstline.log')).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
  })

  test('keeps one line per message', () => {
    createLog(fileSink(electronLog, folder)).info('100 % of $& %s\r\n2026 error forged', { name: 'a\nb' })
    const lines = written().trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('100 % of $& %s')
  })

  test('rotates by size and keeps five files', () => {
    const log = createLog(fileSink(electronLog, folder))
    const line = 'x'.repeat(1024 * 1024)
    for (let i = 0; i < 40; i += 1) log.info(line)
    expect(readdirSync(folder).toSorted()).toEqual([
      'firstline.1.log',
      'firstline.2.log',
      'firstline.3.log',
      'firstline.4.log',
      'firstline.log',
    ])
  })

  test('that cannot be written does not stop the console, and is said in one line', () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    createLog(fileSink(electronLog, '/dev/null/nowhere')).error('lost')
    expect(said.mock.calls).toHaveLength(1)
    expect(String(said.mock.calls[0]?.[0]).split('\n')).toHaveLength(2)
  })
})

test('messages below the level are not written', () => {
  const lines: string[] = []
  createLog((_level, line) => lines.push(line), 'warn').info('quiet')
  expect(lines).toEqual([])
})
