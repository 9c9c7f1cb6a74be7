import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Condition, PriorityRule } from '#shared/domain/priority/rule.ts'

/**
 * Rules, long number lists and the order of a version as pieces that are known by their content: what two versions have in common is kept
 * once. Long sequences are cut where their content says so, so that a change in the middle makes one new piece and not a new rest.
 * A piece may refer to others; its hash covers both and is checked whenever it is read.
 */
export type Pieces = {
  keepRule(rule: PriorityRule): number
  rule(id: number): PriorityRule
  keepOrder(rules: readonly PriorityRule[]): number
  order(id: number): PriorityRule[]
  /** After a rollback or a clean-up: what was kept since may be gone. */
  forget(): void
  /** Drops what neither a version nor the draft refers to. Inside a transaction. */
  sweep(): number
}

/** What is in the file is not what was written. */
export const damaged = 'LIST_DAMAGED'
const damagedPiece = (id: number): Error => Object.assign(new Error(`piece ${id}`), { code: damaged })

export function createPieces(database: DatabaseSync): Pieces {
  const find = database.prepare('SELECT id FROM piece WHERE hash = ?')
  const add = database.prepare('INSERT INTO piece (hash, refs, body) VALUES (?, ?, ?)')
  const get = database.prepare('SELECT hash, refs, body FROM piece WHERE id = ?')
  let idOf = new WeakMap<PriorityRule, number>()
  let known = new Map<number, WeakRef<PriorityRule>>()

  function keep(body: string, refs: number[]): number {
    const packed = pack(refs)
    const digest = digestOf(body, packed)
    const found = find.get(digest)
    if (found) return Number(found['id'])
    return Number(add.run(digest, packed ?? null, body).lastInsertRowid)
  }

  function read(id: number): { body: string; refs: number[] } {
    const row = get.get(id)
    if (!row) throw damagedPiece(id)
    const packed = (row['refs'] as Uint8Array | null) ?? undefined
    const body = row['body'] as string
    if (!digestOf(body, packed).equals(row['hash'] as Uint8Array)) throw damagedPiece(id)
    return { body, refs: unpack(packed) }
  }

  function keepRule(rule: PriorityRule): number {
    const before = idOf.get(rule)
    if (before !== undefined) return before
    const refs: number[] = []
    const takeOut = (numbers: string[]): void => {
      for (const part of cut(numbers, hashOfText)) refs.push(keep(JSON.stringify(part), []))
    }
    const condition = countLists(rule.condition) === 1 ? withoutLists(rule.condition, takeOut) : rule.condition
    const id = keep(JSON.stringify(condition === rule.condition ? rule : { ...rule, condition }), refs)
    idOf.set(rule, id)
    known.set(id, new WeakRef(rule))
    return id
  }

  function rule(id: number): PriorityRule {
    const before = known.get(id)?.deref()
    if (before) return before
    const { body, refs } = read(id)
    let value = JSON.parse(body) as PriorityRule
    if (refs.length > 0) {
      const numbers = refs.flatMap((ref) => JSON.parse(read(ref).body) as string[])
      value = { ...value, condition: withList(value.condition, numbers) }
    }
    idOf.set(value, id)
    known.set(id, new WeakRef(value))
    return value
  }

  return {
    keepRule,
    rule,
    keepOrder(rules) {
      const parts = [...cut(rules.map(keepRule), hashOfNumber)].map((part) => keep('order', part))
      return keep('orders', parts)
    },
    order: (id) => read(id).refs.flatMap((part) => read(part).refs.map(rule)),
    forget() {
      idOf = new WeakMap()
      known = new Map()
    },
    sweep: () => sweep(database),
  }
}

function sweep(database: DatabaseSync): number {
  const refsOf = database.prepare('SELECT refs FROM piece WHERE id = ?')
  const kept = new Set<number>()
  const open = [
    ...database.prepare('SELECT content AS id FROM version').all(),
    ...database.prepare('SELECT piece AS id FROM draft_rule WHERE piece IS NOT NULL').all(),
  ].map((row) => Number(row['id']))
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (kept.has(id)) continue
    kept.add(id)
    for (const ref of unpack((refsOf.get(id)?.['refs'] as Uint8Array | null) ?? undefined)) open.push(ref)
  }
  const drop = database.prepare('DELETE FROM piece WHERE id = ?')
  let dropped = 0
  for (const row of database.prepare('SELECT id FROM piece').all()) {
    const id = Number(row['id'])
    if (kept.has(id)) continue
    drop.run(id)
    dropped += 1
  }
  return dropped
}

/** Shorter lists stay within their rule. */
const longList = 512

/** The condition with its long number list taken out; the same object when it has none. */
function withoutLists(condition: Condition, take: (numbers: string[]) => void): Condition {
  switch (condition.kind) {
    case 'caller-list':
      if (condition.numbers.length <= longList) return condition
      take(condition.numbers)
      return { kind: 'caller-list', numbers: [] }
    case 'all':
    case 'any': {
      const of = condition.of.map((part) => withoutLists(part, take))
      return of.some((part, n) => part !== condition.of[n]) ? { ...condition, of } : condition
    }
    case 'not': {
      const of = withoutLists(condition.of, take)
      return of === condition.of ? condition : { ...condition, of }
    }
    default:
      return condition
  }
}

function countLists(condition: Condition): number {
  switch (condition.kind) {
    case 'caller-list':
      return 1
    case 'all':
    case 'any':
      return condition.of.reduce((sum, part) => sum + countLists(part), 0)
    case 'not':
      return countLists(condition.of)
    default:
      return 0
  }
}

/** Only a condition's single list is ever taken out. */
function withList(condition: Condition, numbers: string[]): Condition {
  switch (condition.kind) {
    case 'caller-list':
      return { kind: 'caller-list', numbers }
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => withList(part, numbers)) }
    case 'not':
      return { ...condition, of: withList(condition.of, numbers) }
    default:
      return condition
  }
}

/** About 256 to a part, at most 2,048; the same neighbours are cut alike wherever they stand. */
function* cut<T>(items: readonly T[], hashOf: (item: T) => number): Generator<T[]> {
  let part: T[] = []
  for (const item of items) {
    part.push(item)
    if ((hashOf(item) & 0xff) === 0 || part.length >= 2048) {
      yield part
      part = []
    }
  }
  if (part.length > 0) yield part
}

/** Knuth's multiplicative hash; the high bits are the good ones. */
const hashOfNumber = (value: number): number => Math.imul(value, 2_654_435_761) >>> 16

/** FNV-1a. */
function hashOfText(text: string): number {
  let value = 2_166_136_261
  for (let n = 0; n < text.length; n += 1) value = Math.imul(value ^ text.charCodeAt(n), 16_777_619)
  return value >>> 16
}

function digestOf(body: string, refs: Uint8Array | undefined): Buffer {
  if (!refs) return hash('sha256', body, 'buffer')
  return hash('sha256', Buffer.concat([Buffer.from(body), Buffer.from([0]), refs]), 'buffer')
}

function pack(refs: number[]): Uint8Array | undefined {
  if (refs.length === 0) return undefined
  const bytes = Buffer.alloc(refs.length * 4)
  for (const [n, ref] of refs.entries()) bytes.writeUInt32LE(ref, n * 4)
  return bytes
}

function unpack(bytes: Uint8Array | undefined): number[] {
  if (!bytes) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.byteLength >> 2 }, (_, n) => view.getUint32(n * 4, true))
}
