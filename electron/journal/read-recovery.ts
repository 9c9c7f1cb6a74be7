import type { DatabaseSync } from 'node:sqlite'
import type { AlertChange, CallRecord } from '#shared/domain/journal/call-record.ts'
import type { Because } from '#shared/domain/priority/rule.ts'
import { splitCallId } from './call-rows.ts'
import { alertChanges, alertOutcomes, severities, wordAt } from './codes.ts'
import { readRecord, type CallRowRead } from './read-calls.ts'
import { timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** Alerts and the recovery list, as the file has them. */
export type RecoveryRow = {
  callId: string
  lostAt: number
  how: 'abandoned' | 'lost' | 'unknown'
  closed?: { at: number; by: string; outcome?: AlertChange['outcome']; note: string; other?: string }
  changes: AlertChange[]
  /** Missing when only its alert was written. */
  record?: CallRecord
}
export type OpenEntry = { record: CallRecord; changes: AlertChange[] }

export function readChanges(db: DatabaseSync, words: WordsForReading, alertId: string): AlertChange[] {
  return db
    .prepare('SELECT * FROM alert_change WHERE alert = ? ORDER BY id')
    .all(alertId)
    .map((row) => {
      const change: AlertChange = {
        alertId,
        at: timeOfKey(Number(row['id'])),
        change: wordAt(alertChanges, Number(row['change'])),
        severity: wordAt(severities, Number(row['severity'])),
        classId: words.text(Number(row['class'])),
        ruleName: words.text(Number(row['rule_name'])),
        listVersion: Number(row['list_version']),
      }
      if (row['by'] !== null) change.by = words.text(Number(row['by']))
      if (row['outcome'] !== null) change.outcome = wordAt(alertOutcomes, Number(row['outcome']))
      if (row['note'] !== null) change.note = String(row['note'])
      if (row['because'] !== null) change.because = JSON.parse(words.text(Number(row['because']))) as Because
      return change
    })
}

export function findRecord(db: DatabaseSync, words: WordsForReading, callId: string): CallRecord | undefined {
  const row = findCallRow(db, words, callId)
  return row && readRecord(row, words)
}

export function findCallRow(db: DatabaseSync, words: WordsForReading, callId: string): CallRowRead | undefined {
  const [source, key] = splitCallId(callId)
  const sourceId = words.find(source)
  if (sourceId === undefined) return undefined
  return db.prepare('SELECT * FROM call WHERE key = ? AND source = ? ORDER BY id DESC LIMIT 1').get(key, sourceId) as
    | CallRowRead
    | undefined
}

export function toRecoveryRow(db: DatabaseSync, words: WordsForReading, row: Record<string, unknown>): RecoveryRow {
  const callId = String(row['alert'])
  const how = wordAt(alertChanges, Number(row['how']))
  const entry: RecoveryRow = {
    callId,
    lostAt: Number(row['lost_at']),
    how: how === 'abandoned' || how === 'lost' ? how : 'unknown',
    changes: readChanges(db, words, callId),
  }
  const record = findRecord(db, words, callId)
  if (record) entry.record = record
  if (row['closed_at'] !== null) {
    entry.closed = { at: Number(row['closed_at']), by: words.text(Number(row['by'])), note: String(row['note'] ?? '') }
    if (row['outcome'] !== null) entry.closed.outcome = wordAt(alertOutcomes, Number(row['outcome']))
    if (row['other'] !== null) entry.closed.other = String(row['other'])
  }
  return entry
}

/** Lost before that time, or of a call that came before it: what a play-back from then on would not bring back. */
export const readOpen = (db: DatabaseSync, words: WordsForReading, since: number): OpenEntry[] =>
  openRows(db)
    .map((row) => ({ lostAt: Number(row['lost_at']), entry: toOpenEntry(db, words, row) }))
    .filter(({ lostAt, entry }) => lostAt < since || entry.record.call.arrivedAt < since)
    .map(({ entry }) => entry)

export const openRows = (db: DatabaseSync): Record<string, unknown>[] =>
  db.prepare('SELECT * FROM recovery WHERE closed_at IS NULL ORDER BY lost_at, alert').all()

export function toOpenEntry(db: DatabaseSync, words: WordsForReading, row: Record<string, unknown>): OpenEntry {
  const entry = toRecoveryRow(db, words, row)
  return { record: entry.record ?? recordOfAlert(entry), changes: entry.changes }
}

/** The program ended between the alert and the end of its call: what the alert knows must do. */
function recordOfAlert({ callId, lostAt, changes }: RecoveryRow): CallRecord {
  const first = changes[0]
  const record: CallRecord = {
    call: {
      id: callId,
      arrivedAt: first?.at ?? lostAt,
      caller: { number: '', name: '' },
      dialledNumber: '',
      wrongCodes: [],
      answeredSinceRouted: false,
      inIvr: false,
      queueLegs: [],
      talkLegs: [],
      transfers: [],
      callerHungUp: false,
      seenInMiddle: true,
      endedAt: lostAt,
    },
  }
  if (first) {
    const { classId, severity, ruleName, listVersion } = changes.findLast(({ change }) => change !== 'left') ?? first
    record.listing = { ruleId: '', ruleName, classId, severity, listVersion }
  }
  return record
}
