import { toJournalEvent, type Recovered } from '#electron/journal/journal.ts'
import type { Alert } from '#shared/domain/alert/alert.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { rememberCall } from '#shared/domain/call/caller-history.ts'
import { applyToCore, createCore, decide, noChanges, type Core, type CoreSettings } from '#shared/domain/core.ts'
import type { AlertChange, CallRecord, JournalEvent } from '#shared/domain/journal/call-record.ts'
import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import { unpackBecause } from './because-note.ts'
import { consoleClosed, type JournalKeeper } from './journal-keeper.ts'
import { switchIdOf, type ConsolePorts, type Log } from './ports.ts'

/**
 * Brings back the core that was before this run, out of what the journal remembers: lost callers without an outcome, then
 * events and decisions in their order, in slices between which everything else goes on.
 */
type Past = {
  core: Core
  /** The switch was out of sight already when the last run ended. */
  lost?: { at: number; switchId: string; why: string }
  switchId?: string
  /** Calls that ended just before the last run did: their records may not have come as far as their events. */
  tail: { record: CallRecord; alerts: AlertChange[] }[]
}

/** A slice lasts about so long; looked at every few entries, of which a picture is the dearest. */
const sliceMs = 8
const lookEvery = 16
/** The journal is written four times a second. */
const tailMs = 10_000

const dayMs = 86_400_000
const consoleOff = 'console-off'

export type Opened = {
  core: Core
  /** Since when the figures of the core hold whole. */
  liveFrom: number
  /** Once this core is the present one: says what was not seen since, and finishes what the last run began to write. */
  goOn(rules: CoreSettings): void
}

type Hears = { note(core: Core, callId: string): void; late(recovered: Recovered): void }

/** Opens the journal of the world that the settings name. `late`: what it says when it was not waited for any longer. */
export async function openPast(
  ports: ConsolePorts,
  keeper: JournalKeeper,
  calendar: Calendar,
  rules: CoreSettings,
  { note, late }: Hears,
): Promise<Opened> {
  const switchId = switchIdOf(ports.settings.get())
  keeper.open(switchId)
  const now = ports.clock.now()
  // A day back, also at midnight: calls and repeated callers of yesterday evening are not over.
  const since = Math.min(calendar.dayStart(now), now - dayMs)
  const recovered = await keeper.recover(since, (found) => {
    const { lastAt = now } = found
    if (lastAt < now) keeper.gap({ from: lastAt, to: now, switchId, why: consoleOff })
    late(found)
  })
  const past = recovered && (await bringBack(recovered, rules, note, ports.log).catch(failed(ports.log)))
  if (!past) return { core: createCore(), liveFrom: now, goOn: () => undefined }
  return {
    core: past.core,
    liveFrom: since,
    goOn(settings) {
      const { lastAt } = recovered
      if (lastAt !== undefined) markOff(keeper, past, { at: Math.min(lastAt, ports.clock.now()), switchId }, settings)
      void finishTail(keeper, past.tail)
    },
  }
}

/** Whatever is in the file, the console goes on live. */
const failed =
  (log: Log) =>
  (error: unknown): undefined => {
    log.error('what the journal remembers cannot be brought back', { error })
  }

/** From the last entry to the first picture nothing was seen. */
function markOff(
  keeper: JournalKeeper,
  { core, lost, switchId: seen }: Past,
  { at, switchId: world }: { at: number; switchId: string },
  settings: CoreSettings,
): void {
  const switchId = seen ?? world
  if (lost && (lost.why === consoleClosed || lost.why === 'reopened') && at - lost.at < tailMs) {
    keeper.gapLasts({ from: lost.at, switchId: lost.switchId, why: lost.why })
    return
  }
  if (!lost && core.sight.countingSince === undefined) {
    keeper.gapLasts({ from: at, switchId, why: consoleOff })
    return
  }
  if (lost && lost.at < at) keeper.gap({ from: lost.at, to: at, switchId: lost.switchId, why: lost.why })
  // Also where it was lost already: the next run begins its gap here, and not with what is marked now.
  const changes = noChanges()
  const off: CallEvent = { kind: 'sight-lost', at, switchId, why: consoleOff }
  applyToCore(core, off, settings, changes)
  keeper.applied(off, changes)
}

/** What ended in the last moment of the run before: its event came into the journal, and its record perhaps not. */
async function finishTail(keeper: JournalKeeper, tail: Past['tail']): Promise<void> {
  for (const { record, alerts } of tail) {
    const found = await keeper.ask({ kind: 'trail', callId: record.call.id })
    if (found.ok && !found.value) keeper.followed({ ...noChanges(), alerts, ended: [record] })
  }
}

