import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { SessionView, SignInRole } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Commands } from './commands.ts'
import type { ConsoleClock } from './clock.ts'

/**
 * Who is at this screen and what the console lets it do. Owns: the ticket of the session (for this tab, so that a reload or a lost
 * connection does not sign anybody out), the report that somebody is still there, and the end of the role. Asks again when the console says
 * that rights or the desk changed, when a command was refused, and when the role should have ended by now. Never keeps a PIN.
 */
export type SessionState = {
  /** Missing until the console has said. */
  session?: SessionView
  /** Console time from which on the screen warns that the role is about to end. */
  warnAt?: number
  /** Whose role ended by itself on this screen, until somebody signs in or waves it away. */
  ended?: { id: string; name: string; role: SignInRole }
  signingIn: boolean
  panelOpen: boolean
  /** Why the last try failed. */
  problem?: Problem
  /** Console time until which the console looks at no further try. */
  waitUntil?: number
  /** The question of the first start, put aside on this screen. */
  setUpFolded: boolean
}

export type SessionStore = StoreApi<SessionState> & {
  start: () => () => void
  signIn: (personId: string, pin: string) => Promise<boolean>
  signOut: () => Promise<void>
  /** Answers the question of the first start; null = a desk without PINs. */
  setUp: (admin: { name: string; pin: string } | null) => Promise<Problem | undefined>
  openPanel: () => void
  closePanel: () => void
  forgetEnded: () => void
  foldSetUp: (folded: boolean) => void
}

export const activeEveryMs = 30_000
const warnMs = 60_000
const retryMs = 2000
const ticketKey = 'firstline.session'

export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
type Ports = { bridge: Bridge; commands: Commands; clock: ConsoleClock; tab: TabStorage; refresh: () => void }

