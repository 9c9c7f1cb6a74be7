import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { programVersion } from './version.ts'

test('the program tells the version that its package has', () => {
  const file = path.resolve(import.meta.dirname, '..', '..', 'package.json')
  expect(programVersion).toBe((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version)
})
