import type { DatabaseSync } from 'node:sqlite'
import type { Handling } from '#shared/domain/statistics/handling.ts'
import { addHandling, noHandling } from '#shared/domain/statistics/handling.ts'
import type { MissedRingRow, TalkRow, WorkKeys } from './call-rows.ts'
import { push } from './cells.ts'
import { createDerived, type Derived } from './derived.ts'
import { day, grains, halfHour, periodOf, periodStart, type Grid } from './grid.ts'
import { keyAt, timeOfKey } from './times.ts'

/**
 * The derived sums of what seats did: for everybody, and by seat, area, VDN and class. Conversations and
 * missed rings count where they begin; a span of seat time is split at the half-hours.
 */
export const workKinds = { all: 0, seat: 1, area: 2, vdn: 3, class: 4 } as const
export type WorkKind = (typeof workKinds)[keyof typeof workKinds]

/** A span of seat time as the file has it: at most an hour. */
export type SpanRow = { at: number; ms: number; seat: number; doing: number; areas: number } & {
  of: { area: number; vdn: number; classId: number }
}
export const seatDoings = ['busy', 'wrap-up', 'available'] as const
export const longestSpanMs = 3_600_000

export type WorkSums = Pick<Derived<Handling>, 'spoil' | 'write' | 'forget' | 'recount' | 'cut'> & {
  addTalk(talk: TalkRow): void
  addMissedRing(ring: MissedRingRow): void
  addSpan(span: SpanRow): void
}

/** `areasOf`: the ids of the areas that a word of `seat_span.areas` names. */
export function createWorkSums(db: DatabaseSync, grid: Grid, areasOf: (areas: number) => number[]): WorkSums {
  const scan = createWorkScan(db)
  const sums = createDerived<Handling>(db, {
    table: 'work',
    columns: ['part'],
    // Eighty seats by half-hours would be most of the table: a part of a day is counted from the rows.
    kinds: new Map(Object.values(workKinds).map((kind) => [kind, kind === workKinds.seat ? [day] : grains])),
    grid,
    none: noHandling,
    add: addHandling,
    pack: packWork,
    unpack: unpackWork,
    size: (sum) => fields.reduce((total, field) => total + sum[field], 0),
    count(from, to, gather) {
      const add = (keys: WorkKeys, work: Handling): void => {
        for (const [kind, part] of partsOf(keys)) addHandling(gather(kind, [part]), work)
      }
      scan.talks(from, to, (talk) => add(talk, talkWork(talk)))
      scan.rings(from, to, (ring) => add(ring, ringWork))
      scan.spans(from, to, (span) => {
        for (const [kind, part, work] of spanWork(span, clip(span, from, to).ms, areasOf))
          addHandling(gather(kind, [part]), work)
      })
    },
  })

  function addWork(keys: WorkKeys & { at: number }, work: Handling): void {
    for (const [kind, part] of partsOf(keys)) sums.add(kind, keys.at, [part], (sum) => addHandling(sum, work))
  }

  return {
    ...sums,
    addTalk: (talk) => addWork(talk, talkWork(talk)),
    addMissedRing: (ring) => addWork(ring, ringWork),
    addSpan(span) {
      for (let at = span.at; at < span.at + span.ms; ) {
        const end = Math.min(periodStart(halfHour, periodOf(halfHour, at, grid) + 1, grid), span.at + span.ms)
        for (const [kind, part, work] of spanWork(span, end - at, areasOf))
          sums.add(kind, at, [part], (sum) => addHandling(sum, work))
        at = end
      }
    },
  }
}

function partsOf({ seat, area, vdn, classId }: WorkKeys): [kind: WorkKind, part: number][] {
  const parts: [WorkKind, number][] = [
    [workKinds.all, 0],
    [workKinds.seat, seat],
  ]
  if (area !== 0) parts.push([workKinds.area, area])
  if (vdn !== 0) parts.push([workKinds.vdn, vdn])
  if (classId !== 0) parts.push([workKinds.class, classId])
  return parts
}

export const ringWork: Handling = { ...noHandling(), ringNoAnswers: 1 }

