import { startScriptedSite } from '#e2e/fakes/scripted-site.ts'
import { recordedBurst } from './recorded-burst.ts'

/**
 * A switch for measurements: three empty queues, and then what the measurement tells it to send. Its background is the
 * recorded burst, again and again, each time with other ids.
 */
export type ReplaySwitch = {
  port: number
  write(text: string): void
  /** Sends recorded events at this rate until `stop`; 0 sends none. */
  background(eventsPerSecond: number): { stop(): void; sent(): number }
  close(): Promise<void>
}

const stepMs = 10
const crlf = '\r\n'

export async function startReplaySwitch(): Promise<ReplaySwitch> {
  const site = await startScriptedSite(['repair', 'complaint', 'bank'])
  const write = (text: string): void => site.fake.last().send(text)
  return { port: site.fake.port, write, background: (rate) => replay(rate, write), close: site.close }
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
    for (; sent < due; sent++)
      text += otherIds(events[sent % events.length] ?? '', Math.floor(sent / events.length)) + crlf + crlf
    if (text !== '') write(text)
  }, stepMs)
  return { stop: () => clearInterval(timer), sent: () => sent }
}

/** The recorded ids are `<unix second>.<counter>` and `PJSIP/trunk-<hex>`; each round of the replay has its own. */
const otherIds = (text: string, round: number): string =>
  text
    .replace(
      /\b(1[78]\d{8})\.(\d+)/g,
      (_id, second: string, counter: string) => `${Number(second) + round * 10_000}.${counter}`,
    )
    .replaceAll('PJSIP/trunk-', `PJSIP/trunk${round}-`)
