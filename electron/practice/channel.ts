import { causeText } from './pbx.ts'
import type { Bridge, Channel, Pbx } from './pbx.ts'
import { unixSecond } from './wire.ts'
import type { Field } from './wire.ts'

const stateNames = { 0: 'Down', 4: 'Ring', 5: 'Ringing', 6: 'Up' } as const

/** The fields that every event of a channel begins with, in Asterisk's order; `Dest…` for the other leg. */
export const channelFields = (channel: Channel, prefix = ''): Field[] => [
  [`${prefix}Channel`, channel.name],
  [`${prefix}ChannelState`, channel.state],
  [`${prefix}ChannelStateDesc`, stateNames[channel.state]],
  [`${prefix}CallerIDNum`, channel.callerNum || '<unknown>'],
  [`${prefix}CallerIDName`, channel.callerName || '<unknown>'],
  [`${prefix}ConnectedLineNum`, channel.connectedNum || '<unknown>'],
  [`${prefix}ConnectedLineName`, channel.connectedName || '<unknown>'],
  [`${prefix}Language`, 'en'],
  [`${prefix}AccountCode`, ''],
  [`${prefix}Context`, channel.context],
  [`${prefix}Exten`, channel.exten],
  [`${prefix}Priority`, channel.priority],
  [`${prefix}Uniqueid`, channel.uniqueid],
  [`${prefix}Linkedid`, channel.linkedid],
]

export const bridgeFields = (bridge: Bridge): Field[] => [
  ['BridgeUniqueid', bridge.id],
  ['BridgeType', 'basic'],
  ['BridgeTechnology', bridge.technology],
  ['BridgeCreator', '<unknown>'],
  ['BridgeName', '<unknown>'],
  ['BridgeNumChannels', bridge.channels.length],
  ['BridgeVideoSourceMode', 'none'],
]

type NewChannel = Pick<Channel, 'state' | 'callerNum' | 'callerName' | 'context' | 'exten' | 'dnid'> & {
  endpoint: string
  linkedTo?: Channel
}

export function openChannel(pbx: Pbx, wanted: NewChannel): Channel {
  const count = pbx.channelCount++
  const uniqueid = `${unixSecond(pbx.timeline.wall())}.${count}`
  const channel: Channel = {
    name: `PJSIP/${wanted.endpoint}-${count.toString(16).padStart(8, '0')}`,
    uniqueid,
    linkedid: wanted.linkedTo?.uniqueid ?? uniqueid,
    state: wanted.state,
    callerNum: wanted.callerNum,
    callerName: wanted.callerName,
    connectedNum: '',
    connectedName: '',
    context: wanted.context,
    exten: wanted.exten,
    priority: 1,
    application: '',
    data: '',
    dnid: wanted.dnid,
    bridge: undefined,
    createdAt: pbx.timeline.wall(),
    variables: new Map(),
  }
  pbx.channels.set(uniqueid, channel)
  pbx.emit('Newchannel', 'call', channelFields(channel))
  return channel
}

export function setState(pbx: Pbx, channel: Channel, state: Channel['state']): void {
  channel.state = state
  pbx.emit('Newstate', 'call', channelFields(channel))
}

export function connectedTo(pbx: Pbx, channel: Channel, other: Channel): void {
  channel.connectedNum = other.callerNum
  channel.connectedName = other.callerName
  pbx.emit('NewConnectedLine', 'call', channelFields(channel))
}

export function closeChannel(pbx: Pbx, channel: Channel, cause: number): void {
  pbx.channels.delete(channel.uniqueid)
  const sip: Field[] = cause === 17 ? [['TechCause', 486]] : []
  pbx.emit('Hangup', 'call', [...channelFields(channel), ['Cause', cause], ['Cause-txt', causeText(cause)], ...sip])
}

/** One step of the dialplan: where the channel is now and which application runs. */
export function step(
  pbx: Pbx,
  channel: Channel,
  exten: string,
  priority: number,
  application: string,
  data: string,
): void {
  channel.exten = exten
  channel.priority = priority
  channel.application = application
  channel.data = data
  if (!pbx.noise) return
  const fields: Field[] = [
    ['Extension', exten],
    ['Application', application],
    ['AppData', data],
  ]
  pbx.emit('Newexten', 'dialplan', [...channelFields(channel), ...fields])
}

export function setVariable(pbx: Pbx, channel: Channel, name: string, value: string | number): void {
  channel.variables.set(name, String(value))
  if (!pbx.noise) return
  pbx.emit('VarSet', 'dialplan', [...channelFields(channel), ['Variable', name], ['Value', value]])
}

export function setVariables(pbx: Pbx, channel: Channel, values: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(values)) setVariable(pbx, channel, name, value)
}

export function userEvent(pbx: Pbx, channel: Channel, name: string, fields: Field[]): void {
  pbx.emit('UserEvent', 'user', [...channelFields(channel), ['UserEvent', name], ...fields])
}

export function music(pbx: Pbx, channel: Channel, on: boolean): void {
  if (!pbx.noise) return
  if (on) pbx.emit('MusicOnHoldStart', 'call', [...channelFields(channel), ['Class', 'default']])
  else pbx.emit('MusicOnHoldStop', 'call', channelFields(channel))
}

export function openBridge(pbx: Pbx): Bridge {
  const bridge: Bridge = { id: pbx.random.uuid(), technology: 'simple_bridge', channels: [] }
  pbx.bridges.set(bridge.id, bridge)
  pbx.emit('BridgeCreate', 'call', bridgeFields(bridge))
  return bridge
}

export function enterBridge(pbx: Pbx, bridge: Bridge, channel: Channel): void {
  bridge.channels.push(channel)
  channel.bridge = bridge
  pbx.emit('BridgeEnter', 'call', [...bridgeFields(bridge), ...channelFields(channel)])
}

export function leaveBridge(pbx: Pbx, bridge: Bridge, channel: Channel): void {
  bridge.channels = bridge.channels.filter((other) => other !== channel)
  channel.bridge = undefined
  pbx.emit('BridgeLeave', 'call', [...bridgeFields(bridge), ...channelFields(channel)])
}

export function closeBridge(pbx: Pbx, bridge: Bridge): void {
  pbx.bridges.delete(bridge.id)
  pbx.emit('BridgeDestroy', 'call', bridgeFields(bridge))
}

/** What RTP says of itself at the end; only its bulk matters here. */
export function mediaReport(pbx: Pbx, channel: Channel, peer: Channel | undefined): void {
  if (!pbx.noise) return
  const zero = (names: string[]): string => names.map((name) => `${name}=000.000000;`).join(' ')
  const both = (what: string): string =>
    zero(
      ['rx', 'tx'].flatMap((way) => [`min${way}${what}`, `max${way}${what}`, `avg${way}${what}`, `stdev${way}${what}`]),
    )
  const reports: [string, string][] = [
    [
      'RTPAUDIOQOS',
      'ssrc=872019626;themssrc=16909061;lp=0;rxjitter=0.000000;rxcount=46;txjitter=0.000000;txcount=150;rlp=0;rtt=0.000000;rxmes=0.000000;txmes=0.000000',
    ],
    ['RTPAUDIOQOSJITTER', both('jitter')],
    ['RTPAUDIOQOSLOSS', both('lost')],
    ['RTPAUDIOQOSRTT', zero(['minrtt', 'maxrtt', 'avgrtt', 'stdevrtt'])],
    ['RTPAUDIOQOSMES', both('mes')],
  ]
  for (const [name, value] of reports) {
    setVariable(pbx, channel, name, value)
    if (peer) setVariable(pbx, peer, `${name}BRIDGED`, value)
  }
}