export const talkWork = ({ talkMs, holdMs }: Pick<TalkRow, 'talkMs' | 'holdMs'>): Handling => ({
  ...noHandling(),
  answers: 1,
  ...(talkMs === null ? {} : { handled: 1, talkMs, holdMs }),
})

/** For whom a piece of seat time counts: the seat and its areas; a wrap-up also for what was wrapped up. */
export function spanWork(
  span: SpanRow,
  ms: number,
  areasOf: (areas: number) => number[],
): [kind: WorkKind, part: number, work: Handling][] {
  const doing = seatDoings[span.doing]
  const time = doing === 'available' ? { ...noHandling(), availableMs: ms } : { ...noHandling(), busyMs: ms }
  const found: [WorkKind, number, Handling][] = [
    [workKinds.all, 0, time],
    [workKinds.seat, span.seat, time],
    ...areasOf(span.areas).map((area): [WorkKind, number, Handling] => [workKinds.area, area, time]),
  ]
  if (doing !== 'wrap-up') return found
  const wrapUp = { ...noHandling(), wrapUpMs: ms }
  const { area, vdn, classId } = span.of
  for (const [kind, part] of partsOf({ seat: span.seat, area, vdn, classId })) found.push([kind, part, wrapUp])
  return found
}

export function clip(span: SpanRow, from: number, to: number): SpanRow {
  const at = Math.max(span.at, from)
  return { ...span, at, ms: Math.max(0, Math.min(span.at + span.ms, to) - at) }
}

/** Reads what work is counted from, in a window. */
export function createWorkScan(db: DatabaseSync) {
  const talks = db.prepare('SELECT seat, area, vdn, class, talk_ms, hold_ms FROM talk WHERE id >= ? AND id < ?')
  const rings = db.prepare('SELECT seat, area, vdn, class FROM missed_ring WHERE id >= ? AND id < ?')
  const spans = db.prepare(
    'SELECT id, ms, seat, doing, areas, of_area, of_vdn, of_class FROM seat_span WHERE id >= ? AND id < ?',
  )
  for (const statement of [talks, rings, spans]) statement.setReturnArrays(true)
  type Row = number[]
  return {
    talks(from: number, to: number, take: (talk: Omit<TalkRow, 'at'>) => void): void {
      for (const row of talks.iterate(keyAt(from), keyAt(to))) {
        const [seat = 0, area = 0, vdn = 0, classId = 0, talkMs = null, holdMs = 0] = row as unknown as Row
        take({ seat, area, vdn, classId, talkMs, holdMs })
      }
    },
    rings(from: number, to: number, take: (ring: WorkKeys) => void): void {
      for (const row of rings.iterate(keyAt(from), keyAt(to))) {
        const [seat = 0, area = 0, vdn = 0, classId = 0] = row as unknown as Row
        take({ seat, area, vdn, classId })
      }
    },
    /** Those that reach into the window, too. */
    spans(from: number, to: number, take: (span: SpanRow) => void): void {
      for (const row of spans.iterate(keyAt(from - longestSpanMs), keyAt(to))) {
        const [id = 0, ms = 0, seat = 0, doing = 0, areas = 0, area = 0, vdn = 0, classId = 0] = row as unknown as Row
        const span = { at: timeOfKey(id), ms, seat, doing, areas, of: { area, vdn, classId } }
        if (span.at + ms > from) take(span)
      }
    },
  }
}

const fields = [
  'answers',
  'handled',
  'talkMs',
  'holdMs',
  'wrapUpMs',
  'ringNoAnswers',
  'busyMs',
  'availableMs',
] as const satisfies (keyof Handling)[]

export function packWork(sums: Handling): Uint8Array {
  const bytes: number[] = []
  for (const field of fields) push(bytes, sums[field])
  return Uint8Array.from(bytes)
}

export function unpackWork(packed: Uint8Array): Handling {
  const sums = noHandling()
  let at = 0
  for (const field of fields) {
    let scale = 1
    for (;;) {
      const byte = packed[at++]
      if (byte === undefined) throw new RangeError('sums end in the middle')
      sums[field] += (byte & 0x7f) * scale
      if (byte < 0x80) break
      scale *= 128
    }
  }
  return sums
}
