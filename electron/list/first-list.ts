import { z } from 'zod'
import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import { classColours, classShapes, type ListDocument, type PriorityClass } from '#shared/domain/priority/rule.ts'
import type { ChangeCounts } from '#shared/domain/priority/list-answers.ts'
import { conditionSchema, listDocumentSchema, localTextSchema, severitySchema } from '#shared/settings/list-schema.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import type { PublishedCopy } from './published-copy.ts'

/** What a store begins with: the program's own list, or the one that the settings of version 1 held. */

export const noCounts: ChangeCounts = { added: 0, changed: 0, removed: 0, classes: 0, dial: false }

export const programsList = (now: number): PublishedCopy => firstVersion(defaultList, 1, now)

/** A store without any other begins with it. */
export const firstVersion = (document: ListDocument, version: number, now: number): PublishedCopy => ({
  meta: { version, at: now, by: '', why: '', kind: 'first', rules: document.rules.length, changes: noCounts },
  document,
})

/** As the program wrote it before the list had a store: classes had no looks, rules only a name, a class and a condition. */
const version1Schema = z.object({
  version: z.number().int().min(0),
  classes: z.array(z.object({ id: z.string(), name: localTextSchema, severity: severitySchema.optional() })),
  rules: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      classId: z.string(),
      severity: severitySchema,
      condition: conditionSchema,
      enabled: z.boolean(),
    }),
  ),
})

/** Undefined when it cannot be understood; the version goes on counting where the old list stopped. */
export function listOfVersion1(raw: unknown, now: number): PublishedCopy | undefined {
  const old = version1Schema.safeParse(raw)
  if (!old.success) return undefined
  const ids = new Set<string>()
  const document = listDocumentSchema.safeParse({
    dial: defaultDialPlan,
    classes: old.data.classes.map(withLooks),
    rules: old.data.rules.map((rule) => ({
      ...rule,
      id: unusedId(rule.id, ids),
      validFrom: null,
      validTo: null,
      hours: [],
      owner: '',
      note: '',
      sound: 'class',
      ladder: '',
      handling: '',
    })),
  })
  return document.success ? firstVersion(document.data, Math.max(1, old.data.version), now) : undefined
}

/** Nothing forbade two rules of one name then. */
function unusedId(id: string, used: Set<string>): string {
  let free = id
  for (let n = 2; used.has(free); n += 1) free = `${id}-${n}`
  used.add(free)
  return free
}

/** The looks that the program's own classes have now; for others the next ones in turn. */
function withLooks(
  old: { id: string; name: PriorityClass['name']; severity?: PriorityClass['severity'] | undefined },
  n: number,
): PriorityClass {
  const known = defaultList.classes.find(({ id }) => id === old.id)
  return {
    id: old.id,
    name: old.name,
    severity: old.severity ?? known?.severity ?? 'P2',
    colour: known?.colour ?? classColours[n % classColours.length] ?? 'grey',
    shape: known?.shape ?? classShapes[n % classShapes.length] ?? 'circle',
    sound: known?.sound ?? 'severity',
  }
}
