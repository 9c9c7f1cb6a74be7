import Papa from 'papaparse'
import { maskNumber } from '#shared/domain/dial/mask.ts'
import type { Condition, ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import { writeCondition } from './condition-text.ts'
import { guardFormula } from './formula-guard.ts'
import { headerWords, type RuleColumn } from './header-words.ts'
import { classNamer, writeHours } from './values.ts'
import { enabledWords, firstWord, kindWords, soundWords, type Language } from './words.ts'
import { writeXlsx, type SheetColumns, type WriteXlsx } from './write-xlsx.ts'

/** A list as a spreadsheet that imports again unchanged: rows of texts, and these as CSV or XLSX. */
const columns: (SheetColumns['columns'][number] & { field: RuleColumn })[] = [
  { field: 'id', width: 16, text: true },
  { field: 'name', width: 28 },
  { field: 'class', width: 16 },
  { field: 'severity', width: 10 },
  { field: 'condition-kind', width: 18 },
  { field: 'condition', width: 32, text: true },
  { field: 'enabled', width: 10 },
  { field: 'valid-from', width: 14 },
  { field: 'valid-to', width: 14 },
  { field: 'hours', width: 24 },
  { field: 'owner', width: 14 },
  { field: 'sound', width: 12 },
  { field: 'ladder', width: 14 },
  { field: 'handling', width: 40 },
  { field: 'note', width: 40 },
]

export type ExportHow = { format: 'csv' | 'xlsx'; language: Language; seesNumbers: boolean }

const sheetNames: Record<Language, string> = { zh: '优先接待表', en: 'Priority list' }

export async function exportRules(
  document: ListDocument,
  how: ExportHow,
  write: WriteXlsx = writeXlsx,
): Promise<Uint8Array> {
  const rows = ruleRows(document, how)
  return how.format === 'csv' ? csvBytes(rows) : write(rows, { name: sheetNames[how.language], columns })
}

/** The header first. A number list that is too long for a cell goes on in rows that say nothing but the id and further numbers. */
export function ruleRows(document: ListDocument, { language, seesNumbers }: Omit<ExportHow, 'format'>): string[][] {
  const nameOf = classNamer(document.classes, language)
  const rows = [columns.map(({ field }) => firstWord(headerWords[field], language))]
  for (const rule of document.rules) {
    const shown = seesNumbers ? rule : maskRule(rule)
    const [first = '', ...further] = writeCondition(shown.condition, language)
    const cells: Record<RuleColumn, string> = {
      id: shown.id,
      name: shown.name,
      class: nameOf(shown.classId),
      severity: shown.severity,
      'condition-kind': firstWord(kindWords[shown.condition.kind], language),
      condition: first,
      enabled: firstWord(enabledWords[shown.enabled ? 'yes' : 'no'], language),
      'valid-from': shown.validFrom ?? '',
      'valid-to': shown.validTo ?? '',
      hours: writeHours(shown.hours, language),
      owner: shown.owner,
      sound: firstWord(soundWords[shown.sound], language),
      ladder: shown.ladder,
      handling: shown.handling,
      note: shown.note,
    }
    rows.push(columns.map(({ field }) => cells[field]))
    for (const condition of further) {
      const more: Partial<Record<RuleColumn, string>> = {
        id: shown.id,
        'condition-kind': firstWord(kindWords['caller-list'], language),
        condition,
      }
      rows.push(columns.map(({ field }) => more[field] ?? ''))
    }
  }
  return rows
}

/** With a mark of UTF-8, which Excel needs, and the line ends of RFC 4180. */
export function csvBytes(rows: string[][]): Uint8Array {
  const guarded = rows.map((row) => row.map(guardFormula))
  return new TextEncoder().encode(`\uFEFF${Papa.unparse(guarded, { newline: '\r\n' })}\r\n`)
}

function maskRule(rule: PriorityRule): PriorityRule {
  const text = (value: string): string => value.replace(/\+?\d[\d\s().-]{5,}\d/g, maskNumber)
  return {
    ...rule,
    name: text(rule.name),
    owner: text(rule.owner),
    note: text(rule.note),
    handling: text(rule.handling),
    condition: maskCondition(rule.condition),
  }
}

function maskCondition(condition: Condition): Condition {
  switch (condition.kind) {
    case 'caller-number':
      return { ...condition, number: maskNumber(condition.number) }
    case 'caller-prefix':
      return { ...condition, prefix: maskNumber(condition.prefix) }
    case 'caller-range':
      return { ...condition, from: maskNumber(condition.from), to: maskNumber(condition.to) }
    case 'caller-list':
      return { ...condition, numbers: condition.numbers.map(maskNumber) }
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map(maskCondition) }
    case 'not':
      return { ...condition, of: maskCondition(condition.of) }
    default:
      return condition
  }
}
