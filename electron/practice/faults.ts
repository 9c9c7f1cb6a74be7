import type { Clock } from '#electron/console/ports.ts'
import type { AmiServer } from './ami-server.ts'
import type { Random } from './random.ts'

/** What a switch or a network does to a console on a bad day, on command. Times are real ms. */
export type Faults = {
  dropLink(how: 'end' | 'reset'): void
  /** Takes every byte and answers none; then goes on where it stopped, with all that it held back. */
  goSilent(forMs?: number): void
  speakAgain(): void
  garble(how?: Garble): void
  /** What a reader that was too slow finds: the stream ends in the middle of an event. */
  cutOff(): void
  stop(): void
}

export type Garble = 'random-bytes' | 'broken-block' | 'monstrous-block'
const garbles = ['broken-block', 'random-bytes', 'monstrous-block'] as const
const silentMs = 20_000

export function createFaults(options: { server: AmiServer; clock: Clock; random: Random }): Faults {
  const { server, clock, random } = options
  let cancelSilence: (() => void) | undefined
  let garbled = 0

  const speakAgain = (): void => {
    cancelSilence?.()
    cancelSilence = undefined
    server.setSilent(false)
  }

  const bytesOf = (how: Garble): Buffer => {
    switch (how) {
      case 'random-bytes':
        return Buffer.from(Array.from({ length: 700 }, () => random.int(0, 255)))
      case 'broken-block':
        return Buffer.from(
          'Event: QueueCallerJoin\r\nno colon in this line\r\n: no name\r\nQueue\r\nPosition: 一\r\nEvent: \r\n\r\n\r\n\r\n',
        )
      case 'monstrous-block':
        return Buffer.from(`Event: VarSet\r\nValue: ${random.hex(64).repeat(48 * 1024)}\r\n\r\n`)
    }
  }

  return {
    dropLink: (how) => server.dropAll(how),
    goSilent(forMs = silentMs) {
      cancelSilence?.()
      server.setSilent(true)
      cancelSilence = Number.isFinite(forMs) ? clock.after(forMs, speakAgain) : undefined
    },
    speakAgain,
    garble(how) {
      const chosen = how ?? garbles[garbled++ % garbles.length] ?? 'broken-block'
      server.writeRaw(bytesOf(chosen))
    },
    cutOff: () =>
      server.cutOff({
        name: 'PeerStatus',
        eventClass: 'system',
        fields: [
          ['Peer', 'PJSIP/1001'],
          ['PeerStatus', 'Reachable'],
        ],
      }),
    stop() {
      cancelSilence?.()
      cancelSilence = undefined
    },
  }
}
