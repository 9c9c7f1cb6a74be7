import type { DatabaseSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { Action, Gap, JournalEvent, LinkChange } from '#shared/domain/journal/call-record.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { TrailStep } from '#shared/ipc/journal-view.ts'
import { eventLines, toJournalEvent } from './lines.ts'
import { sameNumber, summaryOf } from './query-calls.ts'
import type { QueryMap, TrailAnswer } from './queries.ts'
import { hasRaw } from './raw-store.ts'
import { readRecord } from './read-calls.ts'
import { findCallRow, readChanges } from './read-recovery.ts'
import { keyAt, timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** The story of one call, and what happened around it: gaps, links, people's actions, the events as they came. */

const sameCallerEachWay = 5

export function readTrail(
  db: DatabaseSync,
  words: WordsForReading,
  raw: DatabaseSync | undefined,
  callId: string,
): TrailAnswer {
  const row = findCallRow(db, words, callId)
  if (!row) return undefined
  const record = readRecord(row, words)
  const { call } = record
  const changes = readChanges(db, words, callId)
  const actions = readActions(db, words, { from: 0, to: Infinity, target: callId, limit: 200 })
  const end = call.endedAt ?? changes.at(-1)?.at ?? call.arrivedAt
  const gaps = readGaps(db, words, { from: call.arrivedAt, to: end + 1 })
  const same = sameNumber(db, words, row, sameCallerEachWay)
  const steps: TrailStep[] = [
    ...stepsOf(call),
    ...changes.map((change): TrailStep => ({ kind: 'alert', at: change.at, change })),
    ...actions.map(({ at, by, command, result }): TrailStep => ({ kind: 'action', at, by, command, result })),
    ...gaps.map(({ from, to, why }): TrailStep => ({ kind: 'gap', at: from, to, why })),
  ]
  // Stable: what happened in one moment stays in the order of the call's life.
  steps.sort((a, b) => a.at - b.at)
  return {
    record,
    summary: summaryOf(record),
    steps,
    changes,
    actions,
    gaps,
    sameCaller: [...same.newer, ...same.older].map(summaryOf),
    hasRaw: raw !== undefined && hasRaw(raw, callId),
  }
}

export function stepsOf(call: Call): TrailStep[] {
  const steps: TrailStep[] = [{ kind: 'arrived', at: call.arrivedAt }]
  for (const code of call.wrongCodes) steps.push({ kind: 'code-refused', at: call.arrivedAt, code })
  if (call.vdn !== undefined) {
    const at = call.queueLegs[0]?.enteredAt ?? call.talkLegs[0]?.startedAt ?? call.endedAt ?? call.arrivedAt
    const routed = { kind: 'routed' as const, at, vdn: call.vdn }
    steps.push(call.transferCode === undefined ? routed : { ...routed, code: call.transferCode })
  }
  for (const leg of call.queueLegs) {
    steps.push({
      kind: 'queue',
      at: leg.enteredAt,
      area: leg.area,
      waitMs: Math.max(0, (leg.endedAt ?? call.endedAt ?? leg.enteredAt) - leg.enteredAt),
      ...(leg.joinPosition === undefined ? {} : { position: leg.joinPosition }),
      ...(leg.priority === undefined ? {} : { priority: leg.priority }),
      ...(leg.endedAt === undefined ? {} : { leftAt: leg.endedAt }),
      ...(leg.end === undefined ? {} : { end: leg.end }),
    })
    for (const { seat, at, rangMs, answered } of leg.rings) {
      const rang = { kind: 'rang' as const, at, seat, area: leg.area, answered: answered === true }
      steps.push(rangMs === undefined ? rang : { ...rang, rangMs })
    }
  }
  for (const { startedAt, seat, area, endedAt, endedBy, holds } of call.talkLegs) {
    steps.push({
      kind: 'talk',
      at: startedAt,
      seat,
      holds,
      ...(area === undefined ? {} : { area }),
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(endedBy === undefined ? {} : { endedBy }),
    })
  }
  for (const { at, how, to } of call.transfers) steps.push({ kind: 'transfer', at, how, to })
  if (call.endedAt !== undefined) steps.push({ kind: 'ended', at: call.endedAt, byCaller: call.callerHungUp })
  return steps
}

export function readGaps(db: DatabaseSync, words: WordsForReading, { from, to }: { from: number; to: number }): Gap[] {
  return db
    .prepare('SELECT id, to_at, source, why FROM gap WHERE id < ? AND to_at > ? ORDER BY id')
    .all(keyAt(to), Math.floor(from))
    .map((row) => ({
      from: timeOfKey(Number(row['id'])),
      to: Number(row['to_at']),
      switchId: words.text(Number(row['source'])),
      why: String(row['why']),
    }))
}

export function readLinks(
  db: DatabaseSync,
  words: WordsForReading,
  { from, to, limit }: { from: number; to: number; limit: number },
): LinkChange[] {
  return db
    .prepare('SELECT id, source, state, detail FROM link_change WHERE id >= ? AND id < ? ORDER BY id LIMIT ?')
    .all(keyAt(from), keyAt(to), limit)
    .map((row) => ({
      at: timeOfKey(Number(row['id'])),
      switchId: words.text(Number(row['source'])),
      state: String(row['state']),
      detail: String(row['detail']),
    }))
}

export function readActions(
  db: DatabaseSync,
  words: WordsForReading,
  { from, to, target, limit }: { from: number; to: number; target?: string; limit: number },
): Action[] {
  const where = target === undefined ? '' : "AND target = ? AND target <> ''"
  return db
    .prepare(`SELECT * FROM action WHERE id >= ? AND id < ? ${where} ORDER BY id LIMIT ?`)
    .all(keyAt(from), keyAt(to), ...(target === undefined ? [] : [target]), limit)
    .map((row) => ({
      at: timeOfKey(Number(row['id'])),
      by: words.text(Number(row['by'])),
      role: words.text(Number(row['role'])),
      command: words.text(Number(row['command'])),
      target: String(row['target']),
      result: String(row['result']),
    }))
}

/** Events and decisions from `since` on, in the order in which they were applied. */
function* readEvents(db: DatabaseSync, since: number, until = Infinity): Generator<string> {
  const last = Number.isFinite(until) ? Math.ceil(until) : Number.MAX_SAFE_INTEGER
  const batches = db.prepare('SELECT body FROM event WHERE to_at >= ? AND from_at <= ? ORDER BY seq')
  for (const row of batches.iterate(Math.floor(since), last)) {
    for (const line of eventLines(zstdDecompressSync(row['body'] as Uint8Array))) {
      const at = Number(line.slice(1, line.indexOf('|')))
      if (at >= since && at <= until) yield line
    }
  }
}

const linesPerBlock = 64

/** The same, in blocks of a few lines. */
export function readBlocks(db: DatabaseSync, since: number): Uint8Array<ArrayBuffer>[] {
  const blocks: Uint8Array<ArrayBuffer>[] = []
  let lines: string[] = []
  const cut = (): void => {
    if (lines.length > 0) blocks.push(new TextEncoder().encode(lines.join('\n')))
    lines = []
  }
  for (const line of readEvents(db, since)) if (lines.push(line) === linesPerBlock) cut()
  cut()
  return blocks
}

/** A day of events is looked through for one call: as long as they are kept, the call itself says when. */
export function eventsOf(db: DatabaseSync, words: WordsForReading, callId: string): QueryMap['events']['answer'] {
  const row = findCallRow(db, words, callId)
  if (!row) return { events: [] }
  const { call } = readRecord(row, words)
  const needle = JSON.stringify(callId)
  const until = (call.endedAt ?? call.arrivedAt) + lateMs
  const events: JournalEvent[] = []
  for (const line of readEvents(db, call.arrivedAt - lateMs, until))
    if (line.includes(needle)) events.push(toJournalEvent(line).entry)
  return { events }
}
const lateMs = 5000
