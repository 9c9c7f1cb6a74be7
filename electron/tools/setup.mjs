// What a machine must have before a task can run.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
const windows = process.platform === 'win32'

/** Installs when something that the lock file names is missing or of another version. */
export function ensureInstalled() {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major < 20) {
    console.error(`Firstline needs Node 20 or newer to start; this is ${process.version}. https://nodejs.org`)
    return false
  }
  if (isInstalled()) return true
  console.log('Installing packages (once, about half a minute) …')
  // `ci` refuses a lock file that was made where a registry lacked the packages of some other system. `install` takes the
  // versions of the same lock file, and looks for those packages once more.
  if (npm('ci', 'ignore') === 0 || npm('install', 'inherit') === 0) return true
  console.error('The packages could not be installed: see the lines above. Is the npm registry reachable?')
  return false
}

function npm(command, stdio) {
  const flags = [command, '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  return spawnSync(windows ? 'npm.cmd' : 'npm', flags, { cwd: root, stdio, shell: windows }).status
}

/** Compares what npm says it installed with the lock file: times of files mean nothing after a checkout. */
function isInstalled() {
  try {
    const installed = packagesOf('node_modules/.package-lock.json')
    const wanted = packagesOf('package-lock.json')
    const same = Object.entries(installed).every(([name, { version }]) => wanted[name]?.version === version)
    return same && Object.entries(wanted).every(([name, { optional }]) => name === '' || optional || name in installed)
  } catch {
    return false
  }
}

const packagesOf = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages

/** Node 24 comes as a package for three systems; elsewhere the machine's own must do. */
export function putNode24First() {
  const system = { linux: 'linux', win32: 'win', darwin: 'darwin' }[process.platform]
  const folder = path.join(root, 'node_modules', `node-${system}-${process.arch}`, 'bin')
  const packaged = path.join(folder, windows ? 'node.exe' : 'node')
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) {
    setPath([folder, binFolder])
    return true
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 13)) {
    setPath([binFolder])
    return true
  }
  console.error(
    `Firstline needs Node 22.13 or newer on ${process.platform}-${process.arch}; this is ${process.version}. https://nodejs.org`,
  )
  return false
}

const binFolder = path.join(root, 'node_modules', '.bin')

function setPath(folders) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  process.env[name] = [...folders, process.env[name]].join(path.delimiter)
}
