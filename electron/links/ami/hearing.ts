import type { LinkListener } from '#electron/links/link.ts'

/**
 * Whether the switch tells us of callers who join a queue. A login without read class `agent` is told nothing, and nothing
 * says so: the link is up and no one seems to wait. Only pictures show it, by a caller who waits and was never heard
 * joining. Owns that judgement across the sessions of one link, and how long may pass until the next picture: as long as
 * nobody was heard joining, pictures are all that can be relied on.
 */
export type Hearing = {
  /** A new session: what was heard before proves nothing. A problem stays until somebody is heard joining. */
  begin(): void
  joinHeard(): void
  /** After each picture but the first; `unheard`: somebody waits who was not heard joining, and no message was lost. */
  pictured(unheard: boolean): void
  nextPictureMs(): number
}

export const hearingTiming = {
  /** Somebody was heard joining: pictures only correct what is rarely wrong. */
  heardMs: 60_000,
  /** Nobody was heard joining since the login. */
  unprovenMs: 5000,
  /** A join may be under way still (a busy switch): the next picture decides. */
  suspectMs: 1000,
  /** With the answers and their settling, what waits is shown within 2 s. */
  deafMs: 1200,
} as const

export function createHearing(onProblem: LinkListener['onProblem']): Hearing {
  let state: 'unproven' | 'suspect' | 'heard' = 'unproven'
  let deaf = false
  return {
    begin: () => {
      state = 'unproven'
    },
    joinHeard: () => {
      state = 'heard'
      if (!deaf) return
      deaf = false
      onProblem(undefined)
    },
    pictured: (unheard) => {
      if (deaf || state === 'heard') return
      if (state === 'unproven') {
        if (unheard) state = 'suspect'
        return
      }
      deaf = true
      onProblem({ kind: 'right-missing', right: 'agent' })
    },
    nextPictureMs: () => {
      if (deaf) return hearingTiming.deafMs
      return hearingTiming[state === 'heard' ? 'heardMs' : state === 'suspect' ? 'suspectMs' : 'unprovenMs']
    },
  }
}
