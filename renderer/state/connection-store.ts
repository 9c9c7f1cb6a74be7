import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConnectionView, TestStep } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import type { Commands } from './commands.ts'

/** The stored connection, and the test that runs or ran. The form itself belongs to its view. */
export type ConnectionState = {
  stored?: ConnectionView
  problem?: Problem
  saving: 'no' | 'saving' | 'saved'
  test?: { testId: string; running: boolean; steps: TestStep[]; queues: string[]; problem?: Problem }
}

export type ConnectionStore = StoreApi<ConnectionState> & {
  start: () => () => void
  load: () => Promise<void>
  save: (input: CommandInput<'connection.save'>) => Promise<Problem | undefined>
  test: (ami: AmiSettings, secret?: string) => Promise<void>
}

export function createConnectionStore(bridge: Bridge, commands: Commands): ConnectionStore {
  const store = createStore<ConnectionState>(() => ({ saving: 'no' }))

  async function load(): Promise<void> {
    const result = await commands.run('connection.get', {}, 'caller')
    if (result.ok) {
      const { problem: _, ...rest } = store.getState()
      store.setState({ ...rest, stored: result.value }, true)
    } else store.setState({ problem: result.error })
  }

  async function save(input: CommandInput<'connection.save'>): Promise<Problem | undefined> {
    store.setState({ saving: 'saving' })
    const result = await commands.run('connection.save', input, 'caller')
    store.setState({ saving: result.ok ? 'saved' : 'no' })
    if (!result.ok) return result.error
    await load()
    return undefined
  }

  async function test(ami: AmiSettings, secret?: string): Promise<void> {
    const testId = crypto.randomUUID()
    store.setState({ test: { testId, running: true, steps: [], queues: [] } })
    const input = secret === undefined ? { testId, ami } : { testId, ami, secret }
    const result = await commands.run('connection.test', input, 'caller')
    const { test: latest } = store.getState()
    if (latest?.testId !== testId) return
    const ended = { ...latest, running: false }
    store.setState({ test: result.ok ? { ...ended, ...result.value } : { ...ended, problem: result.error } })
  }

  const takeStep = ({ testId, step }: { testId: string; step: TestStep }): void => {
    const { test: running } = store.getState()
    if (running?.testId !== testId || !running.running) return
    const steps = [...running.steps.filter((known) => known.step !== step.step), step]
    store.setState({ test: { ...running, steps } })
  }

  return Object.assign(store, { load, save, test, start: () => bridge.on('connection.tested', takeStep) })
}
