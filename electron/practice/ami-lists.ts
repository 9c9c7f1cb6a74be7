import { bridgeFields, channelFields } from './channel.ts'
import { extensionStates, memberFields, memberStatus } from './devices.ts'
import type { Channel, Member, Pbx, Queue } from './pbx.ts'
import { encodeBlock, unixSecond } from './wire.ts'
import type { Field, Request } from './wire.ts'

/** Answers that are lists: a Response, an event for each item, and a ...Complete. Asked of a switch that has booted. */

export const idField = (request: Request): Field[] =>
  request.actionId === undefined ? [] : [['ActionID', request.actionId]]

type List = { message: string; complete: string; items: { name: string; fields: Field[] }[]; more?: Field[] }

const list = (request: Request, { message, complete, items, more }: List): string =>
  encodeBlock([['Response', 'Success'], ...idField(request), ['EventList', 'start'], ['Message', message]]) +
  items.map(({ name, fields }) => encodeBlock([['Event', name], ...fields])).join('') +
  encodeBlock([
    ['Event', complete],
    ...idField(request),
    ['EventList', 'Complete'],
    ['ListItems', items.length],
    ...(more ?? []),
  ])

const percent = (part: number, whole: number): string => (whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1))
const waited = (pbx: Pbx, joinedWall: number): number => unixSecond(pbx.timeline.wall()) - unixSecond(joinedWall)

const queueParams = (queue: Queue): Field[] => [
  ['Queue', queue.model.name],
  ['Max', 0],
  ['Strategy', queue.model.strategy],
  ['Calls', queue.entries.length],
  ['Holdtime', queue.holdTime],
  ['TalkTime', queue.talkTime],
  ['Completed', queue.completed],
  ['Abandoned', queue.abandoned],
  ['ServiceLevel', queue.model.serviceLevelSeconds],
  ['ServicelevelPerf', percent(queue.completedInTime, queue.completed)],
  ['ServicelevelPerf2', percent(queue.completedInTime + queue.abandonedInTime, queue.completed + queue.abandoned)],
  ['Weight', queue.model.weight],
]

/** Like QueueMemberStatus, but with other names for two fields and without Ringinuse. */
const queueMember = (member: Member): Field[] =>
  memberFields(member)
    .filter(([name]) => name !== 'Ringinuse')
    .map(([name, value]): Field => [name === 'MemberName' ? 'Name' : name === 'Interface' ? 'Location' : name, value])

const queueEntries = (pbx: Pbx, queue: Queue): Field[][] =>
  queue.entries.map(({ call: { channel }, joinedWall }, place) => [
    ['Queue', queue.model.name],
    ['Position', place + 1],
    ['Channel', channel.name],
    ['Uniqueid', channel.uniqueid],
    ['CallerIDNum', channel.callerNum || 'unknown'],
    ['CallerIDName', channel.callerName || 'unknown'],
    ['ConnectedLineNum', channel.connectedNum || 'unknown'],
    ['ConnectedLineName', channel.connectedName || 'unknown'],
    ['Wait', waited(pbx, joinedWall)],
    ['Priority', 0],
  ])

const askedQueues = (pbx: Pbx, request: Request): Queue[] =>
  [...pbx.queues.values()].filter(({ model }) => request.get('Queue') === '' || model.name === request.get('Queue'))

export function queueStatus(pbx: Pbx, request: Request): string {
  const id = idField(request)
  const wanted = request.get('Member')
  const items = askedQueues(pbx, request).flatMap((queue) => [
    { name: 'QueueParams', fields: [...queueParams(queue), ...id] },
    ...queue.members
      .filter(({ seat }) => wanted === '' || wanted === seat.model.interface)
      .map((member) => ({ name: 'QueueMember', fields: [...queueMember(member), ...id] })),
    ...queueEntries(pbx, queue).map((fields) => ({ name: 'QueueEntry', fields: [...fields, ...id] })),
  ])
  return list(request, { message: 'Queue status will follow', complete: 'QueueStatusComplete', items })
}

export function queueSummary(pbx: Pbx, request: Request): string {
  const items = askedQueues(pbx, request).map((queue) => {
    const fields: Field[] = [
      ['Queue', queue.model.name],
      ['LoggedIn', queue.members.length],
      ['Available', queue.members.filter((member) => memberStatus(member) === 1 && !member.paused).length],
      ['Callers', queue.entries.length],
      ['HoldTime', queue.holdTime],
      ['TalkTime', queue.talkTime],
      ['LongestHoldTime', Math.max(0, ...queue.entries.map(({ joinedWall }) => waited(pbx, joinedWall)))],
      ...idField(request),
    ]
    return { name: 'QueueSummary', fields }
  })
  return list(request, { message: 'Queue summary will follow', complete: 'QueueSummaryComplete', items })
}

