import { z } from 'zod'
import { accessPolicySchema } from './access-schema.ts'
import { figureRulesSchema, mostReports, retentionSchema, storedReportSchema } from './journal-schema.ts'

/** Everything the console can be told, with its limits. Secrets are not here: they are kept by electron/platform/secrets. */

const name = z.string().trim().min(1).max(100)
const localText = z.object({ zh: z.string().max(100), en: z.string().max(100) })
const areaName = z.string().trim().min(1).max(100)

/** How the AMI connection is protected. A self-signed switch is pinned by the SHA-256 of its certificate. */
export const tlsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('system-ca') }),
  z.object({ kind: z.literal('ca-file'), path: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('fingerprint'), sha256: z.string().regex(/^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/) }),
])

const variable = z
  .string()
  .trim()
  .regex(/^[A-Za-z_][A-Za-z0-9_()]{0,79}$/)

/**
 * Where the switch tells the VDN and the transfer code. `automatic` takes whatever comes of: a channel variable named VDN/CODE
 * on any event (manager.conf channelvars), a UserEvent with VDN/Code fields, VarSet of VDN/CODE. A stock queue dialplan
 * sends none of these: then calls are known by their queue area alone.
 */
export const vdnSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('automatic') }),
  z.object({ kind: z.literal('channel-variable'), vdn: variable, code: variable }),
  z.object({ kind: z.literal('user-event'), event: name, vdnField: name, codeField: name }),
  z.object({ kind: z.literal('variable-set'), vdn: variable, code: variable }),
  z.object({ kind: z.literal('dialplan-context'), context: name }),
  z.object({ kind: z.literal('queue-only') }),
])

export const amiSchema = z.object({
  host: z.string().trim().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  tls: tlsSchema,
  username: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^\r\n]*$/),
  /** `challenge` sends an MD5 digest and never the secret; `plain` sends the secret, and belongs behind TLS. */
  login: z.enum(['challenge', 'plain']),
  vdnSource: vdnSourceSchema,
})

export const areaSettingsSchema = z.object({
  area: areaName,
  name: localText,
  /** Seconds within which an answer counts as in time. */
  limitSeconds: z.number().int().min(1).max(3600),
  /** Who gives up within this time hardly waited; missing: as everywhere. */
  shortAbandonSeconds: z.number().int().min(0).max(60).optional(),
})

export const timeZoneSchema = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
})

export const preferencesSchema = z.object({
  language: z.enum(['zh', 'en', 'system']),
  theme: z.enum(['dark', 'light', 'system']),
  /** Who acknowledges, as the wall shows it: a desk or a person. */
  deskName: z.string().trim().max(40),
})

export const settingsSchema = z.object({
  version: z.literal(3),
  preferences: preferencesSchema,
  site: z.object({ name, hotline: z.string().trim().max(32), timeZone: timeZoneSchema }),
  connection: z.object({ mode: z.enum(['practice', 'asterisk']), ami: amiSchema }),
  defaultLimitSeconds: z.number().int().min(1).max(3600),
  areas: z.array(areaSettingsSchema).max(1000),
  access: accessPolicySchema,
  /** Of a version 1 file, until the list's own store has taken it over (electron/list). */
  listOfVersion1: z.unknown().optional(),
  figures: figureRulesSchema,
  journal: retentionSchema,
  reports: z.array(storedReportSchema).max(mostReports),
  practice: z.object({ seed: z.number().int().min(0).max(0xffffffff), speed: z.number().min(0.1).max(60) }),
})

export type Settings = z.infer<typeof settingsSchema>
export type AmiSettings = z.infer<typeof amiSchema>
export type TlsSettings = z.infer<typeof tlsSchema>
export type VdnSource = z.infer<typeof vdnSourceSchema>
export type AreaSettings = z.infer<typeof areaSettingsSchema>
export type Preferences = z.infer<typeof preferencesSchema>
