import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import { readBody } from './call-body.ts'
import { backwards, callFlag, joinCallId } from './call-rows.ts'
import { timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** A row of `call` as SQLite gives it. */
export type CallRowRead = {
  id: number
  source: number
  key: string
  backwards: string
  dialled: number
  vdn: number
  area: number
  seat: number
  outcome: number
  lasted_ms: number | null
  listing: number
  flags: number
  body: string
}

/** The record, exactly as it was written. */
export function readRecord(row: CallRowRead, words: WordsForReading): CallRecord {
  const record = readBody(
    row.body,
    {
      id: joinCallId(words.text(row.source), row.key),
      keyTime: timeOfKey(row.id),
      number: backwards(row.backwards),
      dialledNumber: words.text(row.dialled),
      vdn: words.text(row.vdn),
      lastedMs: row.lasted_ms,
    },
    words,
  )
  const listing = words.listing(row.listing)
  if (listing) record.listing = listing
  if ((row.flags & callFlag.imported) !== 0) record.imported = true
  return record
}
