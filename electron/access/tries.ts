/**
 * How wrong PINs are slowed down: each wrong try doubles the wait until the next one is looked at, from one second to five minutes. Counted for
 * each person (kept in the file, so that a restart is no way round) and over all of them (in memory: who spreads his guesses over all people
 * gets no more of them). A try is counted before it is looked at, and taken back when the PIN was right: neither a second try at once nor a
 * kill in between is free. Pure.
 */
export type Tries = { wrong: number; at: number }

export const noTries: Tries = { wrong: 0, at: 0 }

const firstMs = 1000
const mostMs = 5 * 60_000

export const waitMsAfter = (wrong: number): number => (wrong < 1 ? 0 : Math.min(firstMs * 2 ** (wrong - 1), mostMs))

/** Until the next try is looked at. */
export const waitLeft = ({ wrong, at }: Tries, now: number): number => Math.max(0, at + waitMsAfter(wrong) - now)

export const oneMore = ({ wrong }: Tries, now: number): Tries => ({ wrong: Math.min(wrong + 1, 1000), at: now })

/** Of a file: the machine's clock may have been set back since, and nobody shall wait until it comes round again. */
export const afterRestart = ({ wrong, at }: Tries, now: number): Tries => ({ wrong, at: Math.min(at, now) })

/**
 * Over all people. A shift that signs in mistypes a few times without holding the next one up; a quarter of an hour without wrong tries
 * forgets them. A right PIN takes only its own try back: a guesser who has a PIN himself gets no fresh start with it.
 */
const freeOverAll = 5
const forgottenAfterMs = 15 * 60_000

export const waitLeftOverAll = (all: Tries, now: number): number =>
  waitLeft({ wrong: remembered(all, now).wrong - freeOverAll, at: all.at }, now)
export const oneMoreOverAll = (all: Tries, now: number): Tries => oneMore(remembered(all, now), now)
export const oneLessOverAll = ({ wrong, at }: Tries): Tries => ({ wrong: Math.max(0, wrong - 1), at })

const remembered = (all: Tries, now: number): Tries => (now - all.at > forgottenAfterMs ? noTries : all)
