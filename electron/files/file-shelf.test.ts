import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '#e2e/fakes/fake-clock.ts'
import { chunkBytes, createFileShelf, mostFileBytes, mostFiles, oldAfterMs } from './create-file-shelf.ts'
import type { FileShelf } from './file-shelf.ts'

let clock: FakeClock
let shelf: FileShelf
const mine = 'session-1'
const others = 'session-2'
beforeEach(() => {
  clock = createFakeClock()
  shelf = createFileShelf({ clock })
})

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const notFound = { ok: false, error: { kind: 'not-found', what: 'file' } }

function begin(bytes: number, name = '名单.csv', owner = mine): string {
  const begun = shelf.begin(owner, name, bytes)
  if (!begun.ok) throw new Error(JSON.stringify(begun.error))
  return begun.value.fileId
}

function send(bytes: Uint8Array, name?: string): string {
  const fileId = begin(bytes.length, name)
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const written = shelf.write(mine, fileId, at, base64(bytes.subarray(at, at + chunkBytes)))
    if (!written.ok) throw new Error(JSON.stringify(written.error))
  }
  return fileId
}

function fetchAll(fileId: string): Uint8Array {
  const pieces: Buffer[] = []
  for (let offset = 0; ; ) {
    const read = shelf.read(mine, fileId, offset)
    if (!read.ok) throw new Error(JSON.stringify(read.error))
    pieces.push(Buffer.from(read.value.data, 'base64'))
    offset += pieces.at(-1)?.length ?? 0
    if (read.value.end) return Buffer.concat(pieces)
  }
}

describe('a file', () => {
  test.each([1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes])('of %i bytes comes whole', (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251)
    const taken = shelf.take(mine, send(bytes))
    expect(taken.ok && taken.value.name).toBe('名单.csv')
    expect(taken.ok && Buffer.compare(taken.value.bytes, bytes)).toBe(0)
  })

  test('of any content goes and comes the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 1000 }), (bytes) => {
        const offered = shelf.offer(mine, 'x', bytes)
        if (!offered.ok) throw new Error(offered.error.kind)
        expect(Buffer.compare(fetchAll(offered.value.fileId), bytes)).toBe(0)
        shelf.drop(mine)
      }),
    )
  })

  test('that is offered is fetched in pieces', () => {
    const bytes = Uint8Array.from({ length: 2 * chunkBytes + 5 }, (_, i) => i % 253)
    const offered = shelf.offer(mine, 'list.xlsx', bytes)
    expect(offered).toMatchObject({ ok: true, value: { name: 'list.xlsx', bytes: bytes.length } })
    expect(offered.ok && Buffer.compare(fetchAll(offered.value.fileId), bytes)).toBe(0)
  })

  test('may be taken more than once', () => {
    const fileId = send(Uint8Array.of(1, 2, 3))
    expect(shelf.take(mine, fileId)).toEqual(shelf.take(mine, fileId))
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\wang\\名单.xlsx', '名单.xlsx'],
    ['a\u0000b\r\n.csv', 'ab.csv'],
    ['\u202evsc.exe', 'vsc.exe'],
  ])('named %j has a name and no path', (given, name) => {
    expect(shelf.take(mine, send(Uint8Array.of(1), given))).toMatchObject({ value: { name } })
  })
})

describe('a file is refused at once', () => {
  test.each([
    ['that is too large', 200 * 1024 * 1024, 'too-large', '50 MB'],
    ['that is one byte too large', mostFileBytes + 1, 'too-large', '50 MB'],
    ['that is empty', 0, 'empty', '名单.csv'],
  ])('%s', (_name, bytes, why, detail) => {
    expect(shelf.begin(mine, '名单.csv', bytes)).toEqual({ ok: false, error: { kind: 'bad-file', why, detail } })
  })

  test('when all together are too large', () => {
    for (const owner of ['a', 'b', 'c', 'd']) begin(mostFileBytes, 'x', owner)
    expect(shelf.begin('e', 'x', 1)).toMatchObject({ error: { why: 'too-large', detail: '200 MB' } })
    expect(shelf.offer('e', 'x', Uint8Array.of(1))).toMatchObject({ error: { why: 'too-large', detail: '200 MB' } })
    shelf.drop('a')
    expect(shelf.begin('e', 'x', 1).ok).toBe(true)
  })
})

