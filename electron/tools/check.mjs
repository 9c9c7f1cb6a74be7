// Formatting, lint with the borders between the folders, and types: four runtimes, four projects, all at once.
import { run } from './run-program.mjs'

const folders = ['electron', 'renderer', 'shared', 'e2e']
const checks = [
  { name: 'format', program: 'biome', args: ['format', '--colors=off'] },
  { name: 'lint', program: 'oxlint', args: ['--type-aware', '--deny-warnings', ...folders] },
  ...folders.map((folder) => ({ name: `types of ${folder}/`, program: 'tsc', args: ['-p', folder] })),
]

/** One result per tool, for the sum at the end of `npm test`. */
export async function runChecks() {
  const began = performance.now()
  const results = await Promise.all(
    checks.map(async ({ name, program, args }) => {
      const { code, output } = await run(program, args, { quiet: true })
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
      if (code !== 0) console.log(code === 127 ? `${program} cannot be started` : output.trimEnd())
      return code === 0
    }),
  )
  return { passed: results.filter(Boolean).length, failed: results.filter((good) => !good).length }
}

export async function check() {
  return (await runChecks()).failed === 0 ? 0 : 1
}

export async function format() {
  return (await run('biome', ['format', '--write'])).code
}
