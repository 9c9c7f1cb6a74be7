import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import { createDraftBook } from './draft-book.ts'
import { copyFile, listFile, openListStore } from './open-store.ts'

const folders: string[] = []
let built: string
let writer: string
beforeAll(async () => {
  for (let n = 0; n < 4; n += 1) folders.push(mkdtempSync(path.join(tmpdir(), 'firstline-list-kill-')))
  built = mkdtempSync(path.join(tmpdir(), 'firstline-list-writer-'))
  writer = path.join(built, 'writer.mjs')
  // As one file, which starts in a fraction of the time that the sources take: there are hundreds of starts.
  await build({
    configFile: false,
    logLevel: 'error',
    root: path.join(import.meta.dirname, '..', '..'),
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, 'kill-writer.ts'),
      outDir: built,
      minify: false,
      rolldownOptions: { output: { entryFileNames: path.basename(writer) } },
    },
  })
}, 60_000)
afterAll(() => {
  for (const folder of [...folders, built]) rmSync(folder, { recursive: true, force: true })
})

/** Kills it so long after it has done so many revisions. */
async function killWhileWriting(folder: string, revisions: number, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [writer], {
    env: { ...process.env, FOLDER: folder, NODE_COMPILE_CACHE: path.join(built, 'compiled') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>
  let dots = 0
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      dots += data.length
      if (dots >= revisions) resolve()
    })
    child.once('exit', () => resolve())
  })
  if (afterMs > 0) await wait(afterMs)
  child.kill('SIGKILL')
  expect(await exit).toEqual([null, 'SIGKILL']) // it was still writing: no change of its own was refused
}

/** The numbers of the rules once everything up to this revision was done. */
function numbersAfter(revision: number): Map<string, string> {
  const numbers = new Map<string, string>()
  for (let n = 1; n <= revision; n += 1) if (n % 4 !== 0) numbers.set(`rule ${n % 40}`, String(10000 + n))
  return numbers
}
function numbersIn({ rules }: ListDocument): Map<string, string> {
  const mine = rules.filter(({ id }) => id.startsWith('rule '))
  return new Map(mine.map(({ id, condition }) => [id, condition.kind === 'caller-number' ? condition.number : '']))
}
const sorted = (numbers: Map<string, string>) => [...numbers].toSorted(([a], [b]) => (a < b ? -1 : 1))

/** What is there after a kill; answers the revision and the version. */
function look(folder: string): { revision: number; version: number } {
  const database = new DatabaseSync(path.join(folder, listFile))
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
  const { store, problem, frozen } = openListStore({ folder, now: Date.now })
  expect([problem, frozen]).toEqual([undefined, undefined])
  const meta = store.latest()
  const document = meta && store.document(meta.version)
  if (!meta || !document) throw new Error('nothing in force')
  expect(sorted(numbersIn(document))).toEqual(sorted(numbersAfter(Number(meta.why))))
  const stored = store.draft()
  const revision = stored?.head.revision ?? 0
  const draft = createDraftBook(document, stored).document()
  expect(sorted(numbersIn(draft))).toEqual(sorted(numbersAfter(revision)))
  expect(meta.version).toBe(1 + Math.floor(revision / 4))
  expect(store.audit(0, 1).total).toBe(revision)
  store.close()
  const copy = JSON.parse(readFileSync(path.join(folder, copyFile), 'utf8')) as {
    document: ListDocument
    version: number
  }
  expect([copy.version, sorted(numbersIn(copy.document))]).toEqual([meta.version, sorted(numbersIn(document))])
  return { revision, version: meta.version }
}

/** Rounds of four kills: forty where somebody waits for the answer, three hundred where nobody does. */
const rounds = process.env['CI'] ? 75 : 10

test('a kill at any point of editing and publishing leaves the old version or the new one, and the draft with it', {
  timeout: 400_000,
}, async () => {
  let before = folders.map(() => ({ revision: 0, version: 0 }))
  for (let round = 0; round < rounds; round += 1) {
    // Moments spread over the steps of editing and publishing, a different one for each kill.
    const moment = (n: number): number => round * 4 + n
    await Promise.all(folders.map((folder, n) => killWhileWriting(folder, (moment(n) % 5) + 1, (moment(n) * 7) % 11)))
    const after = folders.map(look)
    for (const [n, { revision, version }] of after.entries()) {
      expect(revision).toBeGreaterThanOrEqual(before[n]?.revision ?? 0)
      expect(version).toBeGreaterThanOrEqual(before[n]?.version ?? 0)
    }
    before = after
  }
  expect(Math.min(...before.map(({ version }) => version))).toBeGreaterThan(rounds / 4)
  for (const folder of folders) expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
})
