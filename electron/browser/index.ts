import { composePorts } from '#electron/compose.ts'
import { createConsole } from '#electron/console/console.ts'
import { findPageFolder } from './page-folder.ts'
import { runBrowserHost } from './run.ts'

/** The browser host's side of the composition: the real folders, the real switches, the terminal. */
const outcome = await runBrowserHost({
  makeConsole: (ports) => createConsole(composePorts(ports)),
  pageFolder: findPageFolder(import.meta.dirname),
  print: (line) => process.stdout.write(`${line}\n`),
})
// Not process.exit: what was printed must reach a pipe first.
if (outcome !== 'runs') process.exitCode = outcome
