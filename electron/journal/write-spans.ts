import type { DatabaseSync } from 'node:sqlite'
import type { SeatSpan } from '#shared/domain/statistics/seat-time.ts'
import { codeOf } from './codes.ts'
import { insertInto } from './insert.ts'
import { timeOfKey } from './times.ts'
import { longestSpanMs, seatDoings, type WorkSums } from './work-sums.ts'

/** Writes the time of seats, in pieces of an hour: a window then needs to look back an hour and no further. */
export function createSpanWriter(
  db: DatabaseSync,
  idOf: (name: string) => number,
  work: WorkSums,
): (span: SeatSpan) => void {
  const insertSpan = insertInto(db, 'seat_span', 'id, ms, seat, doing, areas, of_area, of_vdn, of_class')
  return ({ seatId, doing, from, to, areas, of }) => {
    const keys = {
      area: idOf(of?.area ?? ''),
      vdn: idOf(of?.vdn ?? ''),
      classId: idOf(of?.classId ?? ''),
    }
    const common = {
      seat: idOf(seatId),
      doing: codeOf(seatDoings, doing),
      areas: idOf(areas.join('\n')),
      of: keys,
    }
    for (const area of areas) idOf(area)
    const end = Math.round(to)
    for (let at = Math.max(0, Math.round(from)); at < end; at += longestSpanMs) {
      const ms = Math.min(longestSpanMs, end - at)
      const id = insertSpan(at, () => [ms, common.seat, common.doing, common.areas, keys.area, keys.vdn, keys.classId])
      work.addSpan({ ...common, at: timeOfKey(id), ms })
    }
  }
}
