import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { accessHandlers } from './access-commands.ts'
import { noteAction } from './actions.ts'
import { callHandlers } from './call-commands.ts'
import { figureHandlers } from './figure-commands.ts'
import { listHandlers, type ListHandlers } from './list-commands.ts'
import { logHandlers } from './log-commands.ts'
import { reportHandlers } from './report-commands.ts'
import type { Caller, Running } from './running.ts'
import { switchSecret } from './switch-watch.ts'

type Handler<N extends CommandName> = (
  input: CommandInput<N>,
  caller: Caller,
) => Result<CommandOutput<N>, Problem> | Promise<Result<CommandOutput<N>, Problem>>
export type Handlers = { [N in CommandName]: Handler<N> }
type OwnHandlers = Omit<Handlers, keyof ListHandlers>
type LooseHandlers = Record<CommandName, (input: unknown, caller: Caller) => Promise<Result<unknown, Problem>>>

/** What each command does. Inputs are parsed and roles checked before they get here (electron/ipc). */
export function createHandlers(running: Running): LooseHandlers {
  const handlers: OwnHandlers = {
    'console.snapshot': () => ok(running.snapshot()),
    ...alertHandlers(running),
    ...soundHandlers(running),
    ...connectionHandlers(running),
    ...preferencesHandlers(running),
    ...accessHandlers(running),
    ...callHandlers(running),
    ...figureHandlers(running),
    ...reportHandlers(running),
    ...logHandlers(running),
    'link.retryNow': () => {
      running.watch.link()?.retryNow()
      return ok(null)
    },
    'practice.do': (command) => {
      const practice = running.watch.link()?.practice
      if (!practice) return err({ kind: 'not-in-this-state', why: 'not-practice' })
      if (command.kind === 'set-speed') {
        const { speed } = command
        const saved = running.ports.settings.update((now) => ({ ...now, practice: { ...now.practice, speed } }))
        if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
        running.changed(true)
      }
      practice(command)
      return ok(null)
    },
    'window.toggleFullScreen': () => {
      const toggle = running.ports.host.toggleFullScreen
      if (!toggle) return err({ kind: 'unknown-command', name: 'window.toggleFullScreen' })
      toggle()
      return ok(null)
    },
  }
  // The registrar has parsed each input with that command's own schema, which TypeScript cannot follow through a table.
  const loose = { ...handlers, ...listHandlers(running) } as Record<
    CommandName,
    (input: never, caller: Caller) => Result<unknown, Problem> | Promise<Result<unknown, Problem>>
  >
  const entries = (Object.keys(loose) as CommandName[]).map((name) => [
    name,
    async (input: unknown, caller: Caller) => {
      const result = await loose[name](input as never, caller)
      noteAction(running, name, input, caller, result)
      return result
    },
  ])
  return Object.fromEntries(entries) as LooseHandlers
}

export type Some<P extends string> = Pick<Handlers, Extract<CommandName, `${P}.${string}`>>

function alertHandlers({ core, ports, decide }: Running): Some<'alerts'> {
  return {
    'alerts.acknowledge': ({ alertIds }, { by }) => {
      const now = ports.clock.now()
      const acknowledged = alertIds.filter((alertId) => decide({ kind: 'acknowledged', at: now, alertId, by })).length
      return ok({ acknowledged })
    },
    'alerts.setOutcome': ({ alertId, outcome }, { by }) => {
      if (!core().alerts.alerts.has(alertId)) return err({ kind: 'not-found', what: 'alert' })
      const given = { kind: 'outcome' as const, at: ports.clock.now(), alertId, by, outcome, note: '' }
      return decide(given) ? ok(null) : err({ kind: 'not-in-this-state', why: 'alert-active' })
    },
  }
}

function soundHandlers({ sound, changed }: Running): Some<'sound'> {
  return {
    'sound.pause': ({ minutes }) => {
      sound.pause(minutes)
      changed(true)
      return ok(null)
    },
    'sound.resume': () => {
      sound.resume()
      changed(true)
      return ok(null)
    },
  }
}

function connectionHandlers({ ports, emit, switchChanged }: Running): Some<'connection'> {
  const { settings, secrets } = ports
  let testing = false
  return {
    'connection.get': () => {
      const { mode, ami } = settings.get().connection
      return ok({ mode, ami, hasSecret: secrets.has(switchSecret) })
    },
    'connection.save': async ({ mode, ami, secret }) => {
      const before = settings.get().connection
      if (mode === 'asterisk' && !secret && secrets.has(switchSecret) && !sameLogin(before.ami, ami))
        return err(secretNeeded)
      const saved = settings.update((now) => ({ ...now, connection: { mode, ami } }))
      if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
      if (secret) {
        const kept = secrets.set(switchSecret, secret)
        if (!kept.ok) {
          settings.update((now) => ({ ...now, connection: before })) // the old address goes with the old secret
          return err({ kind: 'not-saved', detail: kept.error.detail })
        }
      }
      await switchChanged(before)
      return ok(null)
    },
    'connection.test': async ({ testId, ami, secret }) => {
      if (testing) return err({ kind: 'not-in-this-state', why: 'already-running' })
      if (!secret && secrets.has(switchSecret) && !sameLogin(settings.get().connection.ami, ami))
        return err(secretNeeded)
      testing = true
      try {
        const kept = secrets.get(switchSecret)
        const used = secret || (kept.ok ? kept.value : '')
        return ok(await ports.switches.test(ami, used, (step) => emit('connection.tested', { testId, step })))
      } finally {
        testing = false
      }
    },
  }
}

/** A kept secret goes to the switch that it was entered for, and nowhere else. */
const sameLogin = (a: AmiSettings, b: AmiSettings): boolean =>
  a.host === b.host && a.port === b.port && a.username === b.username
const secretNeeded: Problem = { kind: 'not-in-this-state', why: 'secret-needed' }

function preferencesHandlers({ ports, emit }: Running): Some<'preferences'> {
  const { settings } = ports
  return {
    'preferences.get': () => ok(settings.get().preferences),
    'preferences.set': (changes) => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      const saved = settings.update((now) => ({ ...now, preferences: { ...now.preferences, ...given } }))
      if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
      emit('preferences.changed', saved.value.preferences)
      return ok(null)
    },
  }
}
