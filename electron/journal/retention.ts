import type { DatabaseSync } from 'node:sqlite'
import type { Retention } from './journal.ts'
import { splitCallId } from './call-rows.ts'
import type { Meta } from './meta.ts'
import { createCallSums } from './call-sums.ts'
import { dayMs, halfHour, periodOf, periodStart, type Grid } from './grid.ts'
import { createLegSums } from './leg-sums.ts'
import { keyAt, timeOfKey } from './times.ts'
import { areasIn } from './words.ts'
import { createWorkSums, longestSpanMs } from './work-sums.ts'

/**
 * Keeps the journal within its limits, in steps of a few milliseconds: events first, then calls hour by hour from the
 * oldest on, with everything about them. A lost caller who has no outcome yet stays with the call and the alert's history,
 * however old. What went is written down.
 */
export type Tidy = {
  /** True when there is more to do. Opens its own transaction. */
  step(now: number): boolean
  retain(retention: Retention): void
  lastPurge(): { at: number; calls: number; events: number } | undefined
}

/** Kept whatever the megabytes say: what a restart needs, and what people still speak about. */
const leastDays = 2
const eventBatchesPerStep = 400
const pagesPerStep = 1000
/** Legs and talks of a call begin at most this long after the call did. */
const longestCallMs = dayMs

export function createTidy(db: DatabaseSync, grid: Grid, meta: Meta, first: Retention): Tidy {
  let retention = first
  let runAt: number | undefined
  const sums = createLegSums(db, grid)
  const callSums = createCallSums(db, grid)
  const work = createWorkSums(db, grid, areasIn(db))
  const eventsUpTo = db.prepare(
    `DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE to_at < ? ORDER BY seq LIMIT ${eventBatchesPerStep})
     RETURNING count`,
  )
  const nextCall = db.prepare('SELECT min(id) AS id FROM call WHERE id >= ?')
  const openAlerts = db.prepare('SELECT alert FROM recovery WHERE closed_at IS NULL')
  const findCall = db.prepare(
    'SELECT call.id FROM call JOIN word ON word.id = call.source WHERE call.key = ? AND word.text = ?',
  )
  const removeCalls = db.prepare('DELETE FROM call WHERE id < ? AND id NOT IN (SELECT value FROM json_each(?))')
  const ofCalls = ['leg', 'talk', 'missed_ring'].map((table) => ({
    early: db.prepare(`DELETE FROM ${table} WHERE id < ?`),
    late: db.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ? AND call < ? RETURNING id`),
    spoils: table === 'leg' ? sums : work,
  }))
  const removeSpans = db.prepare('DELETE FROM seat_span WHERE id < ?')
  const removeAlerts = db.prepare(
    'DELETE FROM alert_change WHERE id < ? AND alert NOT IN (SELECT alert FROM recovery WHERE closed_at IS NULL)',
  )
  const removeClosed = db.prepare('DELETE FROM recovery WHERE closed_at < ?')
  const others = ['link_change', 'gap', 'action'].map((table) => db.prepare(`DELETE FROM ${table} WHERE id < ?`))
  const note = db.prepare(
    `INSERT INTO purge (id, calls, events) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET calls = calls + excluded.calls, events = events + excluded.events`,
  )
  const last = db.prepare('SELECT id, calls, events FROM purge ORDER BY id DESC LIMIT 1')
  const size = db.prepare(
    `SELECT (page_count - freelist_count) * page_size AS bytes, freelist_count AS free
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
  )

  const removeEvents = (before: number): number =>
    eventsUpTo.all(before).reduce((sum, row) => sum + Number(row['count']), 0)

  /** Up to two half-hours from the oldest call on; 0 when there is none before `limit`. */
  function removeOldest(limit: number): { until: number; calls: number } | undefined {
    const done = meta.number('purgedUntil') ?? 0
    const oldest = nextCall.get(keyAt(done))?.['id']
    const from = oldest === null || oldest === undefined ? limit : timeOfKey(Number(oldest))
    const cut = (at: number, more: number): number => periodStart(halfHour, periodOf(halfHour, at, grid) + more, grid)
    const until = Math.min(cut(limit, 0), cut(from, 2))
    if (until <= done || from >= until) return undefined
    return { until, calls: removeUntil(until) }
  }

  function removeUntil(until: number): number {
    const key = keyAt(until)
    const later = keyAt(until + longestCallMs)
    const kept = openAlerts.all().flatMap((row) => {
      const [source, callKey] = splitCallId(String(row['alert']))
      return findCall.all(callKey, source).map((found) => Number(found['id']))
    })
    const calls = Number(removeCalls.run(key, JSON.stringify(kept)).changes)
    for (const { early, late, spoils } of ofCalls) {
      early.run(key)
      for (const row of late.all(key, later, key)) spoils.spoil(timeOfKey(Number(row['id'])))
    }
    // One that reaches over the edge still counts for what is kept.
    removeSpans.run(keyAt(until - longestSpanMs))
    meta.setNumber('purgedUntil', until)
    for (const derived of [sums, work, callSums]) {
      derived.cut(until)
      derived.write()
    }
    removeAlerts.run(key)
    removeClosed.run(until)
    for (const statement of others) statement.run(key)
    meta.setNumber('calls', (meta.number('calls') ?? 0) - calls)
    return calls
  }

  /** What goes now: what is too old, or the oldest of what is too much. */
  function remove(now: number): { calls: number; events: number } | undefined {
    const latest = now - leastDays * dayMs
    const eventDays = Math.max(leastDays, Math.min(retention.rawDays, retention.days))
    let events = removeEvents(now - eventDays * dayMs)
    if (events > 0) return { calls: 0, events }
    const old = removeOldest(now - Math.max(leastDays, retention.days) * dayMs)
    if (old) return { calls: old.calls, events: 0 }
    if (Number(size.get()?.['bytes']) <= retention.megabytes * 1_000_000) return undefined
    events = removeEvents(latest)
    if (events > 0) return { calls: 0, events }
    const much = removeOldest(latest)
    return much && { calls: much.calls, events: 0 }
  }

  return {
    retain(next) {
      retention = next
    },
    lastPurge() {
      const row = last.get()
      return row && { at: timeOfKey(Number(row['id'])), calls: Number(row['calls']), events: Number(row['events']) }
    },
    step(now) {
      db.exec('BEGIN IMMEDIATE')
      let gone: ReturnType<typeof remove>
      try {
        gone = remove(now)
        if (gone && gone.calls + gone.events > 0) {
          runAt ??= now
          note.run(keyAt(runAt), gone.calls, gone.events)
        }
        db.exec('COMMIT')
      } catch (error) {
        sums.forget()
        work.forget()
        callSums.forget()
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
      if (Number(size.get()?.['free']) > 0) db.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`)
      if (!gone) runAt = undefined
      return gone !== undefined
    },
  }
}
