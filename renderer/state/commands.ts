import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { CommandInput, CommandName, CommandOutput, PracticeCommand } from '#shared/ipc/contract.ts'
import { mayDo, type Problem, type Role } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'

/** What this screen asked for: alerts whose acknowledgement is under way, problems to show, rights it turned out to lack. */
export type CommandState = {
  pendingAlerts: ReadonlySet<string>
  notices: { id: number; problem: Problem }[]
  /** The least role that was refused: what this screen may do while nobody has said so (session-store.ts). */
  refused?: Role
  /** How often a command was refused: each is a hint that the role is another one now. */
  refusals: number
}

export type Commands = {
  state: StoreApi<CommandState>
  /** Runs a command; a problem is also shown as a notice unless the caller words it itself. */
  run: <N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    show?: 'notice' | 'caller',
  ) => Promise<Result<CommandOutput<N>, Problem>>
  acknowledge: (alertIds: string[]) => Promise<void>
  setOutcome: (alertId: string, outcome: AlertOutcome) => Promise<void>
  practice: (command: PracticeCommand) => Promise<void>
  toggleFullScreen: () => Promise<void>
  report: (problem: Problem) => void
  dismiss: (noticeId: number) => void
}

const noticeMs = 10_000
const mostNotices = 4

export function createCommands(bridge: Bridge): Commands {
  const state = createStore<CommandState>(() => ({ pendingAlerts: new Set(), notices: [], refusals: 0 }))
  let nextNotice = 1

  const dismiss = (id: number): void =>
    state.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))

  function report(problem: Problem): void {
    const id = nextNotice++
    state.setState(({ notices }) => ({ notices: [...notices, { id, problem }].slice(-mostNotices) }))
    setTimeout(() => dismiss(id), noticeMs)
  }

  const run: Commands['run'] = async (name, input, show = 'notice') => {
    const result = await bridge.call(name, input).catch(() => ({ ok: false, error: { kind: 'internal' } }) as const)
    if (result.ok) return result
    const { error } = result
    if (error.kind === 'forbidden') {
      state.setState(({ refused, refusals }) => ({
        refused: refused && mayDo(error.needs, refused) ? refused : error.needs,
        refusals: refusals + 1,
      }))
    }
    if (show === 'notice') report(error)
    return result
  }

  const pend = (alertIds: string[], add: boolean): void =>
    state.setState(({ pendingAlerts }) => {
      const next = new Set(pendingAlerts)
      for (const id of alertIds) {
        if (add) next.add(id)
        else next.delete(id)
      }
      return { pendingAlerts: next }
    })

  async function whilePending(alertIds: string[], command: () => Promise<unknown>): Promise<void> {
    pend(alertIds, true)
    await command()
    pend(alertIds, false)
  }

  return {
    state,
    run,
    report,
    dismiss,
    acknowledge: async (alertIds) => {
      const ids = alertIds.filter((id) => !state.getState().pendingAlerts.has(id))
      if (ids.length > 0) await whilePending(ids, () => run('alerts.acknowledge', { alertIds: ids.slice(0, 1000) }))
    },
    setOutcome: async (alertId, outcome) => {
      if (state.getState().pendingAlerts.has(alertId)) return
      await whilePending([alertId], () => run('alerts.setOutcome', { alertId, outcome }))
    },
    practice: async (command) => {
      await run('practice.do', command)
    },
    toggleFullScreen: async () => {
      if (bridge.host === 'electron') await run('window.toggleFullScreen', {})
      else if (document.fullscreenElement) await document.exitFullscreen()
      else await document.documentElement.requestFullscreen().catch(() => undefined) // the browser may refuse; F11 works
    },
  }
}

/** False once a command of that role, or of a lesser one, was refused. */
export const stillOffered = (refused: Role | undefined, needs: Role): boolean => !refused || !mayDo(needs, refused)
