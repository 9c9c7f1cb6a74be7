import { z } from 'zod'
import { conditionLimits } from '#shared/domain/priority/rule.ts'
import type { DryRun, TryAnswer } from '#shared/domain/priority/list-answers.ts'
import { classSchema, dialPlanSchema, ruleSchema, severitySchema } from '#shared/settings/list-schema.ts'
import { command, id, nothing } from './command.ts'
import type {
  AuditPage,
  ConditionInput,
  Difference,
  FileOffer,
  ImportCounts,
  ImportField,
  ImportRowPage,
  ImportTable,
  ListState,
  RuleInput,
  RulePage,
  RuleRow,
  VersionMeta,
} from './list-view.ts'

/** Commands of the priority reception list: reading it, editing its draft, trying it, publishing and undoing. */

const version = z.number().int().min(1).max(1e9)
/** Which document: the draft, what is in force, or a version of the history. */
const of = z.union([z.literal('draft'), z.literal('published'), version])
const page = { offset: z.number().int().min(0).max(10_000_000), limit: z.number().int().min(1).max(200) }
const why = z.string().trim().min(1).max(500)
const revision = z.number().int().min(0)

export const ruleFilterSchema = z
  .object({
    text: z.string().max(100).optional(),
    classId: id.optional(),
    severity: severitySchema.optional(),
    enabled: z.boolean().optional(),
    only: z.enum(['changed', 'findings']).optional(),
  })
  .strict()

const ruleIds = z.array(id).min(1).max(5000)
/** Rules by name, or all that a filter shows now but some. */
export const selectionSchema = z.union([
  z.object({ ids: ruleIds }).strict(),
  z.object({ filter: ruleFilterSchema, except: z.array(id).max(5000) }).strict(),
])
export type Selection = z.infer<typeof selectionSchema>

/** `caller-list` may say `numbers: null`: keep what is stored. Everything else is a rule as the list keeps it. */
export const ruleInputSchema: z.ZodType<RuleInput> = z
  .looseObject({ condition: z.unknown() })
  .transform((input, context) => {
    const kept = holdsKeptList(input.condition)
    const parsed = ruleSchema.safeParse(kept ? { ...input, condition: fillKept(input.condition) } : input)
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        context.addIssue({ code: 'custom', path: issue.path, message: issue.message })
      return z.NEVER
    }
    return { ...parsed.data, condition: kept ? (input.condition as ConditionInput) : parsed.data.condition }
  })

function holdsKeptList(condition: unknown, depth = 0): boolean {
  if (typeof condition !== 'object' || condition === null || depth > conditionLimits.depth) return false
  const { kind, numbers, of: parts } = condition as { kind?: unknown; numbers?: unknown; of?: unknown }
  if (kind === 'caller-list') return numbers === null
  return Array.isArray(parts) ? parts.some((part) => holdsKeptList(part, depth + 1)) : holdsKeptList(parts, depth + 1)
}

function fillKept(condition: unknown, depth = 0): unknown {
  if (typeof condition !== 'object' || condition === null || depth > conditionLimits.depth) return condition
  const { kind, numbers, of: parts } = condition as { kind?: unknown; numbers?: unknown; of?: unknown }
  if (kind === 'caller-list' && numbers === null) return { kind, numbers: [] }
  if (Array.isArray(parts)) return { ...condition, of: parts.map((part) => fillKept(part, depth + 1)) }
  return parts === undefined ? condition : { ...condition, of: fillKept(parts, depth + 1) }
}

const number = z.string().trim().min(1).max(40)
/** `expects`: the `rev` of the row that was edited; null = it is new. */
export const draftOpSchema = z.discriminatedUnion('op', [
  z
    .object({
      op: z.literal('put-rule'),
      rule: ruleInputSchema,
      expects: revision.nullable(),
      before: id.nullable().optional(),
    })
    .strict(),
  /** `seen`: the draft that was looked at. A rule that somebody else changed since is not removed unseen. */
  z.object({ op: z.literal('remove-rules'), rules: selectionSchema, seen: revision.optional() }).strict(),
  z.object({ op: z.literal('set-enabled'), rules: selectionSchema, enabled: z.boolean() }).strict(),
  z.object({ op: z.literal('set-class'), rules: selectionSchema, classId: id }).strict(),
  z.object({ op: z.literal('move-rule'), ruleId: id, before: id.nullable() }).strict(),
  z
    .object({
      op: z.literal('numbers'),
      ruleId: id,
      add: z.array(number).max(5000),
      remove: z.array(number).max(5000),
    })
    .strict(),
  z.object({ op: z.literal('put-class'), class: classSchema, expects: revision.nullable() }).strict(),
  z.object({ op: z.literal('remove-class'), classId: id }).strict(),
  z.object({ op: z.literal('set-dial'), dial: dialPlanSchema }).strict(),
])
export type DraftOp = z.infer<typeof draftOpSchema>

