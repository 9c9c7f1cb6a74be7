import { maskFor } from '#electron/access/mask.ts'
import type { Console } from '#electron/console/console.ts'
import type { Caller } from '#electron/console/running.ts'
import type { Log } from '#electron/console/ports.ts'
import { commands, type CommandName } from '#shared/ipc/contract.ts'
import { mayDo, type Problem } from '#shared/ipc/problem.ts'
import { err, type Result } from '#shared/std/result.ts'

/**
 * The one door for commands, whatever carried them: known? → allowed? → small enough? → right shape? → run → masked for whoever may not see
 * numbers. The host has checked who sent it before. What comes out is always a Result; a bug becomes `internal`, and its story goes to the log.
 */
export type Registrar = {
  run(name: unknown, input: unknown, caller: Caller): Promise<Result<unknown, Problem>>
}

/** A thousand alert ids of two hundred characters, the largest input there is, are about 200 kB. */
export const maxInputBytes = 256 * 1024

/**
 * What a screen asks by itself, because something changed or a page was opened: no sign that anybody sits there. Every other command is
 * somebody's act, and lets his role go on.
 */
export const askedByItself: ReadonlySet<CommandName> = new Set<CommandName>([
  'console.snapshot',
  'preferences.get',
  'connection.get',
  'session.get',
  'session.resume',
  'people.list',
  'list.state',
  'list.page',
  'list.rule',
  'list.numbers',
  'list.versions',
  'list.difference',
  'list.audit',
  'import.rows',
  'calls.search',
  'calls.trail',
  'calls.raw',
  'recovery.list',
  'figures.provenance',
  'figures.calls',
  'figures.rules',
  'reports.run',
  'reports.saved',
  'handover.sheet',
  'journal.state',
])

export function createRegistrar(console: Pick<Console, 'execute'>, log: Log): Registrar {
  return {
    async run(name, input, caller) {
      if (!isCommand(name)) return err({ kind: 'unknown-command', name: String(name).slice(0, 100) })
      const spec = commands[name]
      if (!mayDo(caller.role, spec.role)) return err({ kind: 'forbidden', needs: spec.role })
      const size = sizeOf(input)
      if (size === undefined) return err({ kind: 'invalid-input', where: '', what: 'not plain data' })
      if (size > maxInputBytes) return err({ kind: 'too-large', limitBytes: maxInputBytes })
      const parsed = spec.input.safeParse(input ?? {})
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        return err({
          kind: 'invalid-input',
          where: issue?.path.map(String).join('.') ?? '',
          what: issue?.message ?? '',
        })
      }
      if (!askedByItself.has(name)) caller.session?.touch()
      try {
        const result = await console.execute(name, parsed.data, caller)
        return mayStillSee(caller) ? result : maskFor(result)
      } catch (error) {
        // Without the input: it may hold a secret, and numbers of callers.
        log.error('command failed', { command: name, role: caller.role, error })
        return err({ kind: 'internal' })
      }
    },
  }
}

/** Before the command, and after it: a role may have ended while it ran. */
const mayStillSee = ({ seesNumbers, session }: Caller): boolean =>
  seesNumbers && (session?.caller().seesNumbers ?? true)

/** `in` and plain indexing would also find `constructor`, `__proto__` and the rest of Object's own words. */
const isCommand = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(commands, name)

function sizeOf(input: unknown): number | undefined {
  try {
    return Buffer.byteLength(JSON.stringify(input ?? {}))
  } catch {
    return undefined // A cycle or a bigint, which structured clone carries and a schema could walk for ever.
  }
}
