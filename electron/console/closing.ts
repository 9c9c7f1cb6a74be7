import { isOpen } from '#shared/domain/alert/alert-book.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { openTalk } from '#shared/domain/call/transitions.ts'
import type { Core } from '#shared/domain/core.ts'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'
import type { Decision } from '#shared/domain/journal/call-record.ts'

/**
 * A lost caller who is answered later needs no call back: each open entry of the same number, as the dial plan compares
 * numbers, gets its outcome by itself. It is a decision like a person's, so that a play-back does the same.
 */
export type Closing = { closedBy(core: Core, event: CallEvent, touched: Iterable<string>): Decision[] }

export function createClosing(dial: () => DialPlan): Closing {
  let plan = dial()
  let keys = new Map<string, string>()

  const keyOf = (call: Call): string => {
    let key = keys.get(call.id)
    if (key === undefined) {
      key = dialKey(call.caller.number, plan)
      keys.set(call.id, key)
    }
    return key
  }

  function closedByCall(core: Core, call: Call, at: number): Decision[] {
    const talk = openTalk(call)
    if (!talk || call.caller.number === '') return []
    const open = [...core.alerts.alerts.values()].filter(
      ({ alert }) => isOpen(alert) && (alert.returned?.at ?? Infinity) <= talk.startedAt,
    )
    if (open.length === 0) return []
    if (plan !== dial() || keys.size > 10_000) {
      plan = dial()
      keys = new Map()
    }
    const key = dialKey(call.caller.number, plan)
    return open
      .filter(({ call: lost }) => lost.caller.number !== '' && keyOf(lost) === key)
      .map(({ alert }) => ({
        kind: 'outcome',
        at,
        alertId: alert.id,
        by: '',
        outcome: 'called-again',
        note: '',
        duplicateOf: call.id,
      }))
  }

  return {
    closedBy(core, event, touched) {
      if (event.kind !== 'seat-answered' && event.kind !== 'picture-taken') return []
      const ids = event.kind === 'seat-answered' ? [event.callId] : touched
      return [...ids].flatMap((id) => {
        const call = core.book.calls.get(id)
        return call ? closedByCall(core, call, event.at) : []
      })
    },
  }
}
