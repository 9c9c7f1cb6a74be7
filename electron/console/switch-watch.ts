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
  /** `silent`: nothing more will be heard; the link itself may take a while to stop. */
  close(silent: () => void): Promise<void>
  link(): ReturnType<Switches['open']> | undefined
  view(): Pick<LinkView, 'name' | 'state' | 'lastHeardAt' | 'switchVersion'>
  problem(): ConsoleProblem | undefined
}

export const switchSecret = 'ami-secret'

/** What is heard of the present link. */
export type SwitchListener = {
  onEvents(events: CallEvent[]): void
  onLink(switchId: string, state: LinkState): void
  onRaw(callId: string, text: string): void
  /** Something that the view shows is another. */
  onState(): void
}

type Seen = {
  switchId: string
  state: LinkState
  lastHeardAt?: number
  switchVersion?: string
  problem?: ConsoleProblem
}

export function createSwitchWatch(ports: ConsolePorts, heard: SwitchListener): SwitchWatch {
  const { settings: store, secrets, clock, switches } = ports
  const idle = (): Seen => ({ switchId: switchIdOf(store.get()), state: { kind: 'idle' } })
  let seen: Seen = idle()
  let link: ReturnType<Switches['open']> | undefined
  let changing: Promise<void> = Promise.resolve()

  function open(): void {
    const settings = store.get()
    const found = settings.connection.mode === 'practice' ? undefined : secrets.get(switchSecret)
    const mine = idle()
    if (found && !found.ok && found.error === 'unreadable')
      mine.problem = { kind: 'secret-unreadable', at: clock.now() }
    seen = mine
    const current = (): boolean => seen === mine
    const listener: LinkListener = {
      onState(state) {
        if (!current()) return
        mine.state = state
        heard.onLink(mine.switchId, state)
        heard.onState()
      },
      onEvents: (events) => {
        if (current()) heard.onEvents(events)
      },
      onRaw: (callId, text) => {
        if (current()) heard.onRaw(callId, text)
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
        if (current()) heard.onState()
      },
    }
    link = switches.open(settings, found?.ok ? found.value : undefined, listener)
    link.start()
  }

  /** From here on the old link is not heard; it gets its time to close. */
  function letGo(why: 'reopened' | 'console-closed'): Promise<void> {
    const { switchId } = seen
    seen = idle()
    const old = link
    link = undefined
    heard.onEvents([{ kind: 'sight-lost', at: clock.now(), switchId, why }])
    heard.onLink(switchId, seen.state)
    return old?.stop() ?? Promise.resolve()
  }

  return {
    open,
    close: (silent) =>
      changing.then(() => {
        const stopped = letGo('console-closed')
        silent()
        return stopped
      }),
    reopen(between) {
      const next = changing.then(async () => {
        const stopped = letGo('reopened')
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
