import type { Call } from './call.ts'

/** A call that is sent on may be recorded anew; a dialplan that goes round in circles must not fill the book. */
const mostRecordings = 8
/** Longer than any path that a switch writes to. */
const longestReference = 500

/** What is kept of a file's name or an address: one line, of bounded length. */
export const cleanReference = (reference: string): string =>
  reference.replace(/\p{C}/gu, '').trim().slice(0, longestReference)

/** Says nothing new the second time. Where the switch first only said that it records, and then where, the place counts. */
export function noteRecording(call: Call, reference = ''): void {
  const place = cleanReference(reference)
  const known = call.recordings ?? []
  if (known.includes(place) || (place === '' && known.length > 0)) return
  const places = known.filter((one) => one !== '')
  if (places.length < mostRecordings) call.recordings = [...places, place]
}
