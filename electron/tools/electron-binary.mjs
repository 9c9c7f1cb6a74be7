// Electron's package has no install script: its binary is downloaded when it is first asked for, which many networks refuse.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { node } from './run-program.mjs'
import { root } from './setup.mjs'

const home = path.join(root, 'node_modules', 'electron')
const probeMs = 5_000
const downloadMs = 300_000

/** The binary that is there, if one is. */
export function findElectron() {
  const name = pathInDist()
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, path.join(home, 'dist')].filter(Boolean)
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))
}

function pathInDist() {
  const written = path.join(home, 'path.txt')
  if (existsSync(written)) return readFileSync(written, 'utf8').trim()
  return { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
}

/** The binary, downloaded when it is missing and the network lets it through. Says in one line what it does. */
export async function getElectron() {
  const found = findElectron()
  if (found) return found
  if (!(await isReachable())) return undefined
  console.log('Downloading Electron (once, about 120 MB) …')
  await node([path.join(home, 'install.js')], { quiet: true, timeoutMs: downloadMs })
  return findElectron()
}

/** A network without a way out is found in seconds, not after the downloader's last retry. */
async function isReachable() {
  const { env } = process
  if (env.HTTPS_PROXY || env.https_proxy) return true // fetch would not use it; the downloader may
  const mirror =
    env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/electron/electron/releases/'
  try {
    return (await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) })).status < 500
  } catch {
    return false
  }
}
