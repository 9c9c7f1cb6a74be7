import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * The borders between the folders, each crossed once on purpose: a rule that nothing can break would be no rule. All files
 * are linted in one run, in a folder of their own, with the repository's configuration.
 */
const root = path.resolve(import.meta.dirname, '..', '..')

type Case = { file: string; imports: string; rule?: string }
const restricted = 'no-restricted-imports'
const crosses = (file: string, imports: string): Case => ({ file, imports, rule: restricted })
const keeps = (file: string, imports: string): Case => ({ file, imports })

const cases: Case[] = [
  crosses('shared/std/a.ts', '#shared/domain/call/call.ts'),
  crosses('shared/std/b.ts', 'zod'),
  crosses('shared/domain/call/a.ts', '#shared/ipc/view.ts'),
  crosses('shared/domain/call/b.ts', 'zod'),
  crosses('shared/domain/call/c.ts', 'node:fs'),
  crosses('shared/domain/call/d.ts', 'libphonenumber-js'),
  keeps('shared/domain/call/e.ts', '#shared/std/result.ts'),
  keeps('shared/domain/dial/a.ts', 'libphonenumber-js'),
  crosses('shared/ipc/a.ts', 'node:fs'),
  crosses('shared/ipc/b.ts', '#electron/links/link.ts'),
  keeps('shared/ipc/c.ts', 'zod'),
  crosses('shared/settings/a.ts', 'react'),
  crosses('shared/settings/a.test.ts', '#electron/store/settings.ts'),
  crosses('electron/links/a.ts', './ami/client.ts'),
  crosses('electron/links/b.ts', '#electron/console/console.ts'),
  crosses('electron/links/ami/a.ts', '#electron/links/sip/client.ts'),
  crosses('electron/links/ami/b.ts', '#electron/console/console.ts'),
  crosses('electron/links/ami/c.ts', '#electron/store/settings.ts'),
  crosses('electron/links/ami/d.ts', 'electron'),
  keeps('electron/links/ami/e.ts', '#electron/links/link.ts'),
  crosses('electron/practice/a.ts', '#electron/links/ami/framing.ts'),
  crosses('electron/console/a.ts', '#electron/links/ami/client.ts'),
  crosses('electron/console/b.ts', '#electron/platform/log.ts'),
  crosses('electron/console/c.ts', 'node:fs'),
  keeps('electron/console/d.ts', '#electron/links/link.ts'),
  crosses('electron/list/a.ts', '#electron/console/console.ts'),
  crosses('electron/list/b.ts', '#electron/links/link.ts'),
  crosses('electron/list/tables/a.ts', 'xlsx'),
  keeps('electron/list/c.ts', 'node:sqlite'),
  crosses('electron/reports/a.ts', '#electron/console/console.ts'),
  crosses('electron/reports/b.ts', '#electron/journal/open-journal.ts'),
  keeps('electron/reports/c.ts', 'papaparse'),
  crosses('electron/console/g.ts', '#electron/journal/open-journal.ts'),
  keeps('electron/console/f.ts', '#electron/journal/journal.ts'),
  crosses('electron/ipc/a.ts', '#electron/main/security.ts'),
  keeps('electron/ipc/b.ts', '#electron/access/mask.ts'),
  crosses('electron/access/a.ts', '#electron/console/console.ts'),
  crosses('electron/access/b.ts', '#electron/store/settings.ts'),
  keeps('electron/access/c.ts', '#electron/platform/private-file.ts'),
  crosses('electron/files/a.ts', '#electron/access/access-desk.ts'),
  crosses('electron/backup/a.ts', '#electron/list/keeper.ts'),
  crosses('electron/backup/b.ts', '#electron/access/people-file.ts'),
  keeps('electron/backup/c.ts', '#electron/list/list-keeper.ts'),
  crosses('electron/console/e.ts', '#electron/access/people-file.ts'),
  crosses('electron/store/a.ts', 'electron-store'),
  crosses('electron/store/b.ts', '#electron/links/link.ts'),
  crosses('electron/platform/a.ts', 'electron'),
  crosses('electron/platform/b.ts', 'electron-log/main'),
  crosses('electron/platform/c.ts', '#electron/store/settings.ts'),
  crosses('electron/browser/a.ts', 'electron'),
  crosses('electron/browser/b.ts', '#electron/main/security.ts'),
  crosses('electron/browser/c.ts', '#renderer/state/bridge.ts'),
  crosses('electron/main/a.ts', '#renderer/state/bridge.ts'),
  keeps('electron/main/b.ts', 'electron'),
  crosses('electron/preload/a.ts', '#electron/store/settings.ts'),
  crosses('electron/preload/b.ts', 'node:fs'),
  keeps('electron/preload/c.ts', 'electron'),
  crosses('electron/a.ts', 'electron/main'),
  crosses('electron/console/a.test.ts', '#renderer/state/bridge.ts'),
  crosses('renderer/state/a.ts', 'react-aria-components'),
  crosses('renderer/state/b.ts', '#electron/ipc/registrar.ts'),
  crosses('renderer/components/a.tsx', '#renderer/views/wall/Wall.tsx'),
  crosses('renderer/components/b.tsx', 'node:fs'),
  crosses('renderer/views/wall/a.tsx', '#electron/ipc/registrar.ts'),
  crosses('renderer/views/wall/a.test.tsx', '#electron/ipc/registrar.ts'),
  crosses('renderer/main.tsx', 'electron'),
  crosses('e2e/specs/a.ts', '#renderer/state/bridge.ts'),
  crosses('electron/ipc/up.ts', '../console/console.ts'),
  crosses('renderer/app/up.ts', './deep/../../state/bridge.ts'),
  crosses('shared/ipc/up.ts', '..'),
  crosses('e2e/specs/up.ts', '../fakes/server.ts'),
]

