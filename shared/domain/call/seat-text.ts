import type { SeatRef } from './call-event.ts'

/**
 * Whether people who say `text` mean this seat: its name, the switch's own id of it (`PJSIP/1001`), or the number in that id (`1001`,
 * also of `Local/1001@seats/n`).
 */
export function isSeatCalled({ id, name }: SeatRef, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return false
  return [id, name, numberOf(id)].some((one) => one.toLowerCase() === wanted)
}

const numberOf = (id: string): string => id.replace(/^[^/]*\//, '').replace(/[@/].*$/, '')
