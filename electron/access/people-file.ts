import path from 'node:path'
import { z } from 'zod'
import type { Log } from '#electron/console/ports.ts'
import { copyAside, readPrivateFile, writePrivateFile } from '#electron/platform/private-file.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { pinHashSchema } from './pin.ts'
import { afterRestart } from './tries.ts'

/**
 * Who may sign in: `access.json` of the data folder, read once at the start, written whole with each change. No file: nobody has decided yet,
 * and everything is allowed. A file that cannot be used must never mean that: it is copied aside, and one in its place says that there are
 * PINs and nobody who has one. That holds over restarts until an administrator of the machine deletes `access.json` (docs/access.md). A file
 * of a newer program, or one that cannot be read, is left alone, and as closed.
 */
const personSchema = z
  .object({
    id: z.string().min(1).max(100),
    name: z.string().min(1).max(40),
    role: z.enum(['reception', 'supervisor', 'admin']),
    pin: pinHashSchema,
    lastSignInAt: z.number().nullable(),
    /** Wrong PINs since the last right one. */
    tries: z
      .object({ wrong: z.number().int().min(0), at: z.number() })
      .strict()
      .optional(),
  })
  .strict()
export type Person = z.infer<typeof personSchema>

export const mostPeople = 500

const fileSchema = z
  .object({
    version: z.literal(1),
    access: z.enum(['open', 'pins']),
    people: z
      .array(personSchema)
      .max(mostPeople)
      .refine((people) => new Set(people.map(({ id }) => id)).size === people.length),
    /** This file stands in for a damaged one. */
    damaged: z.object({ file: z.string(), at: z.number() }).strict().optional(),
  })
  .strict()
type Content = z.infer<typeof fileSchema>

export type PeopleFile = {
  access(): 'unasked' | 'open' | 'pins'
  people(): readonly Person[]
  /** On an error nothing has changed. */
  save(next: { access: 'open' | 'pins'; people: Person[] }): Result<null, { detail: string }>
  /** For what must hold even where the disk is full: counted tries, the time of a sign-in. */
  remember(people: Person[]): void
  problem(): ConsoleProblem | undefined
}

type Locked = Extract<ConsoleProblem, { kind: 'access-locked' }>
/** `writable: false`: the file on the disk is not ours to replace. */
type Found = { content: Content | undefined; problem?: Locked; writable: boolean }

export function createPeopleFile(options: { file: string; now: () => number; log: Log }): PeopleFile {
  const { file, log } = options
  const found = find(options)
  let { content } = found

  function write(next: Content): Result<null, { detail: string }> {
    if (!found.writable) return err({ detail: `${path.basename(file)}: ${found.problem?.why ?? ''}` })
    try {
      writePrivateFile(file, JSON.stringify(next))
      return ok(null)
    } catch (error) {
      log.error('people not saved', { error })
      return err({ detail: (error as NodeJS.ErrnoException).code ?? 'EIO' })
    }
  }

  return {
    access: () => content?.access ?? 'unasked',
    people: () => content?.people ?? [],
    save(next) {
      const whole: Content = { version: 1, ...next }
      const written = write(whole)
      if (written.ok) content = whole
      return written
    },
    remember(people) {
      if (!content) return
      content = { ...content, people }
      write(content)
    },
    problem: () => found.problem,
  }
}

function find(options: { file: string; now: () => number; log: Log }): Found {
  const { file, now, log } = options
  const name = path.basename(file)
  const locked = (why: Locked['why'], writable: boolean): Found => {
    log.error('nobody can sign in', { file, why })
    return { content: nobody, problem: { kind: 'access-locked', file: name, why, at: now() }, writable }
  }
  let text: string | undefined
  try {
    text = readPrivateFile(file, () => log.warn('people were readable for others: mode set to 0600', { file }))
  } catch {
    return locked('unreadable', false)
  }
  if (text === undefined) return { content: undefined, writable: true }
  const raw = parse(text)
  if (isNewer(raw)) return locked('newer', false)
  const parsed = fileSchema.safeParse(raw)
  if (parsed.success) return good(parsed.data, now())
  return standIn(options, locked)
}

function good(read: Content, now: number): Found {
  const people = read.people.map(({ tries, ...person }) =>
    tries ? { ...person, tries: afterRestart(tries, now) } : person,
  )
  const found: Found = { content: { ...read, people }, writable: true }
  if (read.damaged) found.problem = { kind: 'access-locked', why: 'damaged', ...read.damaged }
  return found
}

/** First the copy, then the replacement in one step: a kill in between leaves the damaged file, which locks as well. */
function standIn(
  { file, now }: { file: string; now: () => number },
  locked: (why: 'damaged', writable: boolean) => Found,
): Found {
  const result = locked('damaged', false)
  try {
    const aside = path.basename(copyAside(file, now()))
    writePrivateFile(file, JSON.stringify({ ...nobody, damaged: { file: aside, at: now() } }))
    if (result.problem) result.problem.file = aside
  } catch {
    // A folder that cannot be written: the damaged file stays, and locks the next start too.
  }
  return result
}

const nobody: Content = { version: 1, access: 'pins', people: [] }

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

const isNewer = (raw: unknown): boolean => {
  const version: unknown = typeof raw === 'object' && raw !== null && 'version' in raw ? raw.version : undefined
  return typeof version === 'number' && Number.isInteger(version) && version > 1
}
