import type { PublishedList } from '#electron/list/list-keeper.ts'
import { defaultDialPlan, type DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ListState } from '#shared/ipc/list-view.ts'
import { authorOf, withApproval } from './list-commands.ts'
import type { ConsolePorts } from './ports.ts'

/** The version of the list in force, and how its numbers are compared. Starts the list's keeper, and hears it. */
export type ListInForce = {
  start(): void
  published(): PublishedList | undefined
  /** Resolves when there is a version, or when it is known that there is none. */
  known: Promise<void>
  dial(): DialPlan
}

type Hears = { onPublished(): void; onChanged(state: ListState): void; onProblem(): void }

export function createListInForce(ports: ConsolePorts, hears: Hears): ListInForce {
  let published: PublishedList | undefined
  let dial = defaultDialPlan
  let nowKnown: () => void = () => undefined
  const known = new Promise<void>((resolve) => (nowKnown = resolve))

  async function askDial(): Promise<void> {
    const state = await ports.list.run('list.state', {}, authorOf({ by: '', role: 'viewer', seesNumbers: false }))
    if (state.ok) dial = (state.value as ListState).dial
  }

  return {
    start() {
      ports.list.start({
        onPublished(next) {
          const first = !published
          published = next
          nowKnown()
          hears.onPublished()
          if (first) void askDial()
        },
        onChanged(state) {
          dial = state.dial
          hears.onChanged(withApproval({ ports }, state))
        },
        onProblem() {
          if (ports.list.problems().some((problem) => problem.kind === 'list-not-kept' && !problem.inForce)) nowKnown()
          hears.onProblem()
        },
      })
      ports.access.onAudit((entry) => ports.list.audit(entry))
    },
    published: () => published,
    known,
    dial: () => dial,
  }
}
