import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import type { Grid } from './grid.ts'
import { planImport } from './import-match.ts'
import { JournalFault } from './journal.ts'
import { createMeta } from './meta.ts'
import { packTallies, type PackedTallies } from './pack-tallies.ts'
import { calledAgain, countCalls, readFacts, searchCalls } from './query-calls.ts'
import { countHandling, countSeats, countTallies, eachTally } from './query-figures.ts'
import { countClosedLosses, readLegs, readParts, readRecovery } from './query-lists.ts'
import { noPace, type Pace } from './pace.ts'
import { countImported, countOutcomes, countResponses, readResponses, topCallers } from './query-totals.ts'
import { makeFigures } from './query-windows.ts'
import { eventsOf, readActions, readBlocks, readGaps, readLinks, readTrail } from './query-trail.ts'
import type { Query, QueryAnswer, QueryKind, QueryMap, TalliesQuery } from './queries.ts'
import { rawFile, readRaw } from './raw-store.ts'
import { readOpen, type OpenEntry } from './read-recovery.ts'
import { detailOf, journalFile, openForReading, openReadOnly, troubleOf } from './schema.ts'
import { readWords, type WordsForReading } from './words.ts'

/**
 * Owns a read-only connection and answers questions with it, one after the other. It opens the file when it is first asked
 * and again after trouble; it never creates or changes one.
 */
export type Reader = {
  ask<Q extends Query>(query: Q): QueryAnswer<Q>
  /** The answer to a question of tallies, for another thread. */
  pack(query: TalliesQuery): PackedTallies
  recover(since: number): RecoveredLines
  /** There is another file now. */
  reopen(): void
  close(): void
}
/** `blocks`: lines of events (eventLines), as bytes, which go to another thread without being copied. */
export type RecoveredLines = { blocks: Uint8Array<ArrayBuffer>[]; lastAt?: number; open: OpenEntry[] }

type Open = { pace: Pace; db: DatabaseSync; words: WordsForReading; grid: Grid; raw: DatabaseSync | undefined }

const mostRawBytes = 2_000_000

/** `pace`: rests between pieces of a long answer. */
export function createReader(folder: string, pace: Pace = noPace): Reader {
  let open: Open | undefined

  function opened(): Open {
    if (open) return open
    try {
      const db = openForReading(path.join(folder, journalFile))
      open = {
        pace,
        db,
        words: readWords(db),
        grid: { dayOffsetMs: createMeta(db).number('dayOffset') ?? 0 },
        raw: openRaw(folder),
      }
      return open
    } catch (error) {
      throw unavailable(error)
    }
  }

  function close(): void {
    const closing = open
    open = undefined
    closing?.raw?.close()
    closing?.db.close()
  }

  /** After an error of the file the next question opens it anew. */
  function guarded<T>(run: (open: Open) => T): T {
    const found = opened()
    // A statement that is left in the middle would keep an old state of the file in sight; each answer begins afresh.
    try {
      if (!found.raw) found.raw = openRaw(folder)
      return run(found)
    } catch (error) {
      if (error instanceof JournalFault) throw error
      if (troubleOf(error) === 'bug') throw new JournalFault('failed', detailOf(error))
      close()
      throw unavailable(error)
    }
  }

  return {
    ask: (query) => guarded((found) => answer(found, query)),
    pack: (query) => guarded(({ db, words, grid }) => packTallies(eachTally(db, words, grid, query, pace))),
    recover: (since) =>
      guarded(({ db, words }) => {
        const lastAt = createMeta(db).number('lastAt')
        const recovered: RecoveredLines = { blocks: readBlocks(db, since), open: readOpen(db, words, since) }
        if (lastAt !== undefined) recovered.lastAt = lastAt
        return recovered
      }),
    reopen: close,
    close,
  }
}

const unavailable = (error: unknown): JournalFault =>
  Object.assign(new JournalFault('unavailable', detailOf(error)), { damaged: troubleOf(error) === 'damaged' })

function openRaw(folder: string): DatabaseSync | undefined {
  const file = path.join(folder, rawFile)
  if (!existsSync(file)) return undefined
  try {
    return openReadOnly(file)
  } catch {
    return undefined
  }
}

type Answers = { [K in QueryKind]: (open: Open, query: QueryMap[K]['ask']) => QueryMap[K]['answer'] }

const answers: Answers = {
  search: ({ db, words }, query) => searchCalls(db, words, query),
  trail: ({ db, words, raw }, { callId }) => readTrail(db, words, raw, callId),
  events: ({ db, words }, { callId }) => eventsOf(db, words, callId),
  raw: ({ raw }, { callId, maxBytes }) =>
    raw ? readRaw(raw, callId, maxBytes ?? mostRawBytes) : { messages: [], truncated: false },
  legs: ({ db, words }, query) => readLegs(db, words, query),
  tallies: ({ db, words, grid }, query) => countTallies(db, words, grid, query),
  figures: ({ db, words, grid, pace }, query) => makeFigures(db, words, grid, query, pace),
  handling: ({ db, words, grid }, query) => countHandling(db, words, grid, query),
  seats: ({ db, words, grid }, query) => countSeats(db, words, grid, query),
  parts: ({ db, words, grid }, query) => readParts(db, words, grid, query),
  outcomes: ({ db, words, grid }, query) => countOutcomes(db, words, grid, query),
  'top-callers': ({ db, words }, query) => topCallers(db, words, query),
  responses: ({ db, words }, query) => readResponses(db, words, query),
  'response-times': ({ db, words }, query) => countResponses(db, words, query),
  recovery: ({ db, words }, query) => readRecovery(db, words, query),
  'closed-losses': ({ db, words }, query) => countClosedLosses(db, words, query),
  gaps: ({ db, words }, query) => readGaps(db, words, query),
  links: ({ db, words }, query) => readLinks(db, words, query),
  actions: ({ db, words }, query) => readActions(db, words, query),
  facts: ({ db, words }, query) => readFacts(db, words, query),
  'count-calls': ({ db }, { number, from, to }) => countCalls(db, number, from, to),
  'called-again': ({ db, words }, { number, after }) => calledAgain(db, words, number, after),
  imported: ({ db, words, grid }, { from, to }) => countImported(db, words, grid, { from, to }),
  'plan-import': ({ db, words }, query) => planImport(db, words, query),
}

const answer = <Q extends Query>(open: Open, query: Q): QueryAnswer<Q> =>
  (answers[query.kind] as (open: Open, query: Q) => QueryAnswer<Q>)(open, query)

/** Which go to the thread for long work: a year of them must not keep a trail waiting. */
export const isLong = ({ kind }: Query): boolean => longKinds.has(kind)
const longKinds = new Set<QueryKind>([
  'tallies',
  'figures',
  'handling',
  'seats',
  'parts',
  'outcomes',
  'top-callers',
  'responses',
  'response-times',
  'closed-losses',
  'legs',
  'facts',
  'imported',
  'plan-import',
])
