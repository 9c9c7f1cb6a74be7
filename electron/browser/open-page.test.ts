import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openerOf, openPage, writeOpeningPage } from './open-page.ts'

const page = '/home/wang/.config/firstline/open.html'
const display = { DISPLAY: ':0' }

test.each([
  ['on macOS', { env: {}, platform: 'darwin' }, 'open'],
  ['on Windows', { env: {}, platform: 'win32' }, 'explorer.exe'],
  ['on a Linux desktop', { env: display, platform: 'linux' }, 'xdg-open'],
  ['on Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux' }, 'xdg-open'],
  ['not on a server', { env: {}, platform: 'linux' }, undefined],
  ['not in CI', { env: { ...display, CI: 'true' }, platform: 'linux' }, undefined],
  ['not when told so', { env: { ...display, FIRSTLINE_NO_OPEN: '1' }, platform: 'darwin' }, undefined],
] as const)('the browser is opened %s', (_name, machine, program) => {
  expect(openerOf(machine, page)?.[0]).toBe(program)
})

describe('the page that leads to the console', () => {
  const token = 'secret-token'
  const url = `http://127.0.0.1:4750/#token=${token}`
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'firstline-open-'))
    file = path.join(folder, 'home', 'open.html')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('holds the address, for its user alone', () => {
    writeOpeningPage(file, url)
    expect(readFileSync(file, 'utf8')).toContain(`<meta http-equiv="refresh" content="0;url=${url}">`)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('lets no address write markup', () => {
    writeOpeningPage(file, 'http://127.0.0.1/"><script>')
    expect(readFileSync(file, 'utf8')).not.toContain('<script>')
  })

  test.runIf(process.platform === 'linux')(
    'is what the browser is given: the token is in no command line',
    async () => {
      const told = path.join(folder, 'told')
      writeFileSync(
        path.join(folder, 'xdg-open'),
        `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline > ${told}.part\nmv ${told}.part ${told}\n`,
      )
      chmodSync(path.join(folder, 'xdg-open'), 0o755)
      const before = process.env['PATH']
      process.env['PATH'] = `${folder}:${before}`
      try {
        openPage({ env: display, platform: 'linux', userHome: folder }, file, url)
        await expect.poll(() => existsSync(told), { timeout: 5000 }).toBe(true)
      } finally {
        process.env['PATH'] = before
      }
      expect(readFileSync(told, 'utf8')).toContain(file)
      expect(readFileSync(told, 'utf8')).not.toContain(token)
    },
  )

  test('is not needed where nothing can be written', () => {
    openPage({ env: display, platform: 'linux', userHome: folder }, '/dev/null/open.html', url)
  })
})
