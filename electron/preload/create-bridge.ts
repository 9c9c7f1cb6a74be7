import { channel, type ToScreen } from '#electron/ipc/channel.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { EventName } from '#shared/ipc/contract.ts'

/** What of Electron's ipcRenderer the bridge uses. The page is given none of it. */
export type IpcRenderer = {
  invoke(channel: string, name: string, input: unknown): Promise<unknown>
  on(channel: string, listener: (event: unknown, message: ToScreen) => void): unknown
}

/** Carries the contract between a page and the main process. No logic: the main process checks everything again. */
export function createBridge(ipc: IpcRenderer): Bridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const watchers = new Set<(connected: boolean) => void>()
  ipc.on(channel, (_event, message) => {
    if (message.t === 'resumed') watchers.forEach((watch) => watch(true))
    else listeners.get(message.name)?.forEach((listener) => listener(message.payload as never))
  })
  return {
    host: 'electron',
    call: ((name: string, input: unknown) => ipc.invoke(channel, name, input)) as Bridge['call'],
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    onConnection(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
  }
}
