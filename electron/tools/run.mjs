// The one entry of every npm script: `node electron/tools/run.mjs <task>`. Plain JavaScript for Node 20, because it runs
// before anything is installed: it installs what is missing, puts Node 24 first in PATH, and starts the task.
import process from 'node:process'
import { ensureInstalled, root, putNode24First } from './setup.mjs'

const tasks = {
  start: async () => (await import('./start.mjs')).start(),
  dev: async () => (await import('./dev.mjs')).dev(),
  build: async () => (await import('./build.mjs')).build(),
  package: async (args) => (await import('./build.mjs')).packageProgram(args),
  format: async () => (await import('./check.mjs')).format(),
  check: async () => (await import('./check.mjs')).check(),
  test: async (args) => (await import('./test.mjs')).testAll(args),
  'test:unit': async (args) => (await import('./test.mjs')).testUnit(args),
  'test:browser': async (args) => (await import('./test.mjs')).testBrowser(args),
  'test:switch': async (args) => (await import('./test.mjs')).testSwitch(args),
  bench: async (args) => (await import('./test.mjs')).runProgram('e2e/bench/index.ts', args),
  pictures: async (args) => (await import('./test.mjs')).runProgram('e2e/pictures.ts', args),
}

const [name = '', ...args] = process.argv.slice(2)
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined
if (!task) {
  console.error(`Tasks: ${Object.keys(tasks).join(', ')}`)
  process.exit(2)
}
process.chdir(root)
if (!ensureInstalled() || !putNode24First()) process.exit(1)
process.exitCode = await task(args)
