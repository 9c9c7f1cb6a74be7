import Papa from 'papaparse'
import writeXlsxFile from 'write-excel-file/node'
import { maskNumber } from '#shared/domain/dial/mask.ts'
import type { Condition, ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import { writeCondition } from './condition-text.ts'
import { guardApostrophe, guardFormula } from './formula-guard.ts'
import { headerWords, type RuleColumn } from './header-words.ts'
import { classNamer, writeHours } from './values.ts'
import { enabledWords, firstWord, kindWords, soundWords, type Language } from './words.ts'

/** A list as a spreadsheet that imports again unchanged: rows of texts, and these as CSV or XLSX. */
/** `text`: what is typed into it later, too, stays text with its leading zeros (number format `@`; all cells are written as text). */
const columns: { field: RuleColumn; width: number; text?: true }[] = [
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

export async function exportRules(document: ListDocument, how: ExportHow): Promise<Uint8Array> {
  const rows = ruleRows(document, how)
  return how.format === 'csv' ? csvBytes(rows) : xlsxBytes(rows, how.language)
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

async function xlsxBytes(rows: string[][], language: Language): Promise<Uint8Array> {
  const [header = [], ...data] = rows
  const sheet = [
    header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...data.map((row) =>
      row.map((text, column) => {
        const value = escapeXlsx(guardApostrophe(text))
        if (text === '') return null
        return columns[column]?.text ? { value, type: String, format: '@' } : { value, type: String }
      }),
    ),
  ]
  return writeXlsxFile(sheet, {
    sheet: language === 'zh' ? '优先接待表' : 'Priority list',
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer()
}

/**
 * What XML cannot hold is written `_x000D_` (ECMA-376, ST_Xstring); what looks like that already, with its first sign escaped; and so is a
 * text such as `valueOf`, which the writer takes for one of its own (its table of texts is a plain object).
 */
function escapeXlsx(text: string): string {
  const escaped = text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/gu, (sign) =>
      sign.split('').map(escapeSign).join(''),
    )
  return escaped in Object.prototype ? escapeSign(escaped.slice(0, 1)) + escaped.slice(1) : escaped
}

const escapeSign = (sign: string): string => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

function maskRule(rule: PriorityRule): PriorityRule {
  const text = (value: string): string => value.replace(/\+?\d[\d\s().-]{5,}\d/g, maskNumber)
  return {
    ...rule,
    name: text(rule.name),
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
