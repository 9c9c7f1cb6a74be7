// `npm start`: the console in its own window, or in the browser where Electron cannot run. One line says why.
import process from 'node:process'
import { ensureBuilt } from './build.mjs'
import { getElectron } from './electron-binary.mjs'
import { node, run } from './run-program.mjs'
import { root } from './setup.mjs'

export async function start() {
  if (!(await ensureBuilt())) return 1
  const host = await chooseHost()
  if (host.browser) {
    if (host.why) console.log(`${host.why}: Firstline opens in the browser.`)
    return (await node(['out/main/browser.js'])).code
  }
  const began = performance.now()
  const { code } = await run(host.electron, [root, ...(asRoot() ? ['--no-sandbox'] : [])])
  // The loader's code for a missing system library, or no such program: it never opened a window.
  if (code !== 127 || performance.now() - began > 10_000) return code
  console.log('Electron cannot run here (a system library is missing): Firstline opens in the browser.')
  return (await node(['out/main/browser.js'])).code
}

const asRoot = () => process.platform === 'linux' && process.getuid?.() === 0

/** FIRSTLINE_HOST=electron or =browser overrides what is found out about the machine. */
export async function chooseHost() {
  const asked = process.env.FIRSTLINE_HOST
  if (asked === 'browser') return { browser: true }
  if (asked !== 'electron') {
    if (asRoot()) return { browser: true, why: 'Electron does not run as root' }
    const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY
    if (process.platform === 'linux' && !display) return { browser: true, why: 'There is no display for Electron' }
  }
  const electron = await getElectron()
  return electron ? { electron } : { browser: true, why: "Electron's binary cannot be downloaded here" }
}
