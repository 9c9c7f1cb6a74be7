import type { DatabaseSync } from 'node:sqlite'
import type { AlertChange } from '#shared/domain/journal/call-record.ts'
import { alertChanges, alertOutcomes, codeOf, severities } from './codes.ts'
import { insertInto } from './insert.ts'

/** Writes changes of alerts, and keeps the recovery list: an alert's changes lead its entry. */
export type AlertWriter = {
  write(change: AlertChange): void
  /** The call that the outcome of an entry names. */
  other(alertId: string, callId: string): void
}

export function createAlertWriter(db: DatabaseSync, idOf: (name: string) => number): AlertWriter {
  const insert = insertInto(
    db,
    'alert_change',
    'id, alert, change, severity, class, rule_name, list_version, by, outcome, note, because',
  )
  const recovery = prepareRecovery(db, idOf)
  return {
    write(change) {
      const by = change.by === undefined ? null : idOf(change.by)
      const outcome = change.outcome === undefined ? null : codeOf(alertOutcomes, change.outcome)
      insert(change.at, () => [
        change.alertId,
        codeOf(alertChanges, change.change),
        codeOf(severities, change.severity),
        idOf(change.classId),
        idOf(change.ruleName),
        change.listVersion,
        by,
        outcome,
        change.note ?? null,
        change.because === undefined ? null : idOf(JSON.stringify(change.because)),
      ])
      recovery.follow(change)
    },
    other: recovery.other,
  }
}

/** Callers that were lost and need an outcome: each alert's changes lead its entry. */
function prepareRecovery(db: DatabaseSync, idOf: (name: string) => number) {
  const open = db.prepare(
    `INSERT INTO recovery (alert, lost_at, how) VALUES (?, ?, ?)
     ON CONFLICT (alert) DO UPDATE SET lost_at = excluded.lost_at, how = excluded.how,
       closed_at = NULL, by = NULL, outcome = NULL, note = NULL, other = NULL`,
  )
  const close = db.prepare('UPDATE recovery SET closed_at = ?, by = ?, outcome = ?, note = ? WHERE alert = ?')
  const other = db.prepare('UPDATE recovery SET other = ? WHERE alert = ?')
  const drop = db.prepare('DELETE FROM recovery WHERE alert = ? AND closed_at IS NULL')
  return {
    follow(change: AlertChange): void {
      switch (change.change) {
        case 'abandoned':
        case 'lost':
        case 'unknown':
          open.run(change.alertId, Math.round(change.at), codeOf(alertChanges, change.change))
          return
        // Back in the line, answered after all, or no longer a listed call: nobody has to call back.
        case 'raised':
        case 'answered':
        case 'unlisted':
          drop.run(change.alertId)
          return
        case 'outcome':
          close.run(
            Math.round(change.at),
            idOf(change.by ?? ''),
            change.outcome === undefined ? null : codeOf(alertOutcomes, change.outcome),
            change.note ?? '',
            change.alertId,
          )
          return
        case 'stronger':
        case 'acknowledged':
        case 'left':
          return
      }
    },
    other: (alertId: string, callId: string): void => void other.run(callId, alertId),
  }
}
