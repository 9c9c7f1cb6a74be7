/**
 * How far a worksheet's cells reach, told from its XML before a reader builds rows of it: two small cells far apart (`A999999`, `XFD1`) would
 * fill memory with empty ones. Looks at the tags of rows and cells only, byte by byte, since a list of 100,000 rows is 40 MB of
 * them. What could make it see other tags than the reader does (comments, CDATA, a DTD, entities in a cell's place), which no
 * spreadsheet program writes there, is not judged at all: the answer is then undefined.
 */
export type SheetBounds = {
  /** The highest row that is named at all. */
  lastRow: number
  /** Of cells that hold something. */
  lastDataRow: number
  lastDataColumn: number
}

const [tab, newline, carriage, space] = [9, 10, 13, 32]
const [bang, quotation, apostrophe, slash, colon, less, equals, greater, question] = [
  33, 34, 39, 47, 58, 60, 61, 62, 63,
]
const [lowerC, lowerR, lowerO, lowerW] = [99, 114, 111, 119]

const isSpace = (byte: number | undefined): boolean =>
  byte === space || byte === newline || byte === tab || byte === carriage
const endsName = (byte: number | undefined): boolean => isSpace(byte) || byte === slash || byte === greater

export function sheetBounds(xml: Uint8Array): SheetBounds | undefined {
  const bounds: SheetBounds = { lastRow: 0, lastDataRow: 0, lastDataColumn: 0 }
  for (let at = xml.indexOf(less); at >= 0; at = xml.indexOf(less, at)) {
    at++
    const sign = xml[at]
    if (sign === bang || (sign === question && at > 4)) return undefined
    const start = localName(xml, at)
    const name = nameAt(xml, start)
    if (name === undefined) continue
    const place = readPlace(xml, start + (name === 'row' ? 3 : 1))
    if (!place) return undefined
    at = place.end
    if (name === 'row' ? place.column > 0 : place.column === 0 || place.row === 0) return undefined
    bounds.lastRow = Math.max(bounds.lastRow, place.row)
    if (name === 'row' || place.empty) continue
    bounds.lastDataRow = Math.max(bounds.lastDataRow, place.row)
    bounds.lastDataColumn = Math.max(bounds.lastDataColumn, place.column)
  }
  return bounds
}

/** Behind the prefix of a name such as `x:row`. */
function localName(xml: Uint8Array, start: number): number {
  for (let at = start; at < xml.length; at++) {
    const byte = xml[at]
    if (byte === colon) return at + 1
    if (byte === less || endsName(byte)) return start
  }
  return start
}

function nameAt(xml: Uint8Array, at: number): 'row' | 'c' | undefined {
  if (xml[at] === lowerC && endsName(xml[at + 1])) return 'c'
  const row = xml[at] === lowerR && xml[at + 1] === lowerO && xml[at + 2] === lowerW && endsName(xml[at + 3])
  return row ? 'row' : undefined
}

type Place = { row: number; column: number; empty: boolean; end: number }

/** The attributes of a tag up to its end, and the one `r` among them. Anything unusual: undefined. */
function readPlace(xml: Uint8Array, start: number): Place | undefined {
  let at = start
  let place: { row: number; column: number } | undefined
  for (;;) {
    while (isSpace(xml[at])) at++
    const byte = xml[at]
    if (byte === greater) return { row: 0, column: 0, ...place, empty: false, end: at }
    if (byte === slash && xml[at + 1] === greater) return { row: 0, column: 0, ...place, empty: true, end: at }
    const from = at
    while (at < xml.length && xml[at] !== equals && !endsName(xml[at]) && xml[at] !== less) at++
    const named = xml[at - 1] === lowerR && (at - from === 1 || xml[at - 2] === colon)
    if (xml[at] !== equals || at === from) return undefined
    const quote = xml[at + 1]
    if (quote !== quotation && quote !== apostrophe) return undefined
    const end = xml.indexOf(quote, at + 2)
    if (end < 0) return undefined
    if (named) {
      const found = placeIn(xml, at + 2, end)
      if (!found || place) return undefined
      place = found
    } else for (let inner = at + 2; inner < end; inner++) if (xml[inner] === less) return undefined
    at = end + 1
  }
}

/** `B12`, or `12` of a row. */
function placeIn(xml: Uint8Array, start: number, end: number): { row: number; column: number } | undefined {
  let column = 0
  let at = start
  for (; at < end; at++) {
    const letter = (xml[at] ?? 0) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  const digits = at
  let row = 0
  for (; at < end; at++) {
    const digit = (xml[at] ?? 0) - 48
    if (digit < 0 || digit > 9) return undefined
    row = row * 10 + digit
  }
  return digits - start > 3 || at - digits < 1 || at - digits > 7 ? undefined : { row, column }
}
