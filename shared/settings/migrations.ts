import { defaultAccess } from './default-access.ts'
import { defaultFigureRules, defaultRetention } from './default-journal.ts'
import { settingsSchema, type Settings } from './schema.ts'

/** The version that this program writes. Raise it with each change that an older program would misread, and add the step. */
export const settingsVersion = 3

type Step = (settings: Record<string, unknown>) => Record<string, unknown>
export type Steps = Record<number, Step>

/** From version n to n + 1, by n. Each step leaves what it does not know as it is. */
const steps: Steps = {
  /** The list went into a store of its own; who may do what came in. */
  1: ({ list, ...settings }) => ({ ...settings, access: defaultAccess, listOfVersion1: list }),
  /** The journal came in, with figures that are judged and reports that are written by the clock. */
  2: (settings) => ({ ...settings, figures: defaultFigureRules, journal: defaultRetention, reports: [] }),
}

export type ReadSettings =
  | { kind: 'good'; settings: Settings; migrated: boolean }
  /** Of a newer program: this one would lose what it does not know, so it must leave the file alone. */
  | { kind: 'newer'; version: number }
  | { kind: 'invalid'; where: string; what: string }

/** Settings as they were read from a file: brought to the present version, then checked. */
export function readSettings(raw: unknown, known: Steps = steps, current: number = settingsVersion): ReadSettings {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { kind: 'invalid', where: '', what: 'not an object' }
  let settings = raw as Record<string, unknown>
  let version = settings['version']
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { kind: 'invalid', where: 'version', what: 'not a version number' }
  }
  if (version > current) return { kind: 'newer', version }
  const migrated = version < current
  for (; version < current; version += 1) {
    const step = known[version]
    if (!step) return { kind: 'invalid', where: 'version', what: `no way from version ${version}` }
    settings = { ...step(settings), version: version + 1 }
  }
  const parsed = settingsSchema.safeParse(settings)
  if (parsed.success) return { kind: 'good', settings: parsed.data, migrated }
  const issue = parsed.error.issues[0]
  return { kind: 'invalid', where: issue?.path.map(String).join('.') ?? '', what: issue?.message ?? '' }
}
