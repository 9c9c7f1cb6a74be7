import type { DatabaseSync } from 'node:sqlite'
import type { CallListing } from '#shared/domain/journal/call-record.ts'
import { codeOf, severities, wordAt } from './codes.ts'

/** Texts that repeat, by number. 0 = '' (none). */
export type WordsForWriting = {
  idOf(text: string): number
  listingOf(listing: CallListing): { id: number; classId: number }
  /** After a rollback: what was given out may not exist. */
  forget(): void
}

/** More distinct texts than any site has areas, seats and rules; dialled numbers of a misled switch could be more. */
const remembered = 100_000

export function createWords(db: DatabaseSync): WordsForWriting {
  const find = db.prepare('SELECT id FROM word WHERE text = ?')
  const insert = db.prepare('INSERT INTO word (text) VALUES (?)')
  const listingArgs = 'rule = ? AND rule_name = ? AND class = ? AND severity = ? AND list_version = ?'
  const findListing = db.prepare(`SELECT id FROM listing WHERE ${listingArgs}`)
  const insertListing = db.prepare(
    'INSERT INTO listing (rule, rule_name, class, severity, list_version) VALUES (?, ?, ?, ?, ?)',
  )
  const words = new Map<string, number>()
  const listings = new Map<string, { id: number; classId: number }>()

  function idOf(text: string): number {
    if (text === '') return 0
    const known = words.get(text)
    if (known !== undefined) return known
    const id = Number(find.get(text)?.['id'] ?? insert.run(text).lastInsertRowid)
    if (words.size >= remembered) words.clear()
    words.set(text, id)
    return id
  }

  return {
    idOf,
    listingOf(listing) {
      const key = JSON.stringify([
        listing.ruleId,
        listing.ruleName,
        listing.classId,
        listing.severity,
        listing.listVersion,
      ])
      const known = listings.get(key)
      if (known) return known
      const classId = idOf(listing.classId)
      const args = [
        idOf(listing.ruleId),
        idOf(listing.ruleName),
        classId,
        codeOf(severities, listing.severity),
        listing.listVersion,
      ]
      const id = Number(findListing.get(...args)?.['id'] ?? insertListing.run(...args).lastInsertRowid)
      if (listings.size >= remembered) listings.clear()
      listings.set(key, { id, classId })
      return { id, classId }
    },
    forget() {
      words.clear()
      listings.clear()
    },
  }
}

export type WordsForReading = {
  text(id: number | null): string
  /** Missing: no row can have it. */
  find(text: string): number | undefined
  listing(id: number): CallListing | undefined
}

export function readWords(db: DatabaseSync): WordsForReading {
  const byId = db.prepare('SELECT text FROM word WHERE id = ?')
  const byText = db.prepare('SELECT id FROM word WHERE text = ?')
  const listingById = db.prepare('SELECT rule, rule_name, class, severity, list_version FROM listing WHERE id = ?')
  const texts = new Map<number, string>()
  const listings = new Map<number, CallListing>()

  function text(id: number | null): string {
    if (id === null || id === 0) return ''
    let known = texts.get(id)
    if (known === undefined) {
      known = String(byId.get(id)?.['text'] ?? '')
      if (texts.size >= remembered) texts.clear()
      texts.set(id, known)
    }
    return known
  }

  return {
    text,
    find(wanted) {
      if (wanted === '') return 0
      const row = byText.get(wanted)
      return row ? Number(row['id']) : undefined
    },
    listing(id) {
      if (id === 0) return undefined
      const known = listings.get(id)
      if (known) return known
      const row = listingById.get(id)
      if (!row) return undefined
      const listing: CallListing = {
        ruleId: text(Number(row['rule'])),
        ruleName: text(Number(row['rule_name'])),
        classId: text(Number(row['class'])),
        severity: wordAt(severities, Number(row['severity'])),
        listVersion: Number(row['list_version']),
      }
      if (listings.size >= remembered) listings.clear()
      listings.set(id, listing)
      return listing
    },
  }
}

/** The areas that a word of `seat_span.areas` names, one per line. */
export function areasIn(db: DatabaseSync): (areas: number) => number[] {
  const words = readWords(db)
  const known = new Map<number, number[]>()
  return (areas) => {
    let found = known.get(areas)
    if (!found) {
      found = words
        .text(areas)
        .split('\n')
        .flatMap((name) => words.find(name) || [])
      if (known.size >= remembered) known.clear()
      known.set(areas, found)
    }
    return found
  }
}
