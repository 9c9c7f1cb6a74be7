import { expect, test } from 'vitest'
import type { BadFile, Problem, WrongState } from '#shared/ipc/problem.ts'
import { problemWords } from './problem-words.ts'
import { createTexts } from './text.ts'

const states: Record<WrongState, true> = {
  'not-practice': true,
  'alert-active': true,
  'already-running': true,
  'secret-needed': true,
  'nothing-to-publish': true,
  'draft-has-errors': true,
  'approval-pending': true,
  'approval-needed': true,
  'nothing-pending': true,
  'same-person': true,
  'already-set-up': true,
  'last-admin': true,
  'name-taken': true,
  'class-in-use': true,
  'list-not-loaded': true,
  'list-full': true,
  'no-approver': true,
  'journal-unavailable': true,
  'too-many-reports': true,
}
const files: Record<BadFile, true> = {
  empty: true,
  'too-large': true,
  'not-text': true,
  'not-a-table': true,
  'not-xlsx': true,
  encrypted: true,
  'too-many-rows': true,
  'too-many-columns': true,
  'no-sheet': true,
  'expands-too-much': true,
  damaged: true,
  incomplete: true,
  'not-a-backup': true,
  'newer-version': true,
  'wrong-passphrase': true,
  'passphrase-needed': true,
}
const keys = <K extends string>(table: Record<K, true>): K[] => Object.keys(table) as K[]

const problems: Problem[] = [
  ...keys(states).map((why): Problem => ({ kind: 'not-in-this-state', why })),
  ...keys(files).map((why): Problem => ({ kind: 'bad-file', why, detail: 'Sheet1' })),
  ...(['alert', 'area', 'class', 'rule', 'version', 'file', 'person'] as const).map(
    (what): Problem => ({ kind: 'not-found', what }),
  ),
  ...(['rule', 'class', 'draft'] as const).map((what): Problem => ({ kind: 'conflict', what, by: '李娜', at: 0 })),
  { kind: 'bad-rule', issues: [{ field: 'name', code: 'missing' }] },
  { kind: 'wrong-pin', waitMs: 0 },
  { kind: 'wrong-pin', waitMs: 8000 },
  { kind: 'too-many-tries', waitMs: 61_000 },
  { kind: 'too-large', limitBytes: 262_144 },
  { kind: 'too-large', limitBytes: 52_428_800 },
]

test.each(['zh', 'en'] as const)('every problem is a sentence of its own (%s)', (language) => {
  const texts = createTexts(language)
  const sentences = problems.map((problem) => problemWords(problem, (key, values) => texts.t(key, values ?? {})))
  expect(sentences.filter((words) => !/[。.）)]$/.test(words) || /\{\{|command\./.test(words))).toEqual([])
  expect(new Set(sentences).size).toBe(sentences.length)
})

test.each([
  [{ kind: 'too-many-tries', waitMs: 60_400 }, '错误次数过多，01:01 后可再试。'],
  [{ kind: 'conflict', what: 'rule', by: '李娜', at: 0 }, '李娜 刚改过这条规则，您的修改没有覆盖它。请核对后再保存。'],
  [{ kind: 'bad-file', why: 'no-sheet', detail: '表三' }, '没有这个工作表。（表三）'],
  [{ kind: 'too-large', limitBytes: 52_428_800 }, '文件过大，上限 50 MB。'],
] as const)('%j', (problem, words) => {
  const texts = createTexts('zh')
  expect(problemWords(problem as Problem, (key, values) => texts.t(key, values ?? {}))).toBe(words)
})
