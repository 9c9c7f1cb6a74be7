import { expect, test } from 'vitest'
import { openerOf } from './open-page.ts'

const url = 'http://127.0.0.1:4750/'
const display = { DISPLAY: ':0' }

test.each([
  ['on macOS', { env: {}, platform: 'darwin' }, 'open'],
  ['on Windows', { env: {}, platform: 'win32' }, 'cmd'],
  ['on a Linux desktop', { env: display, platform: 'linux' }, 'xdg-open'],
  ['on Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux' }, 'xdg-open'],
  ['not on a server', { env: {}, platform: 'linux' }, undefined],
  ['not in CI', { env: { ...display, CI: 'true' }, platform: 'linux' }, undefined],
  ['not when told so', { env: { ...display, FIRSTLINE_NO_OPEN: '1' }, platform: 'darwin' }, undefined],
] as const)('the browser is opened %s', (_name, machine, program) => {
  expect(openerOf(machine, url)?.[0]).toBe(program)
})
