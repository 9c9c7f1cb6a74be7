import { writeSync } from 'node:fs'
import { plainRule, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import { changingHandlers } from './desk-changes.ts'
import { createDeskCore } from './desk-core.ts'
import { publishingHandlers } from './desk-publishing.ts'
import { createDocuments } from './desk-reading.ts'
import type { ListAuthor } from './list-keeper.ts'
import { openListStore } from './open-store.ts'

/**
 * The program that list-kill.test.ts kills: edits and publishes as fast as it can, and writes a dot for each revision. What revision n does is
 * fixed, so that whoever knows the revision knows the whole draft: every fourth publishes and says n as its reason, the others put rule n % 40
 * with the number 10000 + n.
 */
const nothing = (): void => undefined
const opened = openListStore({ folder: process.env['FOLDER'], now: Date.now })
const core = createDeskCore({
  opened,
  now: Date.now,
  timeZone: () => 'Asia/Shanghai',
  later: nothing,
  onPublished: nothing,
  onChanged: nothing,
  onProblem: nothing,
  onError: nothing,
})
const { 'list.change': change } = changingHandlers(core, createDocuments(core))
const { 'list.publish': publish } = publishingHandlers(core)
const author: ListAuthor = { by: 'Li', role: 'admin', seesNumbers: true }

for (;;) {
  const n = core.head().revision + 1
  must(n % 4 === 0 ? publish({ revision: n - 1, why: String(n) }, author) : putRule(n))
  writeSync(1, '.')
}

function putRule(n: number): Result<unknown, Problem> {
  const id = `rule ${n % 40}`
  const rule: PriorityRule = {
    id,
    name: id,
    classId: 'repair',
    severity: 'P1',
    condition: { kind: 'caller-number', number: String(10_000 + n) },
    ...plainRule(),
  }
  const expects = core.book().entry(id)?.rev ?? null
  return change({ ops: [{ op: 'put-rule', rule, expects }] }, author)
}

function must(result: Result<unknown, Problem>): void {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
}
