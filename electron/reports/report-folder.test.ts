import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createReportFolder } from './report-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-reports-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const write = createReportFolder().write
const bytes = new TextEncoder().encode('先接')

test('a report is written whole, also into a folder that is not there yet, and over the one of before', async () => {
  const into = path.join(folder, '报表')
  expect(await write(into, 'a.csv', new Uint8Array(10))).toMatchObject({ ok: true })
  expect(await write(into, 'a.csv', bytes)).toEqual({ ok: true, value: path.join(into, 'a.csv') })
  expect(readFileSync(path.join(into, 'a.csv'), 'utf8')).toBe('先接')
  expect(readdirSync(into)).toEqual(['a.csv'])
})

test('a folder that cannot be one is a clear problem, and leaves nothing behind', async () => {
  writeFileSync(path.join(folder, 'file'), '')
  const result = await write(path.join(folder, 'file'), 'a.csv', bytes)
  expect(result).toMatchObject({ ok: false, error: { detail: expect.stringMatching(/^(ENOTDIR|EEXIST)$/) } })
  expect(readdirSync(folder)).toEqual(['file'])
})

test('a folder that is not a whole path is refused', async () => {
  expect(await write('reports', 'a.csv', bytes)).toEqual({ ok: false, error: { detail: 'not a whole path' } })
})