export const tryInputSchema = z
  .object({
    callerNumber: z.string().trim().max(40),
    dialledNumber: z.string().trim().max(40),
    transferCode: z.string().trim().max(32),
    vdn: z.string().trim().max(100),
    area: z.string().trim().max(100),
    at: z.number().int().min(0).max(8.64e15),
    callsBefore: z.number().int().min(0).max(100),
  })
  .strict()

const importField = z.enum([
  'id',
  'name',
  'class',
  'severity',
  'condition-kind',
  'condition',
  'enabled',
  'valid-from',
  'valid-to',
  'hours',
  'owner',
  'note',
  'sound',
  'ladder',
  'handling',
  'ignore',
]) satisfies z.ZodType<ImportField>

export const importPlanSchema = z
  .object({
    fileId: id,
    sheet: z.string().max(100).optional(),
    encoding: z.enum(['utf-8', 'utf-16', 'gb18030']).optional(),
    /** One field for each column of the file. */
    fields: z.array(importField).max(200),
    defaults: z
      .object({
        classId: id,
        severity: z.union([z.literal('class'), severitySchema]),
        conditionKind: z.enum([
          'caller-number',
          'caller-prefix',
          'caller-range',
          'caller-list',
          'caller-withheld',
          'dialled-number',
          'transfer-code',
          'vdn',
          'queue-area',
          'repeat-caller',
          'all',
          'any',
          'not',
        ]),
      })
      .strict(),
  })
  .strict()
export type ImportPlan = z.infer<typeof importPlanSchema>

export const listCommands = {
  'list.state': command<ListState>()('reception', nothing),
  'list.page': command<RulePage>()(
    'reception',
    z
      .object({
        of,
        filter: ruleFilterSchema,
        sort: z
          .object({
            column: z.enum(['position', 'severity', 'name', 'class', 'condition', 'validity', 'owner', 'enabled']),
            descending: z.boolean(),
          })
          .strict(),
        ...page,
      })
      .strict(),
  ),
  'list.rule': command<RuleRow>()('reception', z.object({ of, ruleId: id }).strict()),
  /** Numbers of a rule's number list that hold `text`. */
  'list.numbers': command<{ numbers: string[]; total: number }>()(
    'reception',
    z.object({ of, ruleId: id, text: z.string().max(40), ...page }).strict(),
  ),
  /** All or nothing. */
  'list.change': command<{ revision: number }>()(
    'admin',
    z.object({ ops: z.array(draftOpSchema).min(1).max(500) }).strict(),
  ),
  'list.discard': command<ListState>()('admin', z.object({ revision }).strict()),
  'list.try': command<TryAnswer>()('reception', z.object({ of, call: tryInputSchema }).strict()),
  'list.dryRun': command<DryRun>()('admin', z.object({ of }).strict()),
  /** With approval on, this asks for it. `revision`: the draft that was looked at. */
  'list.publish': command<{ published?: VersionMeta; pending?: true }>()('admin', z.object({ revision, why }).strict()),
  'list.approve': command<VersionMeta>()('admin', z.object({ revision }).strict()),
  /** By the one who asked (takes it back) or by another admin (refuses it). */
  'list.refuse': command<null>()('admin', z.object({ why: z.string().trim().max(500) }).strict()),
  'list.undo': command<{ published?: VersionMeta; pending?: true; conflicts: number }>()(
    'admin',
    z.object({ version, why }).strict(),
  ),
  'list.versions': command<{ versions: VersionMeta[]; total: number }>()('reception', z.object(page).strict()),
  'list.difference': command<Difference>()('reception', z.object({ before: of, after: of, ...page }).strict()),
  'list.export': command<FileOffer>()(
    'admin',
    z.object({ of, format: z.enum(['csv', 'xlsx']), language: z.enum(['zh', 'en']) }).strict(),
  ),
  'list.audit': command<AuditPage>()('admin', z.object(page).strict()),
  'list.exportAudit': command<FileOffer>()('admin', z.object({ language: z.enum(['zh', 'en']) }).strict()),

  'import.open': command<ImportTable>()(
    'admin',
    z
      .object({
        fileId: id,
        sheet: z.string().max(100).optional(),
        encoding: z.enum(['utf-8', 'utf-16', 'gb18030']).optional(),
      })
      .strict(),
  ),
  /** `missing`: rules of the draft that the file does not have. Nothing is changed. */
  'import.preview': command<ImportCounts>()('admin', importPlanSchema),
  'import.rows': command<ImportRowPage>()(
    'admin',
    z.object({ fileId: id, show: z.enum(['all', 'new', 'changed', 'same', 'wrong']), ...page }).strict(),
  ),
  /** Takes over the new and changed rows of the last preview; `removeMissing` also removes what the file does not have. */
  'import.apply': command<{ revision: number; added: number; changed: number; removed: number }>()(
    'admin',
    z.object({ fileId: id, removeMissing: z.boolean(), revision }).strict(),
  ),
  /** The numbers of one column of a file into the number list of a rule. */
  'import.numbers': command<{ revision: number; added: number; wrong: number; duplicate: number }>()(
    'admin',
    z.object({ fileId: id, column: z.number().int().min(0).max(199), ruleId: id, replace: z.boolean() }).strict(),
  ),
} as const
