import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccessPolicy, PersonView } from '#shared/ipc/access-view.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Commands } from './commands.ts'

/**
 * People, and the rules of access, as the admin sees them. Asks for nothing until the view is open; from then on asks again when the console
 * says that something changed. Keeps what it knew when the role ends, so that forms stay; the console refuses what is not allowed.
 */
export type PeopleState = {
  people?: PersonView[]
  policy?: AccessPolicy
  /** Why they could not be had. */
  problem?: Problem
}

export type PeopleStore = StoreApi<PeopleState> & {
  start: () => () => void
  /** The view is on the screen. */
  open: () => void
  load: () => Promise<void>
  put: (person: CommandInput<'people.put'>) => Promise<Problem | undefined>
  remove: (id: string) => Promise<Problem | undefined>
  /** Only what is different, so that what another admin changed meanwhile stays. */
  setPolicy: (changes: Partial<AccessPolicy>) => Promise<Problem | undefined>
}

export function createPeopleStore(bridge: Bridge, commands: Commands): PeopleStore {
  const store = createStore<PeopleState>(() => ({}))
  let opened = false

  async function load(): Promise<void> {
    const result = await commands.run('people.list', {}, 'caller')
    if (result.ok) store.setState(result.value, true)
    else store.setState({ problem: result.error })
  }

  async function put(person: CommandInput<'people.put'>): Promise<Problem | undefined> {
    const result = await commands.run('people.put', person, 'caller')
    if (!result.ok) return result.error
    await load()
    return undefined
  }

  async function remove(id: string): Promise<Problem | undefined> {
    const result = await commands.run('people.remove', { id }, 'caller')
    if (!result.ok) return result.error
    await load()
    return undefined
  }

  async function setPolicy(changes: Partial<AccessPolicy>): Promise<Problem | undefined> {
    const result = await commands.run('access.set', changes, 'caller')
    if (!result.ok) return result.error
    store.setState({ policy: result.value })
    return undefined
  }

  return Object.assign(store, {
    start: () => {
      const again = (): void => {
        if (opened) void load()
      }
      const stops = [
        bridge.on('session.changed', again),
        bridge.onConnection((connected) => {
          if (connected) again()
        }),
      ]
      return () => stops.forEach((stop) => stop())
    },
    open: () => {
      opened = true
      void load()
    },
    load,
    put,
    remove,
    setPolicy,
  })
}
