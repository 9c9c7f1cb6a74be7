import type { PictureCall, Seat, SeatRef, SwitchPicture } from '#shared/domain/call/call-event.ts'
import { callerOf, deviceOfChannel, deviceOfInterface, dialledOf, isLocal } from './caller.ts'
import { field, keyOf, words, type AmiMessage } from './message.ts'
import { recordingIn } from './recording.ts'
import { seatOf } from './seats.ts'
import { routedByStatus, type Routed, type VdnPlan } from './vdn-source.ts'

/**
 * QueueStatus and Status, put together. QueueStatus knows who waits where and every seat, but neither who talks nor the
 * VDN nor for whom a seat rings; Status knows every channel, its call (Linkedid), its bridge and its variables.
 */
export type Seen = {
  calls: SeenRow[]
  areas: SwitchPicture['areas']
  seats: { seat: Seat; stateInterface: string }[]
  /** False when the right to ask for Status is missing: then calls that nobody waits for in a queue are not seen. */
  sawChannels: boolean
}

/** A call of the picture, with the channels that the following messages will name. */
export type SeenRow = {
  uid: string
  call: PictureCall
  legs: { uid: string; seat: SeatRef }[]
  talk?: { uid: string; bridge: string; local: boolean }
}

type Channel = {
  name: string
  uid: string
  linkedid: string
  bridge: string
  message: AmiMessage
  seat: SeatRef | undefined
}

const channelKey = keyOf('Channel')
const stateKey = keyOf('ChannelState')
const numberKey = keyOf('CallerIDNum')
const nameKey = keyOf('CallerIDName')
const contextKey = keyOf('Context')
const extenKey = keyOf('Exten')
const uniqueidKey = keyOf('Uniqueid')
const linkedidKey = keyOf('Linkedid')
const dnidKey = keyOf('DNID')
const bridgeKey = keyOf('BridgeID')
const applicationKey = keyOf('Application')
const dataKey = keyOf('Data')
const secondsKey = keyOf('Seconds')
const queueKey = keyOf('Queue')
const serviceLevelKey = keyOf('ServiceLevel')
const positionKey = keyOf('Position')
const waitKey = keyOf('Wait')
const priorityKey = keyOf('Priority')

const asked = (message: AmiMessage, key: ReturnType<typeof keyOf>): string => {
  message.cursor = 0
  return field(message, key)
}

/** Whether the caller of this channel (Uniqueid) is known already: where a call stands now may not show what it is. */
export type IsCaller = (uid: string) => boolean

/** `status` is missing when the switch did not let us ask. */
export function readPicture(
  switchId: string,
  plan: VdnPlan,
  queues: AmiMessage[],
  status?: AmiMessage[],
  isKnown: IsCaller = () => false,
): Seen {
  const areas = queues.filter((m) => m.name === 'QueueParams').map(areaOf)
  const seats = queues.filter((m) => m.name === 'QueueMember').map(seatOf)
  const devices = new Map<string, SeatRef>()
  for (const { seat, stateInterface } of seats) {
    const ref: SeatRef = { id: seat.id, name: seat.name }
    if (stateInterface !== '') devices.set(deviceOfInterface(stateInterface), ref)
    devices.set(deviceOfInterface(seat.id), ref)
  }
  const channels = (status ?? []).filter((m) => m.name === 'Status').map((m) => channelOf(m, devices))
  const calls = new Map<string, SeenRow>()
  const waiting = queues.filter((m) => m.name === 'QueueEntry')
  const byUid = new Map(channels.map((c) => [c.uid, c]))
  for (const entry of waiting) {
    const row = waitingRow(switchId, entry, byUid.get(asked(entry, uniqueidKey)), plan)
    if (row) calls.set(row.uid, row)
  }
  const innerContexts = new Set(channels.flatMap((c) => (c.seat ? [asked(c.message, contextKey)] : [])))
  for (const channel of channels) {
    if (calls.has(channel.uid) || !(isKnown(channel.uid) || isCaller(channel, innerContexts))) continue
    calls.set(channel.uid, { uid: channel.uid, legs: [], call: callOf(switchId, channel, plan) })
  }
  const areaNames = new Set(areas.map((a) => a.area))
  const together = seatsTogether(channels)
  for (const row of calls.values()) addSeats(row, byUid.get(row.uid), together, areaNames)
  return { calls: [...calls.values()], areas, seats, sawChannels: status !== undefined }
}

function areaOf(message: AmiMessage): SwitchPicture['areas'][number] {
  const area = words(asked(message, queueKey))
  const seconds = Number(asked(message, serviceLevelKey))
  return seconds > 0 ? { area, serviceLevelSeconds: seconds } : { area }
}