export function status(pbx: Pbx, request: Request): string {
  const only = request.get('Channel')
  const variables = request
    .get('Variables')
    .split(',')
    .filter((name) => name !== '')
  const items = [...pbx.channels.values()]
    .filter(({ name }) => only === '' || name === only)
    .map((channel) => ({ name: 'Status', fields: [...statusFields(pbx, channel, variables), ...idField(request)] }))
  const more: Field[] = [['Items', items.length]]
  return list(request, { message: 'Channel status will follow', complete: 'StatusComplete', items, more })
}

const statusFields = (pbx: Pbx, channel: Channel, variables: string[]): Field[] => [
  ['Privilege', 'Call'],
  ...channelFields(channel),
  ['Type', 'PJSIP'],
  ['DNID', channel.dnid],
  ['EffectiveConnectedLineNum', channel.connectedNum || '<unknown>'],
  ['EffectiveConnectedLineName', channel.connectedName || '<unknown>'],
  ['TimeToHangup', 0],
  ['BridgeID', channel.bridge?.id ?? ''],
  ['Application', channel.application],
  ['Data', channel.data],
  ['Nativeformats', '(ulaw)'],
  ['Readformat', 'ulaw'],
  ['Readtrans', ''],
  ['Writeformat', 'ulaw'],
  ['Writetrans', ''],
  ['Callgroup', 0],
  ['Pickupgroup', 0],
  ['Seconds', waited(pbx, channel.createdAt)],
  ...variables.map((name): Field => ['Variable', `${name}=${channel.variables.get(name) ?? '(null)'}`]),
]

const clockTime = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')

export function coreShowChannels(pbx: Pbx | undefined, request: Request): string {
  const items = [...(pbx?.channels.values() ?? [])].map((channel) => {
    const fields: Field[] = [
      ...idField(request),
      ...channelFields(channel),
      ['Application', channel.application],
      ['ApplicationData', channel.data],
      ['Duration', clockTime(pbx ? waited(pbx, channel.createdAt) : 0)],
      ['BridgeId', channel.bridge?.id ?? ''],
    ]
    return { name: 'CoreShowChannel', fields }
  })
  return list(request, { message: 'Channels will follow', complete: 'CoreShowChannelsComplete', items })
}

export function bridgeList(pbx: Pbx, request: Request): string {
  const items = [...pbx.bridges.values()].map((bridge) => ({
    name: 'BridgeListItem',
    fields: [...idField(request), ...bridgeFields(bridge)],
  }))
  return list(request, { message: 'Bridge listing will follow', complete: 'BridgeListComplete', items })
}

export function deviceStateList(pbx: Pbx, request: Request): string {
  const states: Field[] = [
    ...[...pbx.queues.values()].flatMap((queue): Field[] => [
      [`Queue:${queue.model.name}`, queue.device],
      [`Queue:${queue.model.name}_avail`, queue.available],
      ...queue.members.map((member): Field => {
        const { interface: name } = member.seat.model
        return [`Queue:${queue.model.name}_pause_${name}`, member.paused ? 'INUSE' : 'NOT_INUSE']
      }),
    ]),
    ['PJSIP/trunk', pbx.trunkState],
    ...[...pbx.seats.values()].map((seat): Field => [seat.model.interface, seat.device]),
  ]
  const items = states.map(([device, state]) => {
    const fields: Field[] = [...idField(request), ['Device', device], ['State', state]]
    return { name: 'DeviceStateChange', fields }
  })
  return list(request, { message: 'Device State Changes will follow', complete: 'DeviceStateListComplete', items })
}

export function extensionStateList(pbx: Pbx, request: Request): string {
  const hint = (exten: string, device: string, state: keyof typeof extensionStates) => {
    const [code, text] = extensionStates[state]
    const what: Field[] = [
      ['Exten', exten],
      ['Context', 'hints'],
      ['Hint', device],
      ['Status', code],
      ['StatusText', text],
    ]
    return { name: 'ExtensionStatus', fields: [...idField(request), ...what] }
  }
  const items = [
    ...[...pbx.seats.values()].map((seat) => hint(seat.extension, seat.model.interface, seat.device)),
    ...[...pbx.queues.values()].map(({ model, entries }) =>
      hint(model.name, `Queue:${model.name}`, entries.length > 0 ? 'RINGING' : 'NOT_INUSE'),
    ),
  ]
  return list(request, { message: 'Extension Statuses will follow', complete: 'ExtensionStateListComplete', items })
}
