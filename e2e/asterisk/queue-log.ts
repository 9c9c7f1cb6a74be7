// What Asterisk itself writes down, in <chroot>/var/log/asterisk-lab: queue_log, its diary of its queues, one line an event; and
// cdr-csv/Master.csv, one line or more a call, when the call is over.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabSettings } from './lab-settings.ts'

/** A caller and a seat were joined (CONNECT), as the switch itself wrote it down. */
export type Connection = { queue: string; caller: string }

const logFile = (settings: LabSettings, name: string): string => join(settings.root, 'var/log/asterisk-lab', name)

/** The lines of queue_log since that time, as they are; whole seconds. */
export function readQueueLog(settings: LabSettings, sinceMs: number): string {
  const lines = readFileSync(logFile(settings, 'queue_log'), 'utf8').split('\n')
  return lines.filter((line) => Number(line.split('|')[0]) >= Math.floor(sinceMs / 1000)).join('\n')
}

/** The lines of Master.csv of calls that began since then. */
export function readCdr(settings: LabSettings, sinceMs: number): string {
  const file = logFile(settings, 'cdr-csv/Master.csv')
  if (!existsSync(file))
    throw new Error(`no ${file}: an Asterisk that ran before cdr_csv was on has to be stopped (down) first`)
  const since = new Date(Math.floor(sinceMs / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  const begins = (line: string): string => /"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"/.exec(line)?.[1] ?? ''
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => begins(line) >= since)
    .join('\n')
}

/** Every caller that a queue joined to a seat since that time (epoch ms; the diary knows whole seconds). */
export function readConnections(settings: LabSettings, sinceMs: number): Connection[] {
  const text = readFileSync(logFile(settings, 'queue_log'), 'utf8')
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
