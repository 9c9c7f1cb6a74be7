import { z } from 'zod'
import { accessPolicySchema } from '#shared/settings/access-schema.ts'
import { command, id, nothing } from './command.ts'
import type { AccessPolicy, BackupSummary, PersonView, SessionView } from './access-view.ts'
import type { FileOffer } from './list-view.ts'

/** Commands of people and their sessions, of files that come and go in pieces, and of the backup. */

const personName = z.string().trim().min(1).max(40)
/** Four digits are a thousand tries a day away once wrong ones are slowed down; longer is better. */
const pin = z.string().regex(/^\d{4,12}$/)
const passphrase = z.string().min(8).max(200)

export const accessCommands = {
  'session.get': command<SessionView>()('viewer', nothing),
  /** `ticket` brings the session back after the connection was lost (`session.resume`). */
  'session.signIn': command<{ session: SessionView; ticket: string }>()(
    'viewer',
    z.object({ personId: id, pin: z.string().max(12) }).strict(),
  ),
  'session.resume': command<SessionView>()('viewer', z.object({ ticket: z.string().min(1).max(100) }).strict()),
  'session.signOut': command<SessionView>()('viewer', nothing),
  /** Somebody touched this screen: the role goes on. Sent at most every half minute. */
  'session.active': command<SessionView>()('viewer', nothing),

  /** First start: the first admin with a PIN, or null for a desk without PINs. Only once. */
  'people.setUp': command<{ session: SessionView; ticket?: string }>()(
    'viewer',
    z.object({ admin: z.object({ name: personName, pin }).strict().nullable() }).strict(),
  ),
  'people.list': command<{ people: PersonView[]; policy: AccessPolicy }>()('admin', nothing),
  /** Without `id` a new person; without `pin` the old one stays. A desk without PINs gets its first admin here. */
  'people.put': command<PersonView>()(
    'admin',
    z
      .object({
        id: id.optional(),
        name: personName,
        role: z.enum(['reception', 'supervisor', 'admin']),
        pin: pin.optional(),
      })
      .strict(),
  ),
  'people.remove': command<null>()('admin', z.object({ id }).strict()),
  'access.set': command<AccessPolicy>()('admin', accessPolicySchema.partial().strict()),

  /** A file from the screen, in pieces of `chunkBytes` as base64, in order. A new one takes the place of an unfinished one. */
  'files.begin': command<{ fileId: string; chunkBytes: number }>()(
    'admin',
    z.object({ name: z.string().max(255), bytes: z.number().int().min(0).max(1e12) }).strict(),
  ),
  'files.write': command<{ received: number }>()(
    'admin',
    z.object({ fileId: id, offset: z.number().int().min(0), data: z.string().max(200_000) }).strict(),
  ),
  /** A supervisor takes reports home. */
  'files.read': command<{ data: string; end: boolean }>()(
    'supervisor',
    z.object({ fileId: id, offset: z.number().int().min(0) }).strict(),
  ),
  'files.drop': command<null>()('supervisor', z.object({ fileId: id }).strict()),

  /** Settings, list and classes as one file. Secrets go with it only encrypted with a passphrase; null leaves them out. */
  'backup.export': command<FileOffer>()('admin', z.object({ passphrase: passphrase.nullable() }).strict()),
  'backup.open': command<BackupSummary>()(
    'admin',
    z.object({ fileId: id, passphrase: z.string().max(200).nullable() }).strict(),
  ),
  'backup.restore': command<{ settings: boolean; list: boolean; secrets: boolean }>()(
    'admin',
    z
      .object({
        fileId: id,
        passphrase: z.string().max(200).nullable(),
        settings: z.boolean(),
        list: z.boolean(),
        secrets: z.boolean(),
        why: z.string().trim().min(1).max(500),
      })
      .strict(),
  ),
} as const
