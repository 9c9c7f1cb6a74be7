import path from 'node:path'
import { makePrivate } from './private-place.ts'
import { openRawForWriting, rawFile, type RawMessage, type RawWriter } from './raw-store.ts'
import { moveAside } from './set-aside.ts'
import { troubleOf } from './schema.ts'

/**
 * The file of the switch's messages, and what happens when it cannot be used: it is tried again after a while, or set aside
 * when it is damaged. Nothing here throws: whatever becomes of it, the journal goes on.
 */
export type RawKeeper = {
  /** Answers how many of them could not be kept. */
  write(messages: RawMessage[], now: number): number
  bytes(): number
  /** True when there is more to remove. */
  purge(before: number, maxBytes: number, now: number): boolean
  close(): void
}

type Options = {
  folder: string
  durable: boolean | undefined
  now: number
  /** There is another file than before. */
  onAnew?: (() => void) | undefined
}

const againMs = 30_000

export function openRawKeeper({ folder, durable, now: opened, onAnew }: Options): RawKeeper {
  const file = path.join(folder, rawFile)
  let raw: RawWriter | undefined
  let notBefore = -Infinity

  function open(now: number): RawWriter | undefined {
    if (raw || now < notBefore) return raw
    makePrivate(file)
    raw = openRawForWriting(file, durable)
    return raw
  }

  function close(): void {
    const closing = raw
    raw = undefined
    try {
      closing?.close()
    } catch {
      // A file that is beyond use may not close either.
    }
  }

  /** True when there is a new file to try with. */
  function trouble(error: unknown, now: number): boolean {
    close()
    notBefore = now + againMs
    if (troubleOf(error) !== 'damaged') return false
    try {
      moveAside(file, now)
    } catch {
      return false
    }
    notBefore = now
    return true
  }

  /** Undefined when there is no file that lets it. */
  function guarded<T>(now: number, run: (raw: RawWriter) => T, again = true): T | undefined {
    try {
      const found = open(now)
      return found && run(found)
    } catch (error) {
      if (!trouble(error, now) || !again) return undefined
      const answer = guarded(now, run, false)
      onAnew?.()
      return answer
    }
  }

  guarded(opened, () => undefined)

  return {
    write(messages, now) {
      if (messages.length === 0) return 0
      return (
        guarded(now, (found) => {
          found.write(messages)
          return 0
        }) ?? messages.length
      )
    },
    bytes() {
      try {
        return raw?.bytes() ?? 0
      } catch {
        return 0
      }
    },
    purge: (before, maxBytes, now) => guarded(now, (found) => found.purge(before, maxBytes)) ?? false,
    close,
  }
}
