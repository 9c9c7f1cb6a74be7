import { channelFields, openChannel, setState, setVariable, step, userEvent } from './channel.ts'
import { setTrunkDevice } from './devices.ts'
import type { Call, Pbx } from './pbx.ts'
import { joinQueue } from './queue-app.ts'
import type { CallerPlan } from './site-model.ts'
import type { Field } from './wire.ts'

/**
 * The dialplan of the reference site (e2e/asterisk/conf/extensions.conf), step by step: IVR with up to three tries,
 * code → VDN → queue, and queue "overflow" for those whose time is over. Priorities are those of that file.
 */

export function arrive(pbx: Pbx, plan: CallerPlan): Call {
  const { model, timeline } = pbx
  const withheld = plan.number === ''
  const channel = openChannel(pbx, {
    endpoint: 'trunk',
    state: 4,
    callerNum: withheld ? 'anonymous' : plan.number,
    callerName: withheld ? 'Anonymous' : plan.name,
    context: 'from-trunk',
    exten: model.service,
    dnid: model.service,
  })
  const call: Call = {
    id: channel.uniqueid,
    plan,
    channel,
    code: '',
    vdn: '',
    ivr: { phase: 'ringing', tries: 0, digits: '', cancel: () => {} },
    entry: undefined,
    talk: undefined,
    talks: 0,
    late: [],
    moved: false,
    queueStatus: '',
    dialled: [],
    dialledAt: undefined,
    cancelPatience: () => {},
    cancels: [],
    ended: false,
  }
  pbx.calls.set(call.id, call)
  pbx.processedCalls += 1
  const { number, name } = plan
  pbx.facts.arrived({ id: call.id, number, name, code: '', vdn: '', arrivedAt: timeline.wall() })
  setVariable(pbx, channel, 'SIPDOMAIN', '127.0.0.1')
  step(pbx, channel, model.service, 1, 'Goto', 'ivr,s,1')
  channel.context = 'ivr'
  step(pbx, channel, 's', 1, 'Answer', '')
  setState(pbx, channel, 6)
  setTrunkDevice(pbx)
  for (const { atMs, digits } of plan.keys) keyIn(pbx, call, atMs, digits)
  if (plan.leavesIvrAtMs !== undefined) {
    call.cancels.push(timeline.after(plan.leavesIvrAtMs, () => call.ivr.phase !== 'done' && pbx.on.callerHangsUp(call)))
  }
  call.ivr.cancel = timeline.after(model.ivr.answerMs, () => {
    step(pbx, channel, 's', 2, 'Set', 'TRIES=0')
    setVariable(pbx, channel, 'TRIES', 0)
    menu(pbx, call)
  })
  return call
}

/** One digit is 200 ms long, with 200 ms after it. */
function keyIn(pbx: Pbx, call: Call, atMs: number, digits: string): void {
  const key = (name: string, fields: Field[]): void =>
    pbx.emit(name, 'dtmf', [...channelFields(call.channel), ...fields, ['Direction', 'Received']])
  ;[...digits].forEach((digit, place) => {
    const begin = atMs + place * 400
    call.cancels.push(
      pbx.timeline.after(begin, () => key('DTMFBegin', [['Digit', digit]])),
      pbx.timeline.after(begin + 200, () => {
        key('DTMFEnd', [
          ['Digit', digit],
          ['DurationMs', 200],
        ])
        digitHeard(pbx, call, digit)
      }),
    )
  })
}

/** What is keyed while a prompt plays that nobody reads during is lost, as on the real one. */
function digitHeard(pbx: Pbx, call: Call, digit: string): void {
  const { ivr } = call
  if (ivr.phase !== 'reading') return
  if (digit === '#') return codeRead(pbx, call, ivr.digits)
  ivr.digits += digit
  if (ivr.digits.length === 4) return codeRead(pbx, call, ivr.digits)
  ivr.cancel()
  ivr.cancel = pbx.timeline.after(pbx.model.ivr.digitTimeoutMs, () => codeRead(pbx, call, ivr.digits))
}

function menu(pbx: Pbx, call: Call): void {
  const { channel, ivr } = call
  const { prompt, promptMs, digitTimeoutMs } = pbx.model.ivr
  ivr.tries += 1
  step(pbx, channel, 's', 3, 'Set', `TRIES=${ivr.tries}`)
  setVariable(pbx, channel, 'TRIES', ivr.tries)
  step(pbx, channel, 's', 4, 'Read', `CODE,${prompt},4,,1,${digitTimeoutMs / 1000}`)
  setVariable(pbx, channel, 'READSTATUS', 'ERROR')
  ivr.phase = 'reading'
  ivr.digits = ''
  ivr.cancel = pbx.timeline.after(promptMs + digitTimeoutMs, () => codeRead(pbx, call, ''))
}

