import type { ListAuthor, ListCommandName, ListExtra } from '#electron/list/list-keeper.ts'
import type { CommandInput, CommandName } from '#shared/ipc/contract.ts'
import { listCommands } from '#shared/ipc/list-contract.ts'
import type { ListState } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Settings } from '#shared/settings/schema.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { rememberedCalls } from './remembered-calls.ts'
import type { Caller, Running } from './running.ts'

/**
 * The commands of the priority reception list: the keeper answers them; what only the console knows goes with them (the calls that it remembers,
 * the file that a screen sent, who could approve). And the areas of the Connection screen, which are half settings and half list.
 */
type ListHandler = (input: unknown, caller: Caller) => Promise<Result<unknown, Problem>>
export type ListHandlers = Record<ListCommandName | 'areas.set', ListHandler>

export function listHandlers(running: Running): ListHandlers {
  const names = Object.keys(listCommands) as ListCommandName[]
  const plain = names.map((name): [ListCommandName, ListHandler] => [
    name,
    (input, caller) => runOne(running, name, input, caller),
  ])
  const handlers = Object.fromEntries(plain) as Record<ListCommandName, ListHandler>
  return { ...handlers, 'areas.set': (input, caller) => setArea(running, input as CommandInput<'areas.set'>, caller) }
}

async function runOne(
  running: Running,
  name: ListCommandName,
  input: unknown,
  caller: Caller,
): Promise<Result<unknown, Problem>> {
  const { list, files } = running.ports
  const extra =
    name === 'list.dryRun' ? ok({ calls: await rememberedCalls(running) }) : extraFor(running, name, input, caller)
  if (!extra.ok) return extra
  const result = await list.run(name, input, authorOf(caller), extra.value)
  if (!result.ok) return result
  if (name === 'list.state' || name === 'list.discard') return ok(withApproval(running, result.value as ListState))
  if (name === 'list.export' || name === 'list.exportAudit') {
    const file = result.value as { name: string; bytes: Uint8Array }
    return files.offer(ownerOf(caller), file.name, file.bytes)
  }
  return result
}

function extraFor(
  { ports, calls, core }: Running,
  name: CommandName,
  input: unknown,
  caller: Caller,
): Result<ListExtra | undefined, Problem> {
  switch (name) {
    case 'list.page':
    case 'list.rule':
      return ok({ hitsToday: Object.fromEntries(core().alerts.hits.byRule) })
    case 'list.try': {
      const { transferCode } = (input as CommandInput<'list.try'>).call
      const learned = calls.learned(transferCode)
      return ok(learned && { learned })
    }
    case 'list.publish':
    case 'list.undo': {
      const { approval } = ports.access.policy()
      if (approval && ports.access.otherAdmins(caller.personId) === 0)
        return err({ kind: 'not-in-this-state', why: 'no-approver' })
      return ok({ approval })
    }
    case 'import.open':
    case 'import.numbers': {
      const file = ports.files.take(ownerOf(caller), (input as CommandInput<'import.open'>).fileId)
      return file.ok ? ok({ file: file.value }) : file
    }
    default:
      return ok(undefined)
  }
}

/** Files belong to the session of a screen. */
const ownerOf = (caller: Caller): string => caller.session?.id ?? ''

export function authorOf({ by, personId, role, seesNumbers }: Caller): ListAuthor {
  return { by, personId, role, seesNumbers }
}

/** The desk does not know the policy. */
export const withApproval = ({ ports }: Pick<Running, 'ports'>, state: ListState): ListState => ({
  ...state,
  approval: ports.access.policy().approval,
})

/**
 * The list first, since it checks more. Where it needs a second person the rest is set all the same, and the caller is told.
 */
async function setArea(
  { ports, listChanged }: Running,
  input: CommandInput<'areas.set'>,
  caller: Caller,
): Promise<Result<null, Problem>> {
  const { settings, list, access } = ports
  const { area, listed } = input
  const name = settings.get().areas.find((one) => one.area === area)?.name.zh || area
  const set = await list.setArea({ area, name, listed }, authorOf(caller), access.policy().approval)
  if (!set.ok && !needsApproval(set.error)) return set
  const saved = settings.update((now) => withLimit(now, input))
  if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
  listChanged()
  return set
}

const needsApproval = (problem: Problem): boolean =>
  problem.kind === 'not-in-this-state' && problem.why === 'approval-needed'

function withLimit(settings: Settings, { area, limitSeconds }: CommandInput<'areas.set'>): Settings {
  const known = settings.areas.find((one) => one.area === area)
  const entry = { name: { zh: area, en: area }, ...known, area, limitSeconds }
  const areas = known ? settings.areas.map((one) => (one === known ? entry : one)) : [...settings.areas, entry]
  return { ...settings, areas }
}