type Text = { file: string; text: string; rule: string }
const texts: Text[] = [
  {
    file: 'shared/domain/call/global.ts',
    text: 'export const now = () => performance.now()',
    rule: 'no-restricted-globals',
  },
  { file: 'shared/ipc/global.ts', text: 'export const at = window.location', rule: 'no-restricted-globals' },
  { file: 'electron/links/console.ts', text: "console.log('x')", rule: 'no-console' },
  { file: 'renderer/app/console.ts', text: "console.warn('x')", rule: 'no-console' },
  { file: 'electron/store/any.ts', text: 'export const value: any = 1', rule: 'no-explicit-any' },
  { file: 'electron/store/bang.ts', text: 'export const f = (a?: string) => a!', rule: 'no-non-null-assertion' },
  { file: 'electron/ipc/long.ts', text: `${'// line\n'.repeat(401)}export {}`, rule: 'max-lines' },
  {
    file: 'electron/ipc/deep.ts',
    text: `export function f() {\n${'  f()\n'.repeat(131)}}`,
    rule: 'max-lines-per-function',
  },
  {
    file: 'electron/ipc/one.ts',
    text: "import { two } from './two.ts'\nexport const one = () => two",
    rule: 'no-cycle',
  },
  {
    file: 'electron/ipc/two.ts',
    text: "import { one } from './one.ts'\nexport const two = () => one",
    rule: 'no-cycle',
  },
]

let found: Map<string, string[]>
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-borders-'))
  cpSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'))
  const files = [
    ...texts,
    ...cases.map(({ file, imports }) => ({ file, text: `import x from '${imports}'\nexport { x }` })),
  ]
  for (const { file, text } of files) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(folder, file), `${text}\n`)
  }
  const program = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const args = [program, '--format=json', 'electron', 'renderer', 'shared', 'e2e']
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] }
  found = new Map()
  for (const { filename, code } of diagnostics) {
    const file = filename.split(path.sep).join('/')
    found.set(file, [...(found.get(file) ?? []), code])
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the borders', () => {
  test.each(cases.filter(({ rule }) => rule !== undefined))('$file may not import $imports', ({ file }) => {
    expect(found.get(file)?.join()).toContain(restricted)
  })

  test.each(cases.filter(({ rule }) => rule === undefined))('$file may import $imports', ({ file }) => {
    expect(found.get(file)).toBeUndefined()
  })

  test.each(texts)('$file breaks $rule', ({ file, rule }) => {
    expect(found.get(file)?.join()).toContain(rule)
  })
})
