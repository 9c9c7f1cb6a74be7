import { crc32, inflateRaw } from 'node:zlib'
import type { Problem } from '#shared/ipc/problem.ts'
import { ok, type Result } from '#shared/std/result.ts'
import { badFile, tableLimits } from './limits.ts'

/**
 * A ZIP archive from somebody else. Its directory is judged before anything is unpacked: how many parts, how large they say they are,
 * whether they are encrypted or overlap. What a part then really unpacks to is bounded by what it said, so that a lie is found
 * before it costs memory.
 */
export type ZipParts = {
  names: string[]
  unpack(name: string): Promise<Result<Uint8Array, Problem>>
}

type Entry = { method: number; crc: number; packed: number; unpacked: number; offset: number }

const localSignature = 0x04034b50
const entrySignature = 0x02014b50
const endSignature = 0x06054b50

export function openZip(bytes: Uint8Array): Result<ZipParts, Problem> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(bytes, view)
  if (!entries.ok) return entries
  return ok({
    names: [...entries.value.keys()],
    unpack: async (name) => {
      const entry = entries.value.get(name)
      return entry ? unpackEntry(bytes, view, entry) : badFile('damaged', name)
    },
  })
}

function readDirectory(bytes: Uint8Array, view: DataView): Result<Map<string, Entry>, Problem> {
  const end = findEnd(view)
  if (end === undefined) return badFile('damaged', 'ZIP')
  const count = view.getUint16(end + 10, true)
  const directory = view.getUint32(end + 16, true)
  if (count === 0xffff || directory === 0xffffffff) return badFile('damaged', 'ZIP64')
  if (count > tableLimits.zipEntries) return badFile('expands-too-much', `${count} > ${tableLimits.zipEntries}`)
  const entries = new Map<string, Entry>()
  let at = directory
  let packed = 0
  let unpacked = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature) return badFile('damaged', 'ZIP')
    const nameLength = view.getUint16(at + 28, true)
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > end) return badFile('damaged', 'ZIP')
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    if ((view.getUint16(at + 8, true) & 1) === 1) return badFile('encrypted', name)
    const entry: Entry = {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    }
    if (entries.has(name)) return badFile('damaged', name)
    entries.set(name, entry)
    packed += entry.packed
    unpacked += entry.unpacked
    at = next
  }
  // Parts that share their bytes: the trick of the densest archives.
  if (packed > bytes.length) return badFile('damaged', 'ZIP')
  if (unpacked > tableLimits.unpackedBytes || unpacked > packed * tableLimits.unpackedRatio + 65_536)
    return badFile('expands-too-much', `${Math.ceil(unpacked / 1024 / 1024)} MB`)
  return ok(entries)
}

/** The end record is the last thing but a comment, whose length it tells. */
function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= lowest; at--)
    if (view.getUint32(at, true) === endSignature && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at
  return undefined
}

async function unpackEntry(bytes: Uint8Array, view: DataView, entry: Entry): Promise<Result<Uint8Array, Problem>> {
  const { offset, packed, unpacked, method } = entry
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localSignature) return badFile('damaged', 'ZIP')
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > bytes.length) return badFile('damaged', 'ZIP')
  const data = bytes.subarray(start, start + packed)
  if (method !== 0 && method !== 8) return badFile('damaged', `ZIP ${method}`)
  const result = method === 0 ? ok(data) : await inflate(data, unpacked)
  if (!result.ok) return result
  if (result.value.length !== unpacked || crc32(result.value) !== entry.crc) return badFile('damaged', 'ZIP')
  return result
}

function inflate(data: Uint8Array, unpacked: number): Promise<Result<Uint8Array, Problem>> {
  return new Promise((resolve) => {
    inflateRaw(data, { maxOutputLength: Math.max(1, unpacked) }, (error, output) => {
      if (!error) return resolve(ok(output))
      const lied = 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      resolve(lied ? badFile('expands-too-much', `> ${unpacked}`) : badFile('damaged', 'ZIP'))
    })
  })
}

/** An archive of these parts, not compressed. */
export function storeZip(parts: ReadonlyMap<string, Uint8Array>): ArrayBuffer {
  const named = [...parts].map(([name, data]) => ({ name: new TextEncoder().encode(name), data, crc: crc32(data) }))
  const headers = named.reduce((sum, { name, data }) => sum + 30 + 46 + 2 * name.length + data.length, 0)
  const bytes = new Uint8Array(headers + 22)
  const view = new DataView(bytes.buffer)
  let at = 0
  const offsets = named.map((part) => {
    const offset = at
    view.setUint32(at, localSignature, true)
    writeSizes(view, at + 4, part)
    bytes.set(part.name, at + 30)
    bytes.set(part.data, at + 30 + part.name.length)
    at += 30 + part.name.length + part.data.length
    return offset
  })
  const directory = at
  named.forEach((part, index) => {
    view.setUint32(at, entrySignature, true)
    view.setUint16(at + 4, 20, true)
    writeSizes(view, at + 6, part)
    view.setUint32(at + 42, offsets[index] ?? 0, true)
    bytes.set(part.name, at + 46)
    at += 46 + part.name.length
  })
  view.setUint32(at, endSignature, true)
  view.setUint16(at + 8, named.length, true)
  view.setUint16(at + 10, named.length, true)
  view.setUint32(at + 12, at - directory, true)
  view.setUint32(at + 16, directory, true)
  return bytes.buffer
}

/** The fields that a local header and a directory entry share: version, flags (names in UTF-8), method 0, time, crc, sizes, name. */
function writeSizes(view: DataView, at: number, part: { name: Uint8Array; data: Uint8Array; crc: number }): void {
  view.setUint16(at, 20, true)
  view.setUint16(at + 2, 0x0800, true)
  view.setUint32(at + 10, part.crc, true)
  view.setUint32(at + 14, part.data.length, true)
  view.setUint32(at + 18, part.data.length, true)
  view.setUint16(at + 22, part.name.length, true)
}
