import { currentWait } from '#shared/domain/call/wait.ts'
import { isOpen, type AlertOfCall } from '#shared/domain/alert/alert-book.ts'
import { maskNumber } from '#shared/domain/dial/mask.ts'
import type { AlertChange, CallListing } from '#shared/domain/journal/call-record.ts'
import type { CallSummary, CallTrail, RecoveryEntry, TrailStep } from '#shared/ipc/journal-view.ts'
import type { Journal, Query, QueryAnswer } from '#electron/journal/journal.ts'
import type { CommandInput, CommandName } from '#shared/ipc/contract.ts'
import { err, ok } from '#shared/std/result.ts'
import { unpackBecause } from './because-note.ts'
import type { Some } from './commands.ts'
import { findLive, isAnswered, liveOf, liveSteps, liveSummary } from './live-calls.ts'
import { liveFirst } from './live-first.ts'
import type { Running } from './running.ts'

/** Calls and their trails, and the recovery list: what lives comes from the core, everything else from the journal. */
export function callHandlers(running: Running): Some<'calls' | 'recovery'> {
  const { core, keeper, decide, ports } = running
  return {
    'calls.search': (query, { seesNumbers }) =>
      keeper.run(async (journal) => {
        await keeper.settle()
        let searchedFrom = 0
        const question = given({ ...query, ...(!seesNumbers && hidesDigits(query.number) && { exact: true }) })
        const page = await liveFirst(
          findLive(core(), question),
          query,
          async (before, limit) => {
            const found = await journal.ask({ kind: 'search', ...question, before, limit })
            searchedFrom = found.searchedFrom
            return { items: found.calls, next: found.next }
          },
          (a, b) => a.callId === b.callId,
        )
        // A journal that is younger than what was asked for was looked through to its beginning.
        const { oldestAt } = keeper.state() ?? {}
        const from = oldestAt === undefined ? searchedFrom : Math.max(searchedFrom, oldestAt)
        const shown = seesNumbers ? page.items : page.items.filter(isShownBy(query.number))
        return { calls: shown, next: page.next, searchedFrom: from }
      }),
    'calls.trail': async ({ callId }) => {
      const found = await keeper.run(async (journal) => {
        const live = core().book.calls.get(callId)
        if (live) return liveTrail(running, journal, callId)
        await keeper.settle()
        const trail = await journal.ask({ kind: 'trail', callId })
        return trail && keptTrail(running, trail)
      })
      if (!found.ok) return found
      return found.value ? ok(found.value) : err({ kind: 'not-found', what: 'call' })
    },
    'calls.raw': ({ callId }) =>
      keeper.run(async (journal) => {
        await keeper.settle()
        return journal.ask({ kind: 'raw', callId })
      }),
    'recovery.list': (query) =>
      keeper.run((journal) =>
        query.show === 'open' ? openPage(running, journal, query) : closedPage(running, journal, query),
      ),
    'recovery.setOutcome': ({ callId, outcome, note, duplicateOf }, { by }) => {
      if (!core().alerts.alerts.has(callId)) return err({ kind: 'not-found', what: 'alert' })
      const at = ports.clock.now()
      const of = duplicateOf === undefined ? {} : { duplicateOf }
      const done = decide({ kind: 'outcome', at, alertId: callId, by, outcome, note, ...of })
      return done ? ok(null) : err({ kind: 'not-in-this-state', why: 'alert-active' })
    },
  }
}

/**
 * Who may not see numbers may look for a whole one that a caller tells, and for the last digits that the mask shows; else
 * the hidden digits could be found one by one.
 */
const hidesDigits = (number = ''): boolean => number.replace(/\D/g, '').length > shownDigits
const shownDigits = 4

const isShownBy =
  (asked = '') =>
  ({ callerNumber }: CallSummary): boolean => {
    const digits = asked.replace(/\D/g, '')
    return digits.length > shownDigits || maskNumber(callerNumber).endsWith(digits)
  }

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }
/** Without the questions that nobody asked. */
const given = <T extends object>(query: T): Given<T> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Given<T>

