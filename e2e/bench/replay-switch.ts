import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { recordedBurst } from './recorded-burst.ts'

/**
 * A switch for measurements: it lets the console log in, has three empty queues, and then sends what the measurement
 * tells it to. Its background is the recorded burst, again and again, each time with other ids.
 */
export type ReplaySwitch = {
  port: number
  write(text: string): void
  /** Sends recorded events at this rate until `stop`; 0 sends none. */
  background(eventsPerSecond: number): { stop(): void; sent(): number }
  close(): void
}

const stepMs = 10
const crlf = '\r\n'
export const block = (lines: Record<string, string>): string =>
  `${Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}`)
    .join(crlf)}${crlf}${crlf}`

export async function startReplaySwitch(): Promise<ReplaySwitch> {
  let socket: Socket | undefined
  const server = createServer((client) => {
    socket = client
    client.on('error', () => undefined)
    client.write(`Asterisk Call Manager/11.0.0${crlf}`)
    let pending = ''
    client.on('data', (data) => {
      pending += data.toString()
      const actions = pending.split(crlf + crlf)
      pending = actions.pop() ?? ''
      for (const action of actions) client.write(answer(action))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    write: (text) => void socket?.write(text),
    background: (rate) => replay(rate, (text) => socket?.write(text)),
    close() {
      socket?.destroy()
      server.close()
    },
  }
}

function answer(action: string): string {
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(action)?.[1]?.trim() ?? ''
  const id = field('ActionID')
  const success = { Response: 'Success', ActionID: id }
  switch (field('Action')) {
    case 'Challenge':
      return block({ ...success, Challenge: '840415273' })
    case 'Login':
      return block({ ...success, Message: 'Authentication accepted' }) + block({ Event: 'FullyBooted', Privilege: 'system,all', Status: 'Fully Booted' })
    case 'QueueStatus':
      return (
        block({ ...success, EventList: 'start', Message: 'Queue status will follow' }) +
        ['repair', 'complaint', 'bank'].map((Queue) => block({ Event: 'QueueParams', Queue, Calls: '0', ServiceLevel: '20', ActionID: id })).join('') +
        block({ Event: 'QueueStatusComplete', ActionID: id, EventList: 'Complete', ListItems: '3' })
      )
    case 'Status':
      return block({ ...success, EventList: 'start' }) + block({ Event: 'StatusComplete', ActionID: id, EventList: 'Complete', ListItems: '0' })
    default:
      return block({ ...success, Ping: 'Pong' })
  }
}

function replay(eventsPerSecond: number, write: (text: string) => void): { stop(): void; sent(): number } {
  const events = recordedBurst()
    .toString('utf8')
    .split(crlf + crlf)
    .filter((text) => text.startsWith('Event: ') && !text.startsWith('Event: FullyBooted'))
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * eventsPerSecond)
    let text = ''
    for (; sent < due; sent++) text += otherIds(events[sent % events.length] ?? '', Math.floor(sent / events.length)) + crlf + crlf
    if (text !== '') write(text)
  }, stepMs)
  return { stop: () => clearInterval(timer), sent: () => sent }
}

/** The recorded ids are `<unix second>.<counter>` and `PJSIP/trunk-<hex>`; each round of the replay has its own. */
const otherIds = (text: string, round: number): string =>
  text
    .replace(/\b(1[78]\d{8})\.(\d+)/g, (_id, second: string, counter: string) => `${Number(second) + round * 10_000}.${counter}`)
    .replaceAll('PJSIP/trunk-', `PJSIP/trunk${round}-`)
