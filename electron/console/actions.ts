import type { CommandName } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import type { Caller, Running } from './running.ts'

/** What persons did, for the journal: every command that changes something, with its result. A new command counts unless it is named here. */
const asksOnly: ReadonlySet<CommandName> = new Set<CommandName>([
  'console.snapshot',
  'preferences.get',
  'connection.get',
  'connection.test',
  'window.toggleFullScreen',
  'session.get',
  'session.resume',
  'session.active',
  'people.list',
  'files.begin',
  'files.write',
  'files.read',
  'files.drop',
  'backup.open',
  'list.state',
  'list.page',
  'list.rule',
  'list.numbers',
  'list.versions',
  'list.difference',
  'list.audit',
  'list.try',
  'list.dryRun',
  'import.open',
  'import.preview',
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
  'journal.openLog',
])

export function noteAction(
  { keeper, ports }: Running,
  command: CommandName,
  input: unknown,
  { by, role }: Caller,
  result: Result<unknown, Problem>,
): void {
  if (asksOnly.has(command)) return
  keeper.action({ at: ports.clock.now(), by, role, command, target: targetOf(input), result: resultOf(result) })
}

const resultOf = (result: Result<unknown, Problem>): string => {
  if (result.ok) return 'ok'
  const { error } = result
  return error.kind === 'not-in-this-state' || error.kind === 'bad-file' ? `${error.kind}: ${error.why}` : error.kind
}

/** What it was done to. Never anything that was typed: PINs, secrets and notes are in the same inputs. */
const targetKeys = ['callId', 'alertId', 'ruleId', 'classId', 'personId', 'area', 'id', 'version']

function targetOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return ''
  const given = input as Record<string, unknown>
  const { alertIds } = given
  if (Array.isArray(alertIds) && alertIds.length === 1) return String(alertIds[0]).slice(0, 200)
  for (const key of targetKeys) {
    const value = given[key]
    if (typeof value === 'string' || typeof value === 'number') return String(value).slice(0, 200)
  }
  return ''
}
