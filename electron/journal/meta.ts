import type { DatabaseSync } from 'node:sqlite'

/** Single values of the journal, written in the transaction of what they describe. */
export type Meta = {
  number(name: MetaNumber): number | undefined
  setNumber(name: MetaNumber, value: number): void
  text(name: 'run'): string | undefined
  setText(name: 'run', value: string): void
}
/**
 * `openedAt`: a run began, and could write. `dayOffset`: see grid.ts. `seq`: last chunk of this run that is in the file.
 * `purgedUntil`: nothing older is complete. `recordedFrom`: time of the first event; what an import knows of before was not seen.
 */
export type MetaNumber = 'dayOffset' | 'seq' | 'lastAt' | 'openedAt' | 'calls' | 'purgedUntil' | 'recordedFrom'

export function createMeta(db: DatabaseSync): Meta {
  const read = db.prepare('SELECT value FROM meta WHERE key = ?')
  const write = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  return {
    number(name) {
      const value = read.get(name)?.['value']
      return value === undefined ? undefined : Number(value)
    },
    setNumber: (name, value) => void write.run(name, value),
    text(name) {
      const value = read.get(name)?.['value']
      return value === undefined ? undefined : String(value)
    },
    setText: (name, value) => void write.run(name, value),
  }
}
