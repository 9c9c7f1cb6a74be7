import { LinkError } from '#electron/links/link.ts'
import type { AmiAnswer, AmiSession } from './client.ts'
import { readPicture, type IsCaller, type Seen } from './picture.ts'
import { recordingVariable } from './recording.ts'
import type { VdnPlan } from './vdn-source.ts'

/**
 * Asks for the whole picture. On a new session a switch without the queue module has no queues; one that denies Status
 * shows less. Later, an answer that is none (the module is being loaded again) must not empty the book: it is an error.
 */
export async function askPicture(
  session: AmiSession,
  switchId: string,
  plan: VdnPlan,
  isKnown: IsCaller,
  later = false,
): Promise<Seen> {
  const queues = await session.ask('QueueStatus', {}, { listEnd: 'QueueStatusComplete' })
  if (!queues.ok && isDenied(queues)) throw new LinkError({ kind: 'no-permission', detail: 'QueueStatus' })
  if (!queues.ok && later) throw new LinkError({ kind: 'unknown', detail: `QueueStatus: ${queues.message}` })
  const names = [...(plan.ask ? [plan.ask.vdn, plan.ask.code] : []), recordingVariable]
  const status = await session.ask('Status', { Variables: names.join(',') }, { listEnd: 'StatusComplete' })
  return readPicture(switchId, plan, queues.items, status.ok ? status.items : undefined, isKnown)
}

export const isDenied = (answer: AmiAnswer): boolean => !answer.ok && /permission|denied/i.test(answer.message)