function channelOf(message: AmiMessage, devices: Map<string, SeatRef>): Channel {
  const name = field(message, channelKey)
  const uid = field(message, uniqueidKey)
  const linkedid = field(message, linkedidKey)
  return { name, uid, linkedid, bridge: field(message, bridgeKey), message, seat: devices.get(deviceOfChannel(name)) }
}

/**
 * Like a Newchannel that is a call (channel-events.ts): not a leg that the switch made, not a seat's phone, not one that
 * dials among the seats' phones. What the switch called itself (a listener's phone) has no dialled number.
 */
function isCaller(channel: Channel, innerContexts: Set<string>): boolean {
  if (channel.uid !== channel.linkedid || channel.seat || isLocal(channel.name)) return false
  if (asked(channel.message, applicationKey) === 'Queue') return true
  return asked(channel.message, dnidKey) !== '' && !innerContexts.has(asked(channel.message, contextKey))
}

function callOf(switchId: string, channel: Channel, plan: VdnPlan): PictureCall {
  const { message } = channel
  const call: PictureCall = {
    callId: `${switchId}/${channel.linkedid}`,
    caller: callerOf(asked(message, numberKey), asked(message, nameKey)),
    dialledNumber: dialledOf(asked(message, dnidKey)),
    ageMs: 1000 * (Number(asked(message, secondsKey)) || 0),
  }
  const routed = routedByStatus(plan, message) ?? routedByContext(plan, message)
  if (routed) call.vdn = routed.vdn
  if (routed?.code !== undefined) call.code = routed.code
  const recording = recordingIn(message)
  if (recording !== undefined) call.recording = recording
  return call
}

function routedByContext(plan: VdnPlan, message: AmiMessage): Routed | undefined {
  if (plan.context === undefined || asked(message, contextKey) !== plan.context) return undefined
  const vdn = dialledOf(asked(message, extenKey))
  return vdn === '' ? undefined : { vdn }
}

function waitingRow(
  switchId: string,
  entry: AmiMessage,
  channel: Channel | undefined,
  plan: VdnPlan,
): SeenRow | undefined {
  const uid = asked(entry, uniqueidKey)
  if (uid === '') return undefined
  const waitedMs = 1000 * (Number(asked(entry, waitKey)) || 0)
  const call: PictureCall = channel
    ? callOf(switchId, channel, plan)
    : {
        callId: `${switchId}/${uid}`,
        caller: callerOf(asked(entry, numberKey), asked(entry, nameKey)),
        dialledNumber: '',
        ageMs: waitedMs,
      }
  call.waiting = {
    area: words(asked(entry, queueKey)),
    position: Number(asked(entry, positionKey)) || 1,
    priority: Number(asked(entry, priorityKey)) || 0,
    waitedMs,
  }
  return { uid, call, legs: [] }
}

const ringing = '5'

/** Seats' channels by the call and by the bridge to which they belong. */
function seatsTogether(channels: Channel[]): Map<string, Channel[]> {
  const together = new Map<string, Channel[]>()
  for (const channel of channels) {
    if (!channel.seat) continue
    for (const key of [channel.linkedid, channel.bridge]) {
      if (key === '') continue
      const others = together.get(key)
      if (others) others.push(channel)
      else together.set(key, [channel])
    }
  }
  return together
}

/** Seats' channels of the same call ring for it; one in the same bridge talks with it. */
function addSeats(
  row: SeenRow,
  caller: Channel | undefined,
  together: Map<string, Channel[]>,
  areas: Set<string>,
): void {
  if (!caller) return
  const inBridge = caller.bridge === '' ? [] : (together.get(caller.bridge) ?? [])
  for (const channel of new Set([...inBridge, ...(together.get(caller.linkedid) ?? [])])) {
    const { seat } = channel
    if (!seat || channel.uid === row.uid) continue
    row.legs.push({ uid: channel.uid, seat })
    if (inBridge.includes(channel) && !row.call.talking) {
      const [area = ''] = words(asked(caller.message, dataKey)).split(',')
      row.call.talking =
        areas.has(area) && asked(caller.message, applicationKey) === 'Queue' ? { seat, area } : { seat }
      row.talk = { uid: channel.uid, bridge: caller.bridge, local: isLocal(channel.name) }
      delete row.call.waiting // Status was asked after QueueStatus
      delete row.call.ringing
    } else if (!row.call.talking && asked(channel.message, stateKey) === ringing) {
      row.call.ringing = [...(row.call.ringing ?? []), seat]
    }
  }
}
