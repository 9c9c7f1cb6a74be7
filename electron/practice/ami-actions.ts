import {
  bridgeList,
  coreShowChannels,
  deviceStateList,
  extensionStateList,
  idField,
  queueStatus,
  queueSummary,
  status,
} from './ami-lists.ts'
import { memberFields, setPaused } from './devices.ts'
import { agentHangsUp, callerHangsUp, transfer } from './hang-up.ts'
import type { Call, Member, Pbx, Queue } from './pbx.ts'
import { addMember } from './switchboard.ts'
import { encodeBlock, unixSecond } from './wire.ts'
import type { ActionClass, Field, Request } from './wire.ts'

/**
 * What a logged-in client may ask, which right it needs, and the answer in Asterisk's own words. An action may change the
 * site; its events come after its answer, as `after` does it. Not done: Originate, Command (but for its error), QueueLog.
 */
export type SwitchState = {
  /** undefined while the modules are being loaded: then queue actions are unknown, as on a real one. */
  pbx: Pbx | undefined
  wall(): number
  startedAt: number
  timeZone: string
}

export type Answer = { text: string; after?: () => void }

const answer = (request: Request, fields: Field[], after?: () => void): Answer => ({
  text: encodeBlock([['Response', 'Success'], ...idField(request), ...fields]),
  ...(after && { after }),
})
const done = (request: Request, message: string, after?: () => void): Answer =>
  answer(request, [['Message', message]], after)
export const failed = (request: Request, message: string): Answer => ({
  text: encodeBlock([['Response', 'Error'], ...idField(request), ['Message', message]]),
})

type Action = {
  /** Any one of these is enough; none = no right needed. */
  needs: readonly ActionClass[]
  run: (state: SwitchState, request: Request) => Answer
}
type PbxAction = { needs: readonly ActionClass[]; run: (pbx: Pbx, request: Request) => Answer }

const localTime = (ms: number, timeZone: string): [date: string, time: string] => {
  const text = new Date(ms).toLocaleString('sv-SE', { timeZone })
  return [text.slice(0, 10), text.slice(11, 19)]
}

/** Part of Asterisk's core: answered even while the modules are being loaded. */
const coreActions: Record<string, Action> = {
  ping: {
    needs: [],
    run: ({ wall }, request) =>
      answer(request, [
        ['Ping', 'Pong'],
        ['Timestamp', (wall() / 1000).toFixed(6)],
      ]),
  },
  coreshowchannels: {
    needs: ['system', 'reporting'],
    run: ({ pbx }, request) => ({ text: coreShowChannels(pbx, request) }),
  },
  corestatus: {
    needs: ['system', 'reporting'],
    run({ pbx, startedAt, timeZone }, request) {
      const [date, time] = localTime(startedAt, timeZone)
      return answer(request, [
        ['CoreStartupDate', date],
        ['CoreStartupTime', time],
        ['CoreReloadDate', date],
        ['CoreReloadTime', time],
        ['CoreCurrentCalls', pbx?.calls.size ?? 0],
        ['CoreProcessedCalls', pbx?.processedCalls ?? 0],
      ])
    },
  },
  coresettings: {
    needs: ['system', 'reporting'],
    run: (_state, request) =>
      answer(request, [
        ['AMIversion', '11.0.0'],
        ['AsteriskVersion', '22.10.1-practice'],
        ['SystemName', 'practice'],
        ['CoreMaxCalls', 0],
        ['CoreMaxLoadAvg', '0.000000'],
        ['CoreRunUser', ''],
        ['CoreRunGroup', ''],
        ['CoreMaxFilehandles', 0],
        ['CoreRealTimeEnabled', 'No'],
        ['CoreCDRenabled', 'Yes'],
        ['CoreHTTPenabled', 'No'],
        ['SoundsSearchCustomDir', 'No'],
      ]),
  },
  command: {
    needs: ['command'],
    run: (_state, request) => ({
      text: encodeBlock([
        ['Response', 'Error'],
        ...idField(request),
        ['Message', 'Command output follows'],
        ['Output', `No such command '${request.get('Command')}' (type 'core show help' for other possible commands)`],
      ]),
    }),
  },
}

const callOf = (pbx: Pbx, channel: string): Call | undefined =>
  [...pbx.calls.values()].find((call) => call.channel.name === channel)
const callOfLeg = (pbx: Pbx, channel: string): Call | undefined =>
  [...pbx.calls.values()].find((call) => call.talk?.leg.name === channel)

function redirect(pbx: Pbx, request: Request): Answer {
  const name = request.get('Channel')
  const call = callOf(pbx, name)
  if (!call) return failed(request, `Channel does not exist: ${name}`)
  if (request.get('Context') !== 'vdn' || !pbx.model.vdns[request.get('Exten')])
    return failed(request, 'Redirect failed')
  return done(request, 'Redirect successful', () => transfer(pbx, call, request.get('Exten'), 'redirect'))
}

function blindTransfer(pbx: Pbx, request: Request): Answer {
  const call = callOfLeg(pbx, request.get('Channel'))
  if (!call) return failed(request, 'Channel specified does not exist')
  if (!pbx.model.vdns[request.get('Exten')]) return failed(request, 'Transfer failed')
  return done(request, 'Transfer succeeded', () => transfer(pbx, call, request.get('Exten'), 'blind'))
}

function hangup(pbx: Pbx, request: Request): Answer {
  const name = request.get('Channel')
  const call = callOf(pbx, name)
  if (call) return done(request, 'Channel Hungup', () => callerHangsUp(pbx, call))
  const leg = callOfLeg(pbx, name)
  return leg ? done(request, 'Channel Hungup', () => agentHangsUp(pbx, leg)) : failed(request, 'No such channel')
}

