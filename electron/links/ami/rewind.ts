import { callerOf } from './caller.ts'
import { field, keyOf, words, type AmiMessage } from './message.ts'
import type { Seen, SeenRow } from './picture.ts'

/**
 * The first picture shows the switch some moments after the connection began, and the messages held meanwhile tell the
 * same moments again. To tell nothing twice, the picture is set back to how each call stood before its first held
 * message; then all of them are translated in order. Calls that arrived meanwhile leave the picture: their messages tell
 * everything.
 */
export function rewind(switchId: string, seen: Seen, held: readonly AmiMessage[]): Seen {
  const rows = new Map(seen.calls.map((row) => [row.uid, row]))
  const told = new Set<string>()
  for (const message of held) {
    if (!aboutCallers.has(message.name)) continue
    message.cursor = 0
    const uid = field(message, uniqueidKey)
    if (uid === '' || told.has(uid)) continue
    told.add(uid)
    if (message.name === 'Newchannel') rows.delete(uid)
    else if (message.name === 'QueueCallerJoin') notYetThere(rows.get(uid))
    else if (aboutWaiting.has(message.name)) stillWaiting(switchId, rows, uid, message)
  }
  for (const message of held) message.cursor = 0
  return { ...seen, calls: [...rows.values()] }
}

const aboutWaiting = new Set([
  'AgentCalled',
  'AgentRingNoAnswer',
  'AgentConnect',
  'QueueCallerAbandon',
  'QueueCallerLeave',
])
const aboutCallers = new Set([...aboutWaiting, 'Newchannel', 'QueueCallerJoin', 'AgentComplete'])

const uniqueidKey = keyOf('Uniqueid')
const linkedidKey = keyOf('Linkedid')
const numberKey = keyOf('CallerIDNum')
const nameKey = keyOf('CallerIDName')
const queueKey = keyOf('Queue')
const positionKey = keyOf('Position')
const holdTimeKey = keyOf('HoldTime')

function notYetThere(row: SeenRow | undefined): void {
  if (!row) return
  delete row.call.waiting
  delete row.call.talking
  delete row.call.ringing
  delete row.talk
}

/** It waited there when the connection began, whatever the picture says. It may be gone from the picture already. */
function stillWaiting(switchId: string, rows: Map<string, SeenRow>, uid: string, message: AmiMessage): void {
  message.cursor = 0
  const caller = callerOf(field(message, numberKey), field(message, nameKey))
  const linkedid = field(message, linkedidKey) || uid
  const area = words(field(message, queueKey))
  const waitedMs = 1000 * (Number(field(message, holdTimeKey)) || 0)
  message.cursor = 0
  const position = Number(field(message, positionKey)) || 1
  const row = rows.get(uid) ?? {
    uid,
    call: { callId: `${switchId}/${linkedid}`, caller, dialledNumber: '', ageMs: waitedMs },
    legs: [],
  }
  const waiting = row.call.waiting?.area === area ? row.call.waiting : { area, position, waitedMs }
  notYetThere(row)
  row.call.waiting = waiting
  rows.set(uid, row)
}
