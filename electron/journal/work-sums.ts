import type { DatabaseSync } from 'node:sqlite'
import type { Handling } from '#shared/domain/statistics/handling.ts'
import { addHandling, noHandling } from '#shared/domain/statistics/handling.ts'
import type { MissedRingRow, TalkRow, WorkKeys } from './call-rows.ts'
import { push } from './cells.ts'
import { keyAt, slotOf, slotStart, timeOfKey } from './times.ts'

/**
 * The derived sums of what seats did, by half-hour: for everybody, and by seat, area, VDN and class. Conversations and
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

export type WorkSums = {
  addTalk(talk: TalkRow): void
  addMissedRing(ring: MissedRingRow): void
  addSpan(span: SpanRow): void
  spoil(at: number): void
  write(): void
  forget(): void
  recount(fromSlot: number, toSlot: number): { rows: number; differences: WorkDifference[] }
}
export type WorkDifference = { slot: number; kind: number; part: number; was: number; is: number }
type Gathered = { kind: number; slot: number; part: number; sums: Handling }
type Gathering = Map<string, Gathered>

/** `areasOf`: the ids of the areas that a word of `seat_span.areas` names. */
export function createWorkSums(db: DatabaseSync, phase: number, areasOf: (areas: number) => number[]): WorkSums {
  const where = 'kind = ? AND slot = ? AND part = ?'
  const read = db.prepare(`SELECT sums FROM work WHERE ${where}`)
  const put = db.prepare('INSERT OR REPLACE INTO work (kind, slot, part, sums) VALUES (?, ?, ?, ?)')
  const remove = db.prepare(`DELETE FROM work WHERE ${where}`)
  const slotRows = db.prepare('SELECT part, sums FROM work WHERE kind = ? AND slot = ?')
  const scan = createWorkScan(db)
  let gathered: Gathering = new Map()
  let spoilt = new Set<number>()

  const addWork = (into: Gathering, slot: number, keys: WorkKeys, work: Handling): void => {
    for (const [kind, part] of partsOf(keys)) addHandling(gather(into, kind, slot, part), work)
  }

  function addSpanTo(into: Gathering, span: SpanRow): void {
    for (let at = span.at; at < span.at + span.ms; ) {
      const slot = slotOf(at, phase)
      const end = Math.min(slotStart(slot + 1, phase), span.at + span.ms)
      for (const [kind, part, work] of spanWork(span, end - at, areasOf))
        addHandling(gather(into, kind, slot, part), work)
      at = end
    }
  }

  function recountSlot(slot: number): { rows: number; differences: WorkDifference[] } {
    const counted: Gathering = new Map()
    const [from, to] = [slotStart(slot, phase), slotStart(slot + 1, phase)]
    scan.talks(from, to, (talk) => addWork(counted, slot, talk, talkWork(talk)))
    scan.rings(from, to, (ring) => addWork(counted, slot, ring, ringWork))
    scan.spans(from, to, (span) => addSpanTo(counted, clip(span, from, to)))
    const differences: WorkDifference[] = []
    for (const kind of Object.values(workKinds)) {
      for (const row of slotRows.all(kind, slot)) {
        const part = Number(row['part'])
        if (counted.has(`${kind},${slot},${part}`)) continue
        differences.push({ slot, kind, part, was: sizeOf(row['sums'] as Uint8Array), is: 0 })
        remove.run(kind, slot, part)
      }
    }
    for (const { kind, part, sums } of counted.values()) {
      const right = packWork(sums)
      const found = read.get(kind, slot, part)?.['sums'] as Uint8Array | undefined
      if (found && Buffer.compare(found, right) === 0) continue
      differences.push({ slot, kind, part, was: found ? sizeOf(found) : 0, is: sizeOf(right) })
      put.run(kind, slot, part, right)
    }
    return { rows: counted.size, differences }
  }

  return {
    addTalk: (talk) => addWork(gathered, slotOf(talk.at, phase), talk, talkWork(talk)),
    addMissedRing: (ring) => addWork(gathered, slotOf(ring.at, phase), ring, ringWork),
    addSpan: (span) => addSpanTo(gathered, span),
    spoil: (at) => spoilt.add(slotOf(at, phase)),
    write() {
      for (const { kind, slot, part, sums } of gathered.values()) {
        if (spoilt.has(slot)) continue
        const found = read.get(kind, slot, part)?.['sums'] as Uint8Array | undefined
        if (found) addHandling(sums, unpackWork(found))
        put.run(kind, slot, part, packWork(sums))
      }
      for (const slot of spoilt) recountSlot(slot)
      gathered = new Map()
      spoilt = new Set()
    },
    forget() {
      gathered = new Map()
      spoilt = new Set()
    },
    recount(fromSlot, toSlot) {
      let rows = 0
      const differences: WorkDifference[] = []
      for (let slot = fromSlot; slot < toSlot; slot += 1) {
        const one = recountSlot(slot)
        rows += one.rows
        differences.push(...one.differences)
      }
      return { rows, differences }
    },
  }
}

function gather(into: Gathering, kind: number, slot: number, part: number): Handling {
  const name = `${kind},${slot},${part}`
  let found = into.get(name)
  if (!found) {
    found = { kind, slot, part, sums: noHandling() }
    into.set(name, found)
  }
  return found.sums
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

/** One number to show a difference by: all the ms and counts together. */
function sizeOf(packed: Uint8Array): number {
  try {
    const sums = unpackWork(packed)
    return fields.reduce((sum, field) => sum + sums[field], 0)
  } catch {
    return 0
  }
}
