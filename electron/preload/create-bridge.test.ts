import { beforeEach, describe, expect, test } from 'vitest'
import { channel, type ToScreen } from '#electron/ipc/channel.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import { createBridge } from './create-bridge.ts'

let asked: unknown[]
let tell: (message: ToScreen) => void
let bridge: Bridge
beforeEach(() => {
  asked = []
  bridge = createBridge({
    invoke: async (...args) => {
      asked.push(args)
      return { ok: true, value: null }
    },
    on: (_channel, listener) => (tell = (message) => listener({ sender: 'Electron' }, message)),
  })
})

describe('the bridge', () => {
  test('sends commands on the one channel', async () => {
    expect(await bridge.call('sound.pause', { minutes: 5 })).toEqual({ ok: true, value: null })
    expect(asked).toEqual([[channel, 'sound.pause', { minutes: 5 }]])
  })

  test('gives listeners the payload alone, until they stop', () => {
    const heard: unknown[] = []
    const stop = bridge.on('preferences.changed', (...args) => heard.push(args))
    const payload = { language: 'zh', theme: 'dark', deskName: '' }
    tell({ t: 'event', name: 'preferences.changed', payload })
    tell({ t: 'event', name: 'console.changed', payload: {} })
    stop()
    tell({ t: 'event', name: 'preferences.changed', payload })
    expect(heard).toEqual([[payload]])
  })

  test('says when the screen has missed something', () => {
    const heard: boolean[] = []
    const stop = bridge.onConnection((connected) => heard.push(connected))
    tell({ t: 'resumed' })
    stop()
    tell({ t: 'resumed' })
    expect(heard).toEqual([true])
  })
})
