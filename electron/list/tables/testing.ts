import { plainRule, type ListDocument, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { AuditEntry } from '#shared/ipc/list-view.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import { err, ok } from '#shared/std/result.ts'
import type { Draft } from '#electron/list/draft.ts'
import type { ListAuthor } from '#electron/list/list-keeper.ts'
import { readTable } from './read-table.ts'
import { createTables, type Tables } from './tables.ts'
import { writeXlsx } from './write-xlsx.ts'
import { storeZip } from './zip-parts.ts'

/** For tests: rules, a draft in memory, and spreadsheets of bytes. */
export const testRule = (changes: Partial<PriorityRule> = {}): PriorityRule => ({
  id: 'hospital',
  name: '市人民医院',
  classId: 'key-customer',
  severity: 'P2',
  condition: { kind: 'caller-number', number: '0755-2688 4100' },
  ...plainRule(),
  ...changes,
})

export const testDocument = (...rules: PriorityRule[]): ListDocument => ({ ...defaultList, rules })

export const testAuthor: ListAuthor = { by: '王班长', role: 'admin', seesNumbers: true }

export type TestTables = Tables & {
  rules(): PriorityRule[]
  /** As another editor would. */
  edit(rule: PriorityRule): void
  audited: { kind: string; facts: object }[]
}

export function createTestTables(
  document: ListDocument,
  more: { auditEntries?: AuditEntry[]; workMs?: number } = {},
): TestTables {
  let rules = document.rules
  let revision = 7
  const audited: TestTables['audited'] = []
  const draft: Draft = {
    document: () => ({ ...document, rules }),
    revision: () => revision,
    rule: (id) => {
      const rule = rules.find((one) => one.id === id)
      return rule && { rule, rev: revision }
    },
    change: ({ put, remove }, _author, audit) => {
      const gone = new Set(remove)
      const changed = new Map(put.map((rule) => [rule.id, rule]))
      const kept = rules.filter(({ id }) => !gone.has(id)).map((rule) => changed.get(rule.id) ?? rule)
      const known = new Set(rules.map(({ id }) => id))
      rules = [...kept, ...put.filter(({ id }) => !known.has(id))]
      revision++
      audited.push(audit)
      return ok({ revision })
    },
  }
  let ids = 0
  const tables = createTables({
    draft,
    documentOf: (of) => (of === 'draft' ? ok(draft.document()) : err({ kind: 'not-found', what: 'version' })),
    auditEntries: () => more.auditEntries ?? [],
    lastChange: () => ({ by: '李班长', at: 1_764_000_000_000 }),
    timeZone: () => 'Asia/Shanghai',
    threads: { read: readTable, writeXlsx },
    newId: () => `new-${++ids}`,
    ...(more.workMs !== undefined && { workMs: more.workMs }),
  })
  return {
    ...tables,
    rules: () => rules,
    edit: (rule) => {
      rules = rules.map((one) => (one.id === rule.id ? rule : one))
      revision++
    },
    audited,
  }
}

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The smallest workbook that spreadsheet programs open, around the XML of one sheet. */
export function workbook(sheetXml: string, parts: Record<string, string> = {}): Map<string, Uint8Array> {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const all: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    ...parts,
  }
  return new Map(Object.entries(all).map(([name, text]) => [name, textBytes(text)]))
}

export const sheetOf = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`
export const inline = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`

export const xlsxBytes = (parts: ReadonlyMap<string, Uint8Array>): Uint8Array => new Uint8Array(storeZip(parts))
