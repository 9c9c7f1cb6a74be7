// The suites, and the sum of them that is the last line of `npm test`.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { ensureBuilt } from './build.mjs'
import { runChecks } from './check.mjs'
import { getChromium } from './chromium.mjs'
import { findElectron } from './electron-binary.mjs'
import { node, run } from './run-program.mjs'
import { root } from './setup.mjs'

export async function testAll(args) {
  const suites = [
    { name: 'check', ...(await runChecks()) },
    { name: 'unit', ...(await unit(args)) },
    { name: 'browser', ...(await browser([])) },
  ]
  const failed = suites.reduce((sum, suite) => sum + suite.failed, 0)
  const passed = suites.reduce((sum, suite) => sum + suite.passed, 0)
  const each = suites.map((suite) => `${suite.name} ${suite.passed}${suite.failed ? ` (${suite.failed} failed)` : ''}`)
  console.log(`\n${each.join(', ')}`)
  if (!findElectron()) console.log('electron: skipped, its binary is not on this machine')
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

export const testUnit = async (args) => ((await unit(args)).failed === 0 ? 0 : 1)
export const testBrowser = async (args) => ((await browser(args)).failed === 0 ? 0 : 1)

/** Runs a suite that writes a report, and counts it; a suite that ends without one has failed. */
async function counted(name, program, args, env, count) {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstline-report-'))
  const report = path.join(folder, 'report.json')
  try {
    const { code } = await run(program, args(report), { env: env(report) })
    const { passed, failed } = existsSync(report)
      ? count(JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 0 }
    if (code !== 0 && failed === 0) console.log(`${name}: ended with code ${code}`)
    return { passed, failed: code !== 0 ? Math.max(1, failed) : failed }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const unit = (args) =>
  counted(
    'unit',
    'vitest',
    (report) => ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...args],
    () => ({}),
    // A file that cannot be loaded fails as a suite without tests.
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.testResults.filter(isBroken).length,
    }),
  )
const isBroken = (file) => file.status === 'failed' && file.assertionResults.length === 0

async function browser(args) {
  if (!(await ensureBuilt())) return { passed: 0, failed: 1 }
  const chromium = await getChromium()
  if (!chromium) {
    console.log('browser: no browser here. Install Chromium, Chrome or Edge, or set FIRSTLINE_CHROMIUM to one.')
    return { passed: 0, failed: 1 }
  }
  const projects = ['--project=browser', ...(findElectron() ? ['--project=electron'] : [])]
  return playwright('browser', [...projects, ...args], { FIRSTLINE_CHROMIUM: chromium })
}

const playwright = (name, args, env) =>
  counted(
    name,
    'playwright',
    () => ['test', '--reporter=dot,json', ...args],
    (report) => ({ ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
    ({ stats, errors }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }),
  )

const cannotRun = 77

/** The specs that need a real Asterisk. Where there can be none, one line says why; only in CI is that a failure. */
export async function testSwitch(args) {
  const specs = path.join(root, 'e2e', 'specs', 'switch')
  if (!existsSync(specs) || readdirSync(specs).length === 0) return skipped('there are no specs in e2e/specs/switch')
  const up = await run(path.join(root, 'e2e', 'asterisk', 'up'), [], { quiet: true })
  if (up.code === cannotRun || up.code === 127)
    return skipped(up.output.trim().split('\n').at(-1) || 'e2e/asterisk/up cannot be run')
  if (up.code !== 0) {
    console.error(up.output)
    return 1
  }
  try {
    if (!(await ensureBuilt())) return 1
    const chromium = await getChromium()
    const { passed, failed } = await playwright('switch', ['--project=switch', ...args], {
      FIRSTLINE_CHROMIUM: chromium ?? '',
    })
    console.log(`${passed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    // Whoever had it running goes on using it.
    if (!up.output.includes('already running'))
      await run(path.join(root, 'e2e', 'asterisk', 'down'), [], { quiet: true })
  }
}

function skipped(why) {
  console.log(`switch: skipped, ${why}`)
  return process.env.CI ? 1 : 0
}

export async function runProgram(file, args) {
  if (!existsSync(path.join(root, file))) {
    console.error(`${file} does not exist yet.`)
    return 1
  }
  if (!(await ensureBuilt())) return 1
  return (await node([file, ...args])).code
}
