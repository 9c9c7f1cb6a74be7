import { cleanNumber } from '#shared/domain/dial/clean.ts'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'
import type { Breather } from './breather.ts'
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
    if (!list.ok || list.value.kind !== 'caller-list') {
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