export function createSessionStore({ bridge, commands, clock, tab, refresh }: Ports): SessionStore {
  const store = createStore<SessionState>(() => ({ signingIn: false, panelOpen: false, setUpFolded: false }))
  const activity = createActivity(() => void reportActive())
  let asking = false
  let askAgain = false
  /** The carrier is new to the console: the session is to be brought back. */
  let resumeNext = true
  /** This person wanted to leave: what follows is no surprise. */
  let leaving = false
  let endTimer: ReturnType<typeof setTimeout> | undefined
  let retryTimer: ReturnType<typeof setTimeout> | undefined

  /** Takes `gone` out of the state; with `exactOptionalPropertyTypes` missing is not undefined. */
  function update(changes: Partial<SessionState>, ...gone: (keyof SessionState)[]): void {
    const next = { ...store.getState(), ...changes }
    for (const key of gone) delete next[key]
    store.setState(next, true)
  }

  function take(session: SessionView): void {
    const { session: before, ended } = store.getState()
    const expired = before?.person && !session.person && !leaving ? before.person : ended
    if (!session.person) {
      leaving = false
      tab.removeItem(ticketKey)
    }
    const over = session.person ? undefined : expired
    update({ session, ...(over && { ended: over }) }, ...(over ? [] : (['ended'] as const)))
    if (session.person) update({ panelOpen: false }, 'problem', 'waitUntil')
    watchEnd(session.endsAt, before?.endsAt)
    if (before && rightsOf(before) !== rightsOf(session)) refresh()
  }

  function watchEnd(endsAt: number | undefined, before: number | undefined): void {
    if (endsAt !== undefined && endsAt === before) return
    clearTimeout(endTimer)
    if (endsAt === undefined) return update({}, 'warnAt')
    const left = endsAt - clock.now()
    update({ warnAt: endsAt - Math.min(warnMs, left / 2) })
    endTimer = setTimeout(sync, Math.max(0, left) + 1000)
  }

  function sync(): void {
    if (asking) {
      askAgain = true
      return
    }
    asking = true
    clearTimeout(retryTimer)
    void ask().then((done) => {
      asking = false
      if (askAgain) {
        askAgain = false
        sync()
      } else if (!done) retryTimer = setTimeout(sync, retryMs)
    })
  }

  /** False: to be asked again in a while. Without a carrier its return asks. */
  async function ask(): Promise<boolean> {
    const ticket = tab.getItem(ticketKey)
    if (resumeNext && ticket !== null) {
      const resumed = await commands.run('session.resume', { ticket }, 'caller')
      if (!resumed.ok && resumed.error.kind === 'disconnected') return true
      if (resumed.ok) {
        resumeNext = false
        take(resumed.value)
        refresh()
        return true
      }
      tab.removeItem(ticketKey)
    }
    resumeNext = false
    const result = await commands.run('session.get', {}, 'caller')
    if (result.ok) take(result.value)
    return result.ok || result.error.kind === 'disconnected'
  }

  async function reportActive(): Promise<void> {
    if (!store.getState().session?.person) return
    const result = await commands.run('session.active', {}, 'caller')
    if (result.ok) take(result.value)
  }

  async function signIn(personId: string, pin: string): Promise<boolean> {
    update({ signingIn: true }, 'problem')
    const result = await commands.run('session.signIn', { personId, pin }, 'caller')
    if (result.ok) {
      tab.setItem(ticketKey, result.value.ticket)
      take(result.value.session)
      update({ signingIn: false })
      return true
    }
    const { error } = result
    const waits = error.kind === 'wrong-pin' || error.kind === 'too-many-tries'
    update({ signingIn: false, problem: error, ...(waits && { waitUntil: clock.now() + error.waitMs }) })
    return false
  }

  async function signOut(): Promise<void> {
    leaving = true
    tab.removeItem(ticketKey)
    const result = await commands.run('session.signOut', {})
    if (result.ok) take(result.value)
    else if (result.error.kind !== 'disconnected') leaving = false
  }

  async function setUp(admin: { name: string; pin: string } | null): Promise<Problem | undefined> {
    const result = await commands.run('people.setUp', { admin }, 'caller')
    if (!result.ok) {
      if (result.error.kind === 'not-in-this-state') sync()
      return result.error
    }
    if (result.value.ticket !== undefined) tab.setItem(ticketKey, result.value.ticket)
    take(result.value.session)
    return undefined
  }

  function start(): () => void {
    const stops = [
      bridge.on('session.changed', sync),
      bridge.on('preferences.changed', sync), // the name of the desk is one of them
      bridge.onConnection((connected) => {
        if (!connected) return
        resumeNext = true
        sync()
      }),
      commands.state.subscribe((state, before) => {
        if (state.refusals !== before.refusals) sync()
      }),
      onInput(activity.touched),
    ]
    sync()
    return () => {
      clearTimeout(endTimer)
      clearTimeout(retryTimer)
      activity.stop()
      stops.forEach((stop) => stop())
    }
  }

  return Object.assign(store, {
    start,
    signIn,
    signOut,
    setUp,
    openPanel: () => update({ panelOpen: true }, 'problem'),
    closePanel: () => update({ panelOpen: false }, 'problem'),
    forgetEnded: () => update({}, 'ended'),
    foldSetUp: (setUpFolded: boolean) => update({ setUpFolded }),
  })
}

/** What decides how this screen sees the console. */
const rightsOf = ({ role, seesNumbers, person }: SessionView): string => `${role} ${seesNumbers} ${person?.id ?? ''}`

/** The first input is reported at once, what follows within half a minute together at its end: no input is lost, and none floods. */
function createActivity(report: () => void): { touched: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let more = false
  function touched(): void {
    if (timer) {
      more = true
      return
    }
    report()
    timer = setTimeout(() => {
      timer = undefined
      if (!more) return
      more = false
      touched()
    }, activeEveryMs)
  }
  return { touched, stop: () => clearTimeout(timer) }
}

/** A person's hand. A key that repeats may be a book on the keyboard. */
function onInput(run: () => void): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (!event.repeat) run()
  }
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('pointerdown', run, true)
  return () => {
    document.removeEventListener('keydown', onKey, true)
    document.removeEventListener('pointerdown', run, true)
  }
}
