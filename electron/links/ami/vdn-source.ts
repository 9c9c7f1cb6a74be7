import { recordingVariable } from './recording.ts'
import type { VdnSource } from '#shared/settings/schema.ts'
import { field, fieldsOf, hasField, keyOf, words, type AmiMessage, type Key } from './message.ts'

/**
 * Where the VDN and the transfer code come from, as data: which fields of which messages. The digits that a caller
 * keyed are never taken from DTMF events: keys pressed over a prompt show there and never reach the dialplan.
 */
export type VdnPlan = {
  /** Channel variables whose VarSet tells (class dialplan). */
  varSet?: Names
  /** Channel variables that the switch adds to events of a channel (manager.conf: channelvars). */
  onEvents?: Names
  /** A UserEvent; any with the VDN field when `event` is missing. */
  userEvent?: { event?: string; vdn: Key; code: Key }
  /** The context of the dialplan whose extensions are the VDNs. */
  context?: string
  /** Variables to ask for when the picture is taken. */
  ask?: Names
}

export type Names = { vdn: string; code: string }
export type Routed = { vdn: string; code?: string }

const usual: Names = { vdn: 'VDN', code: 'CODE' }

export function vdnPlanOf(source: VdnSource): VdnPlan {
  switch (source.kind) {
    case 'automatic':
      return { varSet: usual, onEvents: usual, userEvent: { vdn: keyOf('VDN'), code: keyOf('Code') }, ask: usual }
    case 'channel-variable':
      return { onEvents: source, ask: source }
    case 'variable-set':
      return { varSet: source, ask: source }
    case 'user-event':
      return {
        userEvent: { event: source.event, vdn: keyOf(source.vdnField), code: keyOf(source.codeField) },
        ask: usual,
      }
    case 'dialplan-context':
      return { context: source.context }
    case 'queue-only':
      return {}
  }
}

/** app_queue sets this when a call leaves a queue otherwise than by an answer: the only word on a timeout. */
export const queueStatusVariable = 'QUEUESTATUS'

export const wantedVariables = (plan: VdnPlan): string[] => [
  queueStatusVariable,
  recordingVariable,
  ...(plan.varSet ? [plan.varSet.vdn, plan.varSet.code] : []),
]

export function routedByUserEvent(plan: VdnPlan, event: string, message: AmiMessage): Routed | undefined {
  const wanted = plan.userEvent
  if (!wanted || (wanted.event !== undefined && wanted.event !== event)) return undefined
  const vdn = words(field(message, wanted.vdn))
  if (vdn === '') return undefined
  return hasField(message, wanted.code) ? { vdn, code: field(message, wanted.code) } : { vdn }
}

const chanVariable = keyOf('ChanVariable')
const variable = keyOf('Variable')

export const routedOnEvent = (plan: VdnPlan, message: AmiMessage): Routed | undefined =>
  plan.onEvents && hasField(message, chanVariable)
    ? routedBy(plan.onEvents, fieldsOf(message, chanVariable))
    : undefined

export const routedByStatus = (plan: VdnPlan, message: AmiMessage): Routed | undefined =>
  plan.ask ? routedBy(plan.ask, fieldsOf(message, variable)) : undefined

/** `VDN=8001`, `CODE=1`; a variable that is not set is `VDN=` on events and `VDN=(null)` in a Status list. */
function routedBy(names: Names, assignments: string[]): Routed | undefined {
  let vdn: string | undefined
  let code: string | undefined
  for (const assignment of assignments) {
    const cut = assignment.indexOf('=')
    const value = assignment.slice(cut + 1)
    if (cut < 0 || value === '(null)') continue
    const name = assignment.slice(0, cut)
    if (name === names.vdn) vdn = words(value)
    else if (name === names.code) code = value
  }
  if (vdn === undefined || vdn === '') return undefined
  return code === undefined ? { vdn } : { vdn, code }
}