const membersOf = (pbx: Pbx, request: Request): Member[] => {
  const queue = request.get('Queue')
  const all = pbx.seats.get(request.get('Interface'))?.members ?? []
  return all.filter((member) => queue === '' || member.queue.model.name === queue)
}

function queuePause(pbx: Pbx, request: Request): Answer {
  if (request.get('Interface') === '') return failed(request, "Need 'Interface' parameter.")
  const members = membersOf(pbx, request)
  if (members.length === 0) return failed(request, 'Interface not found')
  const paused = ['true', 'yes', 'on', '1', 'y', 't'].includes(request.get('Paused').toLowerCase())
  return done(request, `Interface ${paused ? 'paused' : 'unpaused'} successfully`, () => {
    for (const member of members) setPaused(pbx, member, paused, request.get('Reason'))
  })
}

function queueAdd(pbx: Pbx, request: Request): Answer {
  const queue = pbx.queues.get(request.get('Queue'))
  const seat = pbx.seats.get(request.get('Interface'))
  if (!queue || !seat) return failed(request, 'Unable to add interface to queue: No such queue')
  if (queue.members.some((member) => member.seat === seat))
    return failed(request, 'Unable to add interface: Already there')
  return done(request, 'Added interface to queue', () => {
    const penalty = Math.max(0, Number.parseInt(request.get('Penalty'), 10) || 0)
    const member = addMember(queue, seat, { penalty, dynamic: true, at: unixSecond(pbx.timeline.wall()) })
    const device = `Queue:${queue.model.name}_pause_${seat.model.interface}`
    pbx.emit('DeviceStateChange', 'call', [
      ['Device', device],
      ['State', 'NOT_INUSE'],
    ])
    pbx.emit('QueueMemberAdded', 'agent', memberFields(member))
  })
}

const without = (queue: Queue, member: Member): void => {
  queue.members = queue.members.filter((other) => other !== member)
  member.seat.members = member.seat.members.filter((other) => other !== member)
}

function queueRemove(pbx: Pbx, request: Request): Answer {
  const queue = pbx.queues.get(request.get('Queue'))
  const member = queue?.members.find(({ seat }) => seat.model.interface === request.get('Interface'))
  if (!queue || !member) return failed(request, 'Unable to remove interface: Not there')
  return done(request, 'Removed interface from queue', () => {
    without(queue, member)
    pbx.emit('QueueMemberRemoved', 'agent', memberFields(member))
  })
}

function queuePenalty(pbx: Pbx, request: Request): Answer {
  const members = membersOf(pbx, request)
  const penalty = Number.parseInt(request.get('Penalty'), 10)
  if (members.length === 0 || !(penalty >= 0)) return failed(request, 'Invalid interface, queuename or penalty')
  return done(request, 'Interface penalty set successfully', () => {
    for (const member of members) {
      member.penalty = penalty
      pbx.emit('QueueMemberPenalty', 'agent', memberFields(member))
    }
  })
}

function getvar(pbx: Pbx, request: Request): Answer {
  const name = request.get('Variable')
  if (name === '') return failed(request, 'No variable specified')
  const channel = [...pbx.channels.values()].find((one) => one.name === request.get('Channel'))
  if (request.get('Channel') !== '' && !channel) return failed(request, 'No such channel')
  const value = channel ? channel.variables.get(name) : pbx.model.codes[name.replace(/^VDN_/, '')]
  return answer(request, [
    ['Variable', name],
    ['Value', value ?? ''],
  ])
}

const moduleActions: Record<string, PbxAction> = {
  queuestatus: { needs: [], run: (pbx, request) => ({ text: queueStatus(pbx, request) }) },
  queuesummary: { needs: [], run: (pbx, request) => ({ text: queueSummary(pbx, request) }) },
  status: { needs: ['system', 'call', 'reporting'], run: (pbx, request) => ({ text: status(pbx, request) }) },
  bridgelist: { needs: ['call', 'reporting'], run: (pbx, request) => ({ text: bridgeList(pbx, request) }) },
  devicestatelist: { needs: ['call', 'reporting'], run: (pbx, request) => ({ text: deviceStateList(pbx, request) }) },
  extensionstatelist: {
    needs: ['call', 'reporting'],
    run: (pbx, request) => ({ text: extensionStateList(pbx, request) }),
  },
  getvar: { needs: ['call', 'reporting'], run: getvar },
  redirect: { needs: ['call'], run: redirect },
  blindtransfer: { needs: ['call'], run: blindTransfer },
  hangup: { needs: ['system', 'call'], run: hangup },
  queuepause: { needs: ['agent'], run: queuePause },
  queueadd: { needs: ['agent'], run: queueAdd },
  queueremove: { needs: ['agent'], run: queueRemove },
  queuepenalty: { needs: ['agent'], run: queuePenalty },
}

export function perform(state: SwitchState, request: Request, rights: readonly ActionClass[]): Answer {
  const { pbx } = state
  const name = request.action.toLowerCase()
  const core = coreActions[name]
  const module = pbx && moduleActions[name]
  const known = core ?? module
  if (!known) {
    const text = `Invalid/unknown command: ${request.action}. Use Action: ListCommands to show available commands.`
    return failed(request, request.action === '' ? 'Missing action in request' : text)
  }
  if (known.needs.length > 0 && !known.needs.some((need) => rights.includes(need)))
    return failed(request, 'Permission denied')
  if (core) return core.run(state, request)
  return module && pbx ? module.run(pbx, request) : failed(request, 'Permission denied')
}
