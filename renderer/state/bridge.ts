import type { Bridge } from '#shared/ipc/bridge.ts'
import { takeToken } from './token.ts'
import { createWebSocketBridge, type Refusable } from './websocket-bridge.ts'

declare global {
  interface Window {
    /** Put there by Electron's preload script; missing in a browser. */
    firstline?: Bridge
  }
}

/** The one place that knows what carries the contract: Electron's preload script, or a WebSocket to the browser host. */
export function findBridge(): Bridge & Partial<Refusable> {
  if (window.firstline) return window.firstline
  const url = new URL('/ws', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  url.search = ''
  const token = takeToken(window)
  if (token) url.searchParams.set('token', token)
  return createWebSocketBridge(() => new WebSocket(url))
}