function codeRead(pbx: Pbx, call: Call, code: string): void {
  const { channel, ivr } = call
  ivr.cancel()
  call.code = code
  setVariable(pbx, channel, 'CODE', code)
  setVariable(pbx, channel, 'READSTATUS', code === '' ? 'TIMEOUT' : 'OK')
  const vdn = pbx.model.codes[code] ?? ''
  step(pbx, channel, 's', 5, 'Set', `VDN=${vdn}`)
  setVariable(pbx, channel, 'VDN', vdn)
  step(pbx, channel, 's', 6, 'GotoIf', `${vdn ? 1 : 0}?hit`)
  if (vdn) return routed(pbx, call, vdn)
  const told = `Code: ${code},Try: ${ivr.tries},CallerNumber: ${channel.callerNum}`
  step(pbx, channel, 's', 7, 'UserEvent', `IVRInvalidCode,${told}`)
  userEvent(pbx, channel, 'IVRInvalidCode', [
    ['Code', code],
    ['Try', ivr.tries],
    ['CallerNumber', channel.callerNum],
  ])
  const last = ivr.tries >= pbx.model.ivr.tries
  step(pbx, channel, 's', 8, 'GotoIf', `${last ? 1 : 0}?operator`)
  if (last) {
    step(pbx, channel, 's', 11, 'Set', `VDN=${pbx.model.operatorVdn}`)
    setVariable(pbx, channel, 'VDN', pbx.model.operatorVdn)
    return routed(pbx, call, pbx.model.operatorVdn)
  }
  step(pbx, channel, 's', 9, 'Playback', 'pbx-invalid')
  ivr.phase = 'playing'
  ivr.cancel = pbx.timeline.after(pbx.model.ivr.invalidPromptMs, () => {
    setVariable(pbx, channel, 'PLAYBACKSTATUS', 'SUCCESS')
    step(pbx, channel, 's', 10, 'Goto', 'menu')
    menu(pbx, call)
  })
}

function routed(pbx: Pbx, call: Call, vdn: string): void {
  const { channel, ivr, code } = call
  const told = `Code: ${code},VDN: ${vdn},Try: ${ivr.tries},CallerNumber: ${channel.callerNum}`
  step(pbx, channel, 's', 12, 'UserEvent', `VDNRouted,${told}`)
  const fields: Field[] = [
    ['Code', code],
    ['VDN', vdn],
    ['Try', ivr.tries],
    ['CallerNumber', channel.callerNum],
  ]
  userEvent(pbx, channel, 'VDNRouted', fields)
  step(pbx, channel, 's', 13, 'Goto', `vdn,${vdn},1`)
  pbx.facts.routed(call.id, code, vdn)
  goToVdn(pbx, call, vdn, 'from-ivr')
}

/** `moved`: Asterisk shows no first step of the new extension, but the old application at its place. */
export function goToVdn(pbx: Pbx, call: Call, vdn: string, how: 'from-ivr' | 'moved'): void {
  const { channel, ivr } = call
  const target = pbx.model.vdns[vdn]
  if (!target) throw new Error(`the site has no VDN ${vdn}`)
  ivr.cancel()
  ivr.phase = 'done'
  call.vdn = vdn
  channel.context = 'vdn'
  if (how === 'from-ivr') step(pbx, channel, vdn, 1, 'Set', `QNAME=${target.queue}`)
  setVariable(pbx, channel, 'QNAME', target.queue)
  if (target.recorded) {
    const file = `repair-${channel.uniqueid}.wav`
    step(pbx, channel, vdn, 2, 'MixMonitor', `${file},b`)
    setVariable(pbx, channel, 'MIXMONITOR_FILENAME', `${pbx.model.monitorFolder}/${file}`)
    pbx.emit('MixMonitorStart', 'call', channelFields(channel))
  }
  step(pbx, channel, vdn, target.recorded ? 3 : 2, 'Goto', 'q,1')
  call.cancelPatience()
  call.cancelPatience = pbx.timeline.after(call.plan.patienceMs, () => call.talk || pbx.on.callerHangsUp(call))
  const leave = (): void => overflow(pbx, call, target.queue)
  joinQueue(pbx, call, {
    queue: target.queue,
    timeoutSeconds: pbx.model.queueTimeoutSeconds,
    exten: 'q',
    priority: 1,
    leave,
  })
}

function overflow(pbx: Pbx, call: Call, queue: string): void {
  const { channel } = call
  const { model } = pbx
  step(pbx, channel, 'q', 2, 'GotoIf', '0?done')
  step(
    pbx,
    channel,
    'q',
    3,
    'UserEvent',
    `QueueOverflow,Queue: ${queue},Status: TIMEOUT,CallerNumber: ${channel.callerNum}`,
  )
  userEvent(pbx, channel, 'QueueOverflow', [
    ['Queue', queue],
    ['Status', 'TIMEOUT'],
    ['CallerNumber', channel.callerNum],
  ])
  const leave = (): void => {
    step(pbx, channel, 'q', 5, 'Playback', 'tt-allbusy')
    call.cancels.push(
      pbx.timeline.after(3_000, () => {
        step(pbx, channel, 'q', 6, 'Hangup', '')
        pbx.on.callerHangsUp(call)
      }),
    )
  }
  const timeoutSeconds = model.overflowTimeoutSeconds
  joinQueue(pbx, call, { queue: model.overflowQueue, timeoutSeconds, exten: 'q', priority: 4, leave })
}