/** Who did what to an alert stands in its own history. */
const toldByAlert = new Set<string>([
  'alerts.acknowledge',
  'alerts.setOutcome',
  'recovery.setOutcome',
] satisfies CommandName[])

function keptTrail({ core }: Running, found: NonNullable<QueryAnswer<Extract<Query, { kind: 'trail' }>>>): CallTrail {
  const { record, summary, steps, changes, sameCaller, hasRaw } = found
  const trail: CallTrail = {
    call: summary,
    steps: steps.filter((step) => step.kind !== 'action' || !toldByAlert.has(step.command)).map(unpacked),
    sameCaller: withLive(core(), summary, sameCaller),
    recordings: record.call.recordings ?? [],
    hasRaw,
  }
  const because = becauseOf(changes, summary.listing)
  return because === undefined ? trail : { ...trail, because }
}

const unpacked = (step: TrailStep): TrailStep =>
  step.kind === 'alert' ? { ...step, change: unpackBecause(step.change) } : step

function becauseOf(changes: AlertChange[], listing: CallListing | undefined): CallTrail['because'] {
  const told = changes.map(unpackBecause).filter(({ because }) => because !== undefined)
  const same = told.find(({ severity, ruleName }) => severity === listing?.severity && ruleName === listing.ruleName)
  return (same ?? told.at(-1))?.because
}

async function liveTrail({ core, keeper }: Running, journal: Journal, callId: string): Promise<CallTrail | undefined> {
  const call = core().book.calls.get(callId)
  if (!call) return undefined
  const trail: CallTrail = {
    call: liveSummary(core(), call),
    steps: liveSteps(core(), call),
    sameCaller: [],
    recordings: call.recordings ?? [],
    hasRaw: false,
  }
  const because = core().alerts.judged.get(callId)?.because
  if (because !== undefined) trail.because = because
  const { number } = call.caller
  await keeper.settle()
  const [same, raw] = await Promise.all([
    number === '' ? undefined : journal.ask({ kind: 'search', number, exact: true, before: null, limit: mostOthers }),
    journal.ask({ kind: 'raw', callId, maxBytes: 1 }),
  ])
  trail.sameCaller = withLive(core(), trail.call, same?.calls ?? [])
  trail.hasRaw = raw.messages.length > 0 || raw.truncated
  return trail
}
const mostOthers = 10

function withLive(core: ReturnType<Running['core']>, call: CallSummary, kept: CallSummary[]): CallSummary[] {
  const live = liveOf(core, call.callerNumber, call.callId).map((one) => liveSummary(core, one))
  const others = kept.filter(({ callId }) => callId !== call.callId && !live.some((one) => one.callId === callId))
  return [...live, ...others].sort((a, b) => b.arrivedAt - a.arrivedAt)
}

type PageQuery = CommandInput<'recovery.list'>
type RecoveryPage = { entries: RecoveryEntry[]; open: number; next: string | null }

export const openAlerts = ({ core }: Running): AlertOfCall[] =>
  [...core().alerts.alerts.values()].filter(({ alert }) => isOpen(alert))

/** The core knows every open entry: the list holds also while the journal cannot be written. */
async function openPage(running: Running, journal: Journal, { before, limit }: PageQuery): Promise<RecoveryPage> {
  const keyOf = (known: AlertOfCall): string =>
    `${String(known.alert.returned?.at ?? 0).padStart(16, '0')} ${known.alert.id}`
  const all = openAlerts(running)
    .map((known) => ({ known, key: keyOf(known) }))
    .sort((a, b) => (a.key < b.key ? 1 : -1))
  const rest = before === null ? all : all.filter(({ key }) => key < before)
  const shown = rest.slice(0, limit)
  const entries = await Promise.all(
    shown.map(async ({ known }) => ({ ...entryOf(known), again: await calledAgain(running, journal, known) })),
  )
  return { entries, open: all.length, next: rest.length > limit ? (shown.at(-1)?.key ?? null) : null }
}

