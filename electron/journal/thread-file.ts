import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The threads' program: beside this file in the sources; `journal-thread.js` beside the built program, which may have been
 * cut into chunks one folder further down.
 */
export function findThreadFile(): string {
  const places = ['./thread.ts', './journal-thread.js', '../journal-thread.js'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Error(`the journal's thread is not at ${places.join(' or ')}`)
  return found
}
