// Programs that a task starts. They get the terminal, the changed PATH, and the signals that reach the task.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { root } from './setup.mjs'

const windows = process.platform === 'win32'

/** Answers the exit code; a signal counts as 1, a program that is missing as 127. */
export function run(program, args, { env = {}, quiet = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...colours(program), ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // The commands of packages are .cmd files there.
      shell: windows && !program.endsWith('.exe'),
    })
    let output = ''
    child.stdout?.on('data', (data) => (output += data))
    child.stderr?.on('data', (data) => (output += data))
    const late = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    // A terminal sends Ctrl-C to the child too; whoever kills only this process means both.
    const pass = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
    const end = (code) => {
      clearTimeout(late)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass)
      resolve({ code, output })
    }
    child.on('error', () => end(127))
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Colours are for eyes: in a pipe they hide the words. Playwright knows, and warns when it is told. */
const colours = (program) =>
  process.stdout.isTTY || program === 'playwright' ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }

/** Node with the changed PATH: Node 24, not the one that runs this. */
export const node = (args, options) => run('node', args, options)
