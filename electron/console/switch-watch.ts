import type { LinkListener } from '#electron/links/link.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { ConsoleProblem, LinkState, LinkView } from '#shared/ipc/view.ts'
import { switchIdOf, type ConsolePorts, type Switches } from './ports.ts'

/**
 * The link to the switch that the settings name, and what is known of it. Owns one link at a time: the next is opened when
 * the last has stopped, and what an old one still says is not heard. It retries nothing; the link does.
 */
export type SwitchWatch = {
  open(): void
  /** Stops the link and opens the one that the settings name now. Asked twice at once, it does it one after the other. */
  reopen(between: () => void): Promise<void>
  close(): Promise<void>
  link(): ReturnType<Switches['open']> | undefined
  view(): Pick<LinkView, 'name' | 'state' | 'lastHeardAt' | 'switchVersion'>
  problem(): ConsoleProblem | undefined
}

export const switchSecret = 'ami-secret'

type Seen = { state: LinkState; lastHeardAt?: number; switchVersion?: string; problem?: ConsoleProblem }

export function createSwitchWatch(
  ports: ConsolePorts,
  onEvents: (events: CallEvent[]) => void,
  onState: () => void,
): SwitchWatch {
  const { settings: store, secrets, clock, switches } = ports
  let seen: Seen = { state: { kind: 'idle' } }
  let link: ReturnType<Switches['open']> | undefined
  let changing: Promise<void> = Promise.resolve()

  function open(): void {
    const settings = store.get()
    const found = settings.connection.mode === 'practice' ? undefined : secrets.get(switchSecret)
    const mine: Seen = { state: { kind: 'idle' } }
    if (found && !found.ok && found.error === 'unreadable')
      mine.problem = { kind: 'secret-unreadable', at: clock.now() }
    seen = mine
    const current = (): boolean => seen === mine
    const listener: LinkListener = {
      onState(state) {
        if (!current()) return
        mine.state = state
        onState()
      },
      onEvents: (events) => {
        if (current()) onEvents(events)
      },
      onHeard: (at) => {
        mine.lastHeardAt = at
      },
      onSwitch: ({ version }) => {
        mine.switchVersion = version
      },
      onProblem: (problem) => {
        if (problem) mine.problem = { ...problem, at: clock.now() }
        else delete mine.problem
        if (current()) onState()
      },
    }
    link = switches.open(settings, found?.ok ? found.value : undefined, listener)
    link.start()
  }

  /** From here on the old link is not heard; it gets its time to close. */
  function letGo(): Promise<void> {
    seen = { state: { kind: 'idle' } }
    const old = link
    link = undefined
    onEvents([{ kind: 'sight-lost', at: clock.now(), switchId: switchIdOf(store.get()), why: 'reopened' }])
    return old?.stop() ?? Promise.resolve()
  }

  return {
    open,
    close: () => changing.then(letGo),
    reopen(between) {
      const next = changing.then(async () => {
        const stopped = letGo()
        between()
        await stopped
        open()
      })
      changing = next.catch((error: unknown) => ports.log.error('the link was not opened', { error }))
      return next
    },
    link: () => link,
    problem: () => seen.problem,
    view() {
      const { mode, ami } = store.get().connection
      const view: ReturnType<SwitchWatch['view']> = {
        name: mode === 'practice' ? 'practice' : `${ami.host}:${ami.port}`,
        state: seen.state,
      }
      // In whole seconds: an age that moves with every byte would be a message for every byte.
      if (seen.lastHeardAt !== undefined) view.lastHeardAt = Math.floor(seen.lastHeardAt / 1000) * 1000
      if (seen.switchVersion !== undefined) view.switchVersion = seen.switchVersion
      return view
    },
  }
}