describe('a piece is refused', () => {
  test.each([
    ['at the wrong place', 1, 'AAAA', 'offset'],
    ['that is no base64', 0, 'AA!A', 'data'],
    ['without its padding', 0, 'AAA', 'data'],
    ['with a line end in it', 0, 'AA\nAA', 'data'],
    ['with bits left over', 0, 'AAB=', 'data'],
    ['in the other base64', 0, '-_-_', 'data'],
    ['that is empty', 0, '', 'data'],
    ['that goes over the end', 0, base64(new Uint8Array(11)), 'data'],
  ])('%s, and the file goes on', (_name, offset, data, where) => {
    const fileId = begin(10)
    expect(shelf.write(mine, fileId, offset, data)).toMatchObject({ error: { kind: 'invalid-input', where } })
    expect(shelf.write(mine, fileId, 0, base64(new Uint8Array(10)))).toEqual({ ok: true, value: { received: 10 } })
  })

  test('that is larger than agreed', () => {
    const fileId = begin(2 * chunkBytes)
    expect(shelf.write(mine, fileId, 0, base64(new Uint8Array(chunkBytes + 1)))).toMatchObject({ ok: false })
  })

  test('that comes twice', () => {
    const fileId = begin(6)
    shelf.write(mine, fileId, 0, 'AAAA')
    expect(shelf.write(mine, fileId, 0, 'AAAA')).toMatchObject({ error: { where: 'offset' } })
  })
})

describe('a file that is not whole', () => {
  test('cannot be taken or read', () => {
    const fileId = begin(10)
    expect(shelf.take(mine, fileId)).toEqual({
      ok: false,
      error: { kind: 'bad-file', why: 'incomplete', detail: '名单.csv' },
    })
    expect(shelf.read(mine, fileId, 0)).toEqual(notFound)
  })

  test('makes room for the next one of the same screen, and of no other', () => {
    const first = begin(10)
    const theirs = begin(10, 'x', others)
    begin(10)
    expect(shelf.write(mine, first, 0, 'AAAA')).toEqual(notFound)
    expect(shelf.write(others, theirs, 0, 'AAAA').ok).toBe(true)
  })
})

describe('a file of another screen', () => {
  test('is no file', () => {
    const fileId = send(Uint8Array.of(1, 2, 3))
    shelf.drop(others, fileId)
    expect(shelf.take(others, fileId)).toEqual(notFound)
    expect(shelf.read(others, fileId, 0)).toEqual(notFound)
    expect(shelf.write(others, fileId, 0, 'AAAA')).toEqual(notFound)
    expect(shelf.take(mine, fileId).ok).toBe(true)
  })
})

describe('a file is gone', () => {
  test('once it is dropped', () => {
    const fileId = send(Uint8Array.of(1))
    const kept = send(Uint8Array.of(2))
    shelf.drop(mine, fileId)
    expect([shelf.take(mine, fileId).ok, shelf.take(mine, kept).ok]).toEqual([false, true])
  })

  test('with the session', () => {
    const ids = [send(Uint8Array.of(1)), begin(10)]
    shelf.drop(mine)
    for (const id of ids) expect(shelf.take(mine, id)).toEqual(notFound)
  })

  test('ten minutes after it was last used', () => {
    const fileId = send(Uint8Array.of(1))
    clock.advance(oldAfterMs - 1)
    expect(shelf.take(mine, fileId).ok).toBe(true)
    clock.advance(oldAfterMs - 1)
    expect(shelf.take(mine, fileId).ok).toBe(true)
    clock.advance(oldAfterMs)
    expect(shelf.take(mine, fileId)).toEqual(notFound)
    expect(clock.pending()).toBe(0) // and its memory with it
  })

  test('when the same screen has too many', () => {
    const ids = Array.from({ length: mostFiles + 1 }, () => send(Uint8Array.of(1)))
    expect(ids.map((id) => shelf.take(mine, id).ok)).toEqual([false, ...Array.from({ length: mostFiles }, () => true)])
  })
})

test('reading past the end is refused', () => {
  const fileId = send(Uint8Array.of(1, 2, 3))
  expect(shelf.read(mine, fileId, 3)).toEqual({ ok: true, value: { data: '', end: true } })
  expect(shelf.read(mine, fileId, 4)).toMatchObject({ error: { kind: 'invalid-input', where: 'offset' } })
})
