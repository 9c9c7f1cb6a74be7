import type { Clock } from '#electron/console/ports.ts'
import { LinkError } from '#electron/links/link.ts'
import type { AmiSession } from './client.ts'

/**
 * Waits until the switch is ready to be asked. Right after a restart the manager lets everybody in before the modules are
 * loaded: then QueueStatus is an unknown command and no call is listed. `FullyBooted` tells when it is ready, and comes
 * at once on a switch that runs; a login without class system never gets it. After a while without it the queue module
 * itself is asked: when it answers, it is loaded.
 */
export const bootTiming = { patienceMs: 2000, againMs: 1000, neverMs: 60_000 } as const

/** No queue has this name: the answer is an empty list. */
const probe = { Queue: 'firstline-is-anybody-there' }

export async function waitUntilBooted(
  session: AmiSession,
  booted: Promise<void>,
  clock: Clock,
  neverMs: number = bootTiming.neverMs,
): Promise<void> {
  if ((await first(booted, bootTiming.patienceMs, clock)) === 'booted') return
  const giveUpAt = clock.now() + neverMs
  for (;;) {
    const answer = await session.ask('QueueStatus', probe, { listEnd: 'QueueStatusComplete' })
    if (answer.ok) return
    if (/permission/i.test(answer.message)) throw new LinkError({ kind: 'no-permission', detail: 'QueueStatus' })
    if (clock.now() >= giveUpAt) throw new LinkError({ kind: 'never-booted', detail: `QueueStatus: ${answer.message}` })
    if ((await first(booted, bootTiming.againMs, clock)) === 'booted') return
  }
}

async function first(booted: Promise<void>, waitMs: number, clock: Clock): Promise<'booted' | 'waited'> {
  const waited = Promise.withResolvers<'waited'>()
  const cancel = clock.after(waitMs, () => waited.resolve('waited'))
  const outcome = await Promise.race([booted.then(() => 'booted' as const), waited.promise])
  cancel()
  return outcome
}