/** `note` hears of each call that is touched. An entry that cannot be played back is left out, and logged. */
async function bringBack(
  recovered: Recovered,
  settings: CoreSettings,
  note: (core: Core, callId: string) => void,
  log: Log,
): Promise<Past> {
  const past: Past = { core: createCore(), tail: [] }
  const { core } = past
  let wrong = 0
  const recorded = { ...settings, lookup: undefined }
  const alerts = new Map<string, AlertChange[]>()
  restoreOpen(core, recovered.open)
  const slices = createSlices()
  for (const line of recovered.events) {
    const changes = noChanges()
    try {
      const { at, entry } = toJournalEvent(line)
      watch(past, entry)
      if (entry.kind === 'event') applyToCore(core, entry.event, recorded, changes)
      else decide(core, entry.decision, recorded, changes)
      if (at >= (recovered.lastAt ?? 0) - tailMs) {
        for (const change of changes.alerts) alerts.set(change.alertId, [...(alerts.get(change.alertId) ?? []), change])
        for (const record of changes.ended) past.tail.push({ record, alerts: [] })
      }
    } catch (error) {
      if (++wrong === 1) log.error('an entry of the journal cannot be played back', { error })
    }
    for (const id of changes.calls) note(core, id)
    await slices.next()
  }
  if (wrong > 1) log.error('entries of the journal were left out', { wrong })
  for (const one of past.tail) one.alerts = alerts.get(one.record.call.id) ?? []
  restoreOpen(core, recovered.open) // whatever became of them when they were played back: they have no outcome
  return past
}

/** Between one entry and the next: now and then everything else goes on. */
function createSlices(): { next(): Promise<void> | undefined } {
  let done = 0
  let began = performance.now()
  return {
    next() {
      if (++done % lookEvery !== 0 || performance.now() - began < sliceMs) return undefined
      return new Promise<void>((resolve) => void setImmediate(resolve)).then(() => {
        began = performance.now()
      })
    },
  }
}

function watch(past: Past, entry: JournalEvent): void {
  if (entry.kind === 'decision') {
    if (entry.decision.kind === 'switched') delete past.lost
    return
  }
  const { event } = entry
  if (event.kind === 'picture-taken') {
    past.switchId = event.switchId
    delete past.lost
  } else if (event.kind === 'sight-lost') {
    if (past.lost && event.why !== consoleOff && event.why !== consoleClosed) return
    past.lost = event
  }
}

export function restoreOpen(core: Core, open: Recovered['open']): void {
  for (const { record, changes } of open) {
    if (core.alerts.alerts.has(record.call.id)) continue
    const alert = alertOf(record, changes.map(unpackBecause))
    if (alert) core.alerts.alerts.set(alert.id, { alert, call: record.call })
  }
}

/** Who called before: all that rules about repeated callers need, where nothing else can be brought back any more. */
export async function rememberCallers({ callers }: Core, events: Recovered['events']): Promise<void> {
  const slices = createSlices()
  for (const line of events) {
    const { entry } = toJournalEvent(line)
    if (entry.kind === 'event' && entry.event.kind === 'call-arrived')
      rememberCall(callers, entry.event.callId, entry.event.caller.number, entry.event.at)
    await slices.next()
  }
}

/** As the wall needs it: what the rule said to do, and which others matched, is not kept. */
function alertOf({ call, listing }: CallRecord, changes: AlertChange[]): Alert | undefined {
  const raised = changes.findLast(({ change }) => change === 'raised')
  const since = Math.max(
    0,
    changes.findLastIndex(({ change }) => change === 'raised' || change === 'stronger'),
  )
  const last = changes[since]
  const lost = changes.findLast(({ change }) => change === 'abandoned' || change === 'lost' || change === 'unknown')
  if (!last || !lost) return undefined
  const { severity, classId, ruleName, listVersion, because = { kind: 'all', of: [] } } = last
  const alert: Alert = {
    id: call.id,
    match: {
      ruleId: listing?.ruleName === ruleName ? listing.ruleId : '',
      ruleName,
      classId,
      severity,
      because,
      alsoMatched: [],
      listVersion,
      sound: 'silent',
      ladder: '',
      handling: '',
    },
    raisedAt: raised?.at ?? last.at,
    returned: { at: lost.at, reason: lost.change === 'abandoned' || lost.change === 'lost' ? lost.change : 'unknown' },
  }
  const seen = changes.slice(since).findLast(({ change }) => change === 'acknowledged')
  if (seen) alert.acknowledged = { by: seen.by ?? '', at: seen.at }
  return alert
}
