import type { Bridge } from '#shared/ipc/bridge.ts'
import type { CommandName, EventName, Events } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleView } from '#shared/ipc/view.ts'
import type { Result } from '#shared/std/result.ts'
import { sampleSession, sampleSnapshot, sampleView } from './sample-view.ts'

/** The contract in memory: a test answers the commands, tells events, and reads what was asked. */
export type MemoryBridge = Bridge & {
  asked: { name: CommandName; input: unknown }[]
  answer: (
    name: CommandName,
    reply: (input: unknown) => Result<unknown, Problem> | Promise<Result<unknown, Problem>>,
  ) => void
  emit: <E extends EventName>(name: E, payload: Events[E]) => void
  connect: (connected: boolean) => void
  onRefused: (listener: () => void) => () => void
  refuse: () => void
}

export function createMemoryBridge(view: ConsoleView = sampleView(), host: Bridge['host'] = 'electron'): MemoryBridge {
  const asked: MemoryBridge['asked'] = []
  const replies = new Map<CommandName, Parameters<MemoryBridge['answer']>[1]>()
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const refusals = new Set<() => void>()
  const watchers = new Set<(connected: boolean) => void>()
  replies.set('console.snapshot', () => ({ ok: true, value: sampleSnapshot(view) }))
  replies.set('preferences.get', () => ({ ok: true, value: { language: 'zh', theme: 'dark', deskName: '' } }))
  replies.set('session.get', () => ({ ok: true, value: sampleSession() }))
  replies.set('session.active', (input) => replies.get('session.get')?.(input) ?? { ok: true, value: sampleSession() })
  return {
    host,
    asked,
    call: (async (name: CommandName, input: unknown) => {
      asked.push({ name, input })
      return (await replies.get(name)?.(input)) ?? { ok: true, value: null }
    }) as Bridge['call'],
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    onConnection: (listener) => {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    onRefused: (listener) => {
      refusals.add(listener)
      return () => refusals.delete(listener)
    },
    refuse: () => refusals.forEach((listener) => listener()),
    answer: (name, reply) => void replies.set(name, reply),
    emit: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload as never)),
    connect: (connected) => watchers.forEach((watch) => watch(connected)),
  }
}
