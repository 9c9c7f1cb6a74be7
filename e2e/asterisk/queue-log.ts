// Asterisk's own diary of its queues: <chroot>/var/log/asterisk-lab/queue_log, one line an event.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabSettings } from './lab-settings.ts'

/** A caller and a seat were joined (CONNECT), as the switch itself wrote it down. */
export type Connection = { queue: string; caller: string }

/** Every caller that a queue joined to a seat since that time (epoch ms; the diary knows whole seconds). */
export function readConnections(settings: LabSettings, sinceMs: number): Connection[] {
  const text = readFileSync(join(settings.root, 'var/log/asterisk-lab/queue_log'), 'utf8')
  const callers = new Map<string, string>()
  const connections: Connection[] = []
  for (const line of text.split('\n')) {
    // time|call id|queue|agent|event|… ; ENTERQUEUE goes on with url|caller's number|position
    const [seconds, callId = '', queue = '', , event, , number = ''] = line.split('|')
    if (event === 'ENTERQUEUE') callers.set(callId, number)
    else if (event === 'CONNECT' && Number(seconds) >= Math.floor(sinceMs / 1000))
      connections.push({ queue, caller: callers.get(callId) ?? '' })
  }
  return connections
}
