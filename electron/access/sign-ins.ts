import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#electron/console/ports.ts'

/**
 * Who is signed in, at which screen, and until when. A sign-in outlives its screen's connection until the role ends, so that a screen that was
 * cut off comes back with its ticket; at one screen at a time. Owns the timer of the next end; a role that is over is over at the next question
 * too, whether the timer has run or not (a machine that slept). Tickets are kept as hashes, in memory only: a restart ends every role.
 */
export type Screen = { readonly id: string; signIn?: SignIn | undefined }
type SignIn = { readonly personId: string; ticket: string; activeAt: number; screen?: Screen | undefined }
export type EndReason = 'asked' | 'idle' | 'removed' | 'pin-changed' | 'too-many'

export type SignIns = {
  /** Answers the ticket. What the screen had before ends. */
  begin(screen: Screen, personId: string): string
  /** Which screen had it until now, if it was still there. `unknown`: the ticket is of no sign-in (any more). */
  resume(screen: Screen, ticket: string): { from: Screen | undefined } | 'unknown'
  at(screen: Screen): { personId: string; endsAt: number } | undefined
  touch(screen: Screen): void
  end(screen: Screen, why: EndReason): void
  /** At every screen but one. */
  endPerson(personId: string, why: EndReason, except?: Screen): void
  /** The screen is gone; who signed in there may come back. */
  leave(screen: Screen): void
  /** The time without input changed. */
  reset(): void
}

/** Of screens that came, signed in and went again: the oldest goes first. */
const mostSignIns = 500

export function createSignIns(options: {
  clock: Clock
  idleMs: () => number
  onEnd: (personId: string, why: EndReason, screen: Screen | undefined) => void
}): SignIns {
  const { clock, idleMs, onEnd } = options
  const byTicket = new Map<string, SignIn>()
  let cancel: (() => void) | undefined

  const isOver = ({ activeAt }: SignIn): boolean => activeAt + idleMs() <= clock.now()

  function arm(): void {
    cancel?.()
    cancel = undefined
    if (byTicket.size === 0) return
    const first = Math.min(...[...byTicket.values()].map(({ activeAt }) => activeAt))
    cancel = clock.after(Math.max(0, first + idleMs() - clock.now()), () => {
      for (const signIn of byTicket.values()) if (isOver(signIn)) finish(signIn, 'idle')
      arm()
    })
  }

  function finish(signIn: SignIn, why: EndReason): void {
    if (!byTicket.delete(signIn.ticket)) return
    const { screen } = signIn
    if (screen) screen.signIn = undefined
    onEnd(signIn.personId, why, screen)
  }

  function live(screen: Screen): SignIn | undefined {
    const { signIn } = screen
    if (signIn && isOver(signIn)) finish(signIn, 'idle')
    return screen.signIn
  }

  return {
    begin(screen, personId) {
      if (screen.signIn) finish(screen.signIn, 'asked')
      const [oldest] = byTicket.values()
      if (oldest && byTicket.size >= mostSignIns) finish(oldest, 'too-many')
      const ticket = randomBytes(32).toString('base64url')
      const signIn: SignIn = { personId, ticket: digest(ticket), activeAt: clock.now(), screen }
      screen.signIn = signIn
      byTicket.set(signIn.ticket, signIn)
      arm()
      return ticket
    },
    resume(screen, ticket) {
      const found = byTicket.get(digest(ticket))
      if (!found) return 'unknown'
      if (isOver(found)) {
        finish(found, 'idle')
        return 'unknown'
      }
      const from = found.screen
      if (from === screen) return { from: undefined }
      if (screen.signIn) finish(screen.signIn, 'asked')
      if (from) from.signIn = undefined
      found.screen = screen
      screen.signIn = found
      return { from }
    },
    at(screen) {
      const signIn = live(screen)
      return signIn && { personId: signIn.personId, endsAt: signIn.activeAt + idleMs() }
    },
    touch(screen) {
      const signIn = live(screen)
      if (signIn) signIn.activeAt = clock.now()
    },
    end(screen, why) {
      if (screen.signIn) finish(screen.signIn, why)
    },
    endPerson(personId, why, except) {
      for (const signIn of byTicket.values()) {
        if (signIn.personId === personId && (!except || signIn.screen !== except)) finish(signIn, why)
      }
    },
    leave(screen) {
      if (screen.signIn) screen.signIn.screen = undefined
      screen.signIn = undefined
    },
    reset: arm,
  }
}

/** A ticket is 256 random bits: nothing needs to slow down guessing it. */
const digest = (ticket: string): string => createHash('sha256').update(ticket).digest('base64')
