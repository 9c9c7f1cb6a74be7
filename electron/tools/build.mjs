// Building, and knowing whether it is needed.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './run-program.mjs'
import { root } from './setup.mjs'

const stamp = path.join(root, 'out', '.built')
const sources = [
  'electron',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]

export async function build() {
  rmSync(stamp, { force: true })
  const began = performance.now()
  const { code, output } = await run('electron-vite', ['build', '--logLevel', 'warn'], { quiet: true })
  if (code !== 0) {
    console.error(`${output}\nThe program could not be built: see the lines above.`)
    return 1
  }
  writeFileSync(stamp, '')
  console.log(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  return 0
}

/** True once the built program is as new as its sources. */
export async function ensureBuilt() {
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0
  const newest = Math.max(...sources.map((name) => newestIn(path.join(root, name))))
  return newest < built || (await build()) === 0
}

/** Folders count too: a file that was removed or renamed leaves no newer file. */
function newestIn(name) {
  const stat = statSync(name, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return name.includes('.test.') ? 0 : stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(name).map((entry) => newestIn(path.join(name, entry))))
}

export async function packageProgram(args) {
  if ((await build()) !== 0) return 1
  return (await run('electron-builder', args)).code
}
