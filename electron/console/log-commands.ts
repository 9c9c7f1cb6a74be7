import type { JournalView, LogImportCounts } from '#shared/ipc/journal-view.ts'
import type { ImportPlan } from '#electron/journal/import-match.ts'
import type { ImportQuery } from '#electron/journal/queries.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { Some } from './commands.ts'
import { switchIdOf } from './ports.ts'
import type { Caller, Running } from './running.ts'

/** The journal itself: what it holds, how long, whether its sums are right, and what the switch's own log can add. */
export function logHandlers(running: Running): Some<'journal'> {
  const { keeper, ports, changed, imported } = running
  const { settings } = ports
  let recomputed: JournalView['recompute']
  /** What each file was looked at for; the file itself stays on the shelf. */
  const opened = new Map<string, CommandInput<'journal.openLog'>>()
  return {
    'journal.state': () => {
      const state = keeper.state()
      if (!state) return err({ kind: 'not-in-this-state', why: 'journal-unavailable' })
      const { waitingMs: _waitingMs, ...view } = state
      return ok({ ...view, retention: settings.get().journal, ...(recomputed && { recompute: recomputed }) })
    },
    'journal.retain': (retention) => {
      const saved = settings.update((now) => ({ ...now, journal: retention }))
      if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
      keeper.retain()
      return ok(null)
    },
    'journal.recompute': async () => {
      const done = await keeper.run(async (journal) => {
        await keeper.settle()
        return journal.recompute()
      })
      if (!done.ok) return done
      const { rows, differences } = done.value
      recomputed = { at: ports.clock.now(), rows, differences: differences.length }
      return done
    },
    'journal.openLog': async (input, caller) => {
      const plan = await planOf(running, input, caller)
      if (!plan.ok) return plan
      opened.set(keyOf(input.fileId, caller), input)
      if (opened.size > mostOpened) opened.delete([...opened.keys()][0] ?? '')
      return ok(countsOf(plan.value))
    },
    'journal.importLog': async ({ fileId }, caller) => {
      const input = opened.get(keyOf(fileId, caller))
      if (!input) return err({ kind: 'not-found', what: 'file' })
      // Planned anew: what came meanwhile is known then.
      const plan = await planOf(running, input, caller)
      if (!plan.ok) return plan
      const done = await keeper.run((journal) => journal.applyImport(plan.value))
      if (!done.ok) return done
      opened.delete(keyOf(fileId, caller))
      await imported.look()
      changed(true)
      return done
    },
  }
}

const mostOpened = 20
const keyOf = (fileId: string, caller: Caller): string => `${caller.session?.id ?? ''} ${fileId}`

async function planOf(
  { keeper, ports, core }: Running,
  { fileId, kind, from, to }: CommandInput<'journal.openLog'>,
  caller: Caller,
): Promise<Result<ImportPlan, Problem>> {
  const file = ports.files.take(caller.session?.id ?? '', fileId)
  if (!file.ok) return file
  const settings = ports.settings.get()
  const query: ImportQuery = {
    kind: 'plan-import',
    format: kind,
    text: new TextDecoder().decode(file.value.bytes),
    switchId: switchIdOf(settings),
    timeZone: settings.site.timeZone,
    seats: [...core().book.seats.values()].map(({ id, name }) => ({ id, name })),
    from,
    to,
  }
  await keeper.settle()
  const plan = await keeper.ask(query)
  if (!plan.ok) return plan
  // A call that lives is known, and comes into the journal by itself: until then it would be counted twice.
  const fresh = plan.value.fresh.filter(({ call }) => !core().book.calls.has(call.id))
  const live = plan.value.fresh.length - fresh.length
  return ok({ ...plan.value, fresh, known: plan.value.known + live })
}

const countsOf = ({ lines, calls, known, fresh, completed, wrong, firstWrong }: ImportPlan): LogImportCounts => ({
  lines,
  calls,
  known,
  fresh: fresh.length + completed.length,
  wrong,
  firstWrong,
})
