import { z } from 'zod'
import { severitySchema } from '#shared/settings/list-schema.ts'
import { amiSchema, preferencesSchema, type Preferences } from '#shared/settings/schema.ts'
import { accessCommands } from './access-contract.ts'
import { command, id, nothing } from './command.ts'
import { journalCommands } from './journal-contract.ts'
import { listCommands } from './list-contract.ts'
import type { ListState } from './list-view.ts'
import type { ConnectionView, ConsolePatch, ConsoleSnapshot, TestStep } from './view.ts'

/**
 * Every command and every event between the console and its screens. Nothing else names a channel.
 */
/** A secret may hold anything but line ends: those would end the AMI header. Missing = keep the stored one. */
const secret = z
  .string()
  .max(200)
  .regex(/^[^\r\n]*$/)
  .optional()

export const practiceCommandSchema = z.discriminatedUnion('kind', [
  /** Many repair calls from one district within minutes. */
  z.object({ kind: z.literal('storm') }).strict(),
  z.object({ kind: z.literal('drop-link') }).strict(),
  z.object({ kind: z.literal('go-silent') }).strict(),
  z.object({ kind: z.literal('restart') }).strict(),
  z.object({ kind: z.literal('garble') }).strict(),
  z.object({ kind: z.literal('set-speed'), speed: z.number().min(0.1).max(60) }).strict(),
])
export type PracticeCommand = z.infer<typeof practiceCommandSchema>

export const commands = {
  'console.snapshot': command<ConsoleSnapshot>()('viewer', nothing),
  'alerts.acknowledge': command<{ acknowledged: number }>()(
    'reception',
    z.object({ alertIds: z.array(id).min(1).max(1000) }).strict(),
  ),
  'alerts.setOutcome': command<null>()(
    'reception',
    z.object({ alertId: id, outcome: z.enum(['called-back', 'called-again', 'duplicate', 'false-call']) }).strict(),
  ),
  'sound.pause': command<null>()('reception', z.object({ minutes: z.number().int().min(1).max(30) }).strict()),
  'sound.resume': command<null>()('reception', nothing),
  'link.retryNow': command<null>()('reception', nothing),
  'connection.get': command<ConnectionView>()('admin', nothing),
  'connection.save': command<null>()(
    'admin',
    z.object({ mode: z.enum(['practice', 'asterisk']), ami: amiSchema, secret }).strict(),
  ),
  /** Steps come as `connection.tested` events while it runs; the answer holds them all. */
  'connection.test': command<{ steps: TestStep[]; queues: string[] }>()(
    'admin',
    z.object({ testId: id, ami: amiSchema, secret }).strict(),
  ),
  'preferences.get': command<Preferences>()('viewer', nothing),
  'preferences.set': command<null>()('reception', preferencesSchema.partial().strict()),
  /** Lists every call of a queue area (or stops doing so), and sets its limit for a timely answer. */
  'areas.set': command<null>()(
    'admin',
    z
      .object({
        area: z.string().min(1).max(100),
        limitSeconds: z.number().int().min(1).max(3600),
        listed: z.object({ classId: id, severity: severitySchema }).strict().nullable(),
      })
      .strict(),
  ),
  'practice.do': command<null>()('supervisor', practiceCommandSchema),
  'window.toggleFullScreen': command<null>()('viewer', nothing),
  ...listCommands,
  ...accessCommands,
  ...journalCommands,
} as const

export type CommandName = keyof typeof commands
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>
export type CommandOutput<N extends CommandName> = Exclude<(typeof commands)[N]['output'], undefined>

/** Event name → payload. */
export type Events = {
  'console.changed': ConsolePatch
  'connection.tested': { testId: string; step: TestStep }
  'preferences.changed': Preferences
  /** The draft changed, or a version was published. */
  'list.changed': ListState
  /** People, rights or this screen's session changed: ask `session.get`. */
  'session.changed': Record<string, never>
}
export type EventName = keyof Events
export const eventNames: EventName[] = [
  'console.changed',
  'connection.tested',
  'preferences.changed',
  'list.changed',
  'session.changed',
]
