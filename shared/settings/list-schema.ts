import { z } from 'zod'
import {
  classColours,
  classShapes,
  conditionLimits,
  listLimits,
  type Condition,
  type PriorityClass,
  type PriorityRule,
} from '#shared/domain/priority/rule.ts'

/**
 * The shape and the sizes of what a priority reception list holds. What the words mean (does the class exist, is the range the right way
 * round, is it a telephone number at all) is `checkRule`'s (shared/domain/priority/check-rule.ts): its answers can be put into words.
 */
const name = z.string().trim().min(1).max(100)
const text = z.string().trim().max(1000)
/** As people type numbers: digits of any width, signs between them. Nothing here is a pattern: `138*` means these four characters. */
const number = z.string().trim().min(1).max(40)
export const localTextSchema = z.object({ zh: z.string().trim().max(100), en: z.string().trim().max(100) })
export const severitySchema = z.enum(['P1', 'P2', 'P3'])
export const soundPatternSchema = z.enum(['severity', 'p1', 'p2', 'p3', 'silent'])
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)

const simpleConditions = [
  z.object({ kind: z.literal('caller-number'), number }).strict(),
  z.object({ kind: z.literal('caller-prefix'), prefix: number }).strict(),
  z.object({ kind: z.literal('caller-range'), from: number, to: number }).strict(),
  z.object({ kind: z.literal('caller-list'), numbers: z.array(number).max(conditionLimits.numbers) }).strict(),
  z.object({ kind: z.literal('caller-withheld') }).strict(),
  z.object({ kind: z.literal('dialled-number'), number }).strict(),
  z.object({ kind: z.literal('transfer-code'), code: z.string().trim().min(1).max(32) }).strict(),
  z.object({ kind: z.literal('vdn'), vdn: name }).strict(),
  z.object({ kind: z.literal('queue-area'), area: name }).strict(),
  z
    .object({
      kind: z.literal('repeat-caller'),
      calls: z.number().int().min(2).max(conditionLimits.repeatCalls),
      minutes: z.number().int().min(1).max(conditionLimits.repeatMinutes),
    })
    .strict(),
] as const

function atDepth(depth: number): z.ZodType<Condition> {
  if (depth <= 1) return z.discriminatedUnion('kind', simpleConditions)
  const part = atDepth(depth - 1)
  return z.discriminatedUnion('kind', [
    ...simpleConditions,
    z.object({ kind: z.literal('all'), of: z.array(part).min(1).max(conditionLimits.parts) }).strict(),
    z.object({ kind: z.literal('any'), of: z.array(part).min(1).max(conditionLimits.parts) }).strict(),
    z.object({ kind: z.literal('not'), of: part }).strict(),
  ])
}
export const conditionSchema: z.ZodType<Condition> = atDepth(conditionLimits.depth)

export const classSchema: z.ZodType<PriorityClass> = z
  .object({
    id: name,
    name: localTextSchema,
    severity: severitySchema,
    colour: z.enum(classColours),
    shape: z.enum(classShapes),
    sound: soundPatternSchema,
  })
  .strict()

export const ruleSchema: z.ZodType<PriorityRule> = z
  .object({
    id: name,
    name,
    classId: name,
    severity: severitySchema,
    condition: conditionSchema,
    enabled: z.boolean(),
    validFrom: day.nullable(),
    validTo: day.nullable(),
    hours: z
      .array(
        z
          .object({ days: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: timeOfDay, to: timeOfDay })
          .strict(),
      )
      .max(14),
    owner: z.string().trim().max(100),
    note: text,
    sound: z.union([z.literal('class'), soundPatternSchema]),
    ladder: z.string().trim().max(100),
    handling: text,
  })
  .strict()

export const dialPlanSchema = z
  .object({ country: z.string().regex(/^[A-Z]{2}$/), areaCode: z.string().regex(/^(0\d{1,5})?$/) })
  .strict()

export const listDocumentSchema = z
  .object({
    dial: dialPlanSchema,
    classes: z.array(classSchema).max(listLimits.classes),
    rules: z.array(ruleSchema).max(listLimits.rules),
  })
  .strict()
