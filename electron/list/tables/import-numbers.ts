import { conditionLimits } from '#shared/domain/priority/rule.ts'
import type { ListAuthor, ListExtra } from '#electron/list/list-keeper.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { cleanNumber } from '#shared/domain/dial/clean.ts'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'
import { createBreather, type Breather } from './breather.ts'
import { listIn, withNumbers } from './compare-rule.ts'
import { isCut } from './limits.ts'
import type { OpenFiles } from './open-files.ts'
import type { TablesOptions } from './tables.ts'
import { unguard } from './formula-guard.ts'
import type { Table } from './read-table.ts'
import { readSimple } from './simple-text.ts'

/** The numbers of one column, each once, with those that `present` has already left out. Cells may hold several. */
export type FoundNumbers = { numbers: string[]; wrong: number; duplicate: number }

export async function numbersOfColumn(
  table: Table,
  column: number,
  present: string[],
  dial: DialPlan,
  breather: Breather,
): Promise<FoundNumbers> {
  const found: FoundNumbers = { numbers: [], wrong: 0, duplicate: 0 }
  const seen = new Set(present.map((number) => dialKey(number, dial)))
  for (const { cells } of table.rows) {
    if (breather.due()) await breather.rest()
    const text = unguard(cells[column] ?? '')
    if (text === '') continue
    const list = readSimple('caller-list', text)
    if (isCut(text) || !list.ok || list.value.kind !== 'caller-list') {
      found.wrong++
      continue
    }
    for (const number of list.value.numbers) {
      if (!isNumber(number)) found.wrong++
      else if (seen.has(dialKey(number, dial))) found.duplicate++
      else {
        seen.add(dialKey(number, dial))
        found.numbers.push(number)
      }
    }
  }
  return found
}

/** As `checkRule` has it. */
const isNumber = (text: string): boolean => text.length <= 40 && /^\+?\d{1,16}$/.test(cleanNumber(text))

/** The numbers of one column into the number list of a rule of the draft. */
export async function importNumbers(
  { draft, lastChange, workMs }: TablesOptions,
  files: OpenFiles,
  input: { fileId: string; column: number; ruleId: string; replace: boolean },
  author: ListAuthor,
  extra?: ListExtra,
): Promise<Result<{ revision: number; added: number; wrong: number; duplicate: number }, Problem>> {
  const file = files.take(input.fileId, extra)
  if (!file.ok) return file
  // As it was opened: its sheet, its encoding.
  const table = file.value.table ? ok(file.value.table.value) : await files.table(file.value, {})
  if (!table.ok) return table
  if (input.column >= table.value.header.length)
    return err({ kind: 'invalid-input', where: 'column', what: String(input.column + 1) })
  const before = draft.rule(input.ruleId)
  if (!before) return err({ kind: 'not-found', what: 'rule' })
  const list = listIn(before.rule.condition)
  if (!list) return err({ kind: 'invalid-input', where: 'ruleId', what: before.rule.condition.kind })
  const present = input.replace ? [] : list.numbers
  const { dial } = draft.document()
  const found = await numbersOfColumn(table.value, input.column, present, dial, createBreather(workMs))
  const { wrong, duplicate } = found
  // Others had their turn meanwhile.
  if (draft.rule(input.ruleId)?.rev !== before.rev) return err({ kind: 'conflict', what: 'rule', ...lastChange() })
  const all = [...present, ...found.numbers]
  if (all.length === 0) return err({ kind: 'bad-rule', issues: [{ field: 'number', code: 'list-empty' }] })
  if (all.length > conditionLimits.numbers)
    return err({
      kind: 'bad-rule',
      issues: [{ field: 'number', code: 'too-many-numbers', value: String(all.length) }],
    })
  const rule = { ...before.rule, condition: withNumbers(before.rule.condition, all) }
  const counts = { added: found.numbers.length, wrong, duplicate }
  if (counts.added === 0 && !input.replace) return ok({ revision: draft.revision(), ...counts })
  const facts = { file: file.value.name, rule: rule.name, ...counts }
  const changed = draft.change({ put: [rule], remove: [] }, author, { kind: 'draft-imported', facts })
  return changed.ok ? ok({ revision: changed.value.revision, ...counts }) : changed
}
