import { setVariables } from './channel.ts'
import type { Call, Member, Pbx } from './pbx.ts'
import type { Field } from './wire.ts'

export const memberOf = (member: Member): Field[] => [
  ['Queue', member.queue.model.name],
  ['Interface', member.seat.model.interface],
  ['MemberName', member.seat.model.memberName],
]

/** Milliseconds of dialling and talking of the caller's channel, as the variables DIALEDTIME and ANSWEREDTIME have them. */
export function dialTimes(pbx: Pbx, call: Call, talkedMs: number): void {
  if (!pbx.noise) return
  const dialled = Math.max(0, Math.round(pbx.timeline.wall() - call.channel.createdAt))
  const answered = Math.round(talkedMs)
  setVariables(pbx, call.channel, {
    DIALEDTIME: Math.floor(dialled / 1000),
    DIALEDTIME_MS: dialled,
    ANSWEREDTIME: Math.floor(answered / 1000),
    ANSWEREDTIME_MS: answered,
  })
}