export function entryOf({ alert, call }: AlertOfCall): RecoveryEntry {
  const { ruleId, ruleName, classId, severity, listVersion } = alert.match
  const lostAt = alert.returned?.at ?? alert.raisedAt
  const reason = alert.returned?.reason
  const wait = currentWait(call)
  const area = call.queueLegs.at(-1)?.area
  const entry: RecoveryEntry = {
    callId: alert.id,
    arrivedAt: call.arrivedAt,
    lostAt,
    callerNumber: call.caller.number,
    callerName: call.caller.name,
    waitMs: Math.max(0, (wait.endedAt ?? lostAt) - wait.since),
    how: reason === 'abandoned' || reason === 'lost' ? reason : 'unknown',
    listing: { ruleId, ruleName, classId, severity, listVersion },
    again: [],
  }
  if (area !== undefined) entry.area = area
  if (call.vdn !== undefined) entry.vdn = call.vdn
  if (alert.acknowledged) entry.acknowledged = alert.acknowledged
  return entry
}

/** Calls that came after the caller was lost: those that are over, and those that live. A journal that cannot be read knows none. */
async function calledAgain(
  { core }: Running,
  journal: Journal,
  { alert, call }: AlertOfCall,
): Promise<RecoveryEntry['again']> {
  const { number } = call.caller
  if (number === '') return []
  const after = alert.returned?.at ?? call.arrivedAt
  const kept = await journal.ask({ kind: 'called-again', number, after }).catch(() => [])
  const live = liveOf(core(), number, call.id)
    .filter(({ arrivedAt }) => arrivedAt >= after)
    .map((one) => ({ callId: one.id, at: one.arrivedAt, answered: isAnswered(one) }))
  return [...kept.filter((one) => !live.some(({ callId }) => callId === one.callId)), ...live]
}

async function closedPage(running: Running, journal: Journal, { before, limit }: PageQuery): Promise<RecoveryPage> {
  await running.keeper.settle()
  const found = await journal.ask({ kind: 'recovery', show: 'closed', before, limit })
  return { entries: found.entries.map(closedEntry), open: openAlerts(running).length, next: found.next }
}

type Found = QueryAnswer<Extract<Query, { kind: 'recovery' }>>['entries'][number]

function closedEntry({ callId, lostAt, how, record, summary, changes, closed, again }: Found): RecoveryEntry {
  const last = changes.findLast(({ change }) => change === 'raised' || change === 'stronger') ?? changes[0]
  const seen = changes.findLast(({ change }) => change === 'acknowledged')
  const listing = record?.listing ?? {
    ruleId: '',
    ruleName: last?.ruleName ?? '',
    classId: last?.classId ?? '',
    severity: last?.severity ?? 'P3',
    listVersion: last?.listVersion ?? 0,
  }
  const entry: RecoveryEntry = {
    callId,
    arrivedAt: summary?.arrivedAt ?? changes[0]?.at ?? lostAt,
    lostAt,
    callerNumber: summary?.callerNumber ?? '',
    callerName: summary?.callerName ?? '',
    waitMs: summary?.waitMs ?? 0,
    how,
    listing,
    again,
  }
  if (summary?.area !== undefined) entry.area = summary.area
  if (summary?.vdn !== undefined) entry.vdn = summary.vdn
  if (seen) entry.acknowledged = { by: seen.by ?? '', at: seen.at }
  if (closed?.outcome) {
    const { at, by, outcome, note, other } = closed
    entry.outcome = { by, at, outcome, note }
    if (other !== undefined) entry.outcome[by === '' ? 'calledAgainAs' : 'duplicateOf'] = other
  }
  return entry
}
