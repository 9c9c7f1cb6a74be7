import { describe, expect, it } from 'vitest'
import { eventBytes, greetingBytes, readRecording, storyOf, switchId, translateAll } from './testing.ts'
import { flushLeaving } from './queue-events.ts'
import { putSeat } from './seats.ts'
import { createSight, type Sight } from './sight.ts'
import { vdnPlanOf } from './vdn-source.ts'

const newSight = (): Sight => {
  const sight = createSight(switchId, vdnPlanOf({ kind: 'automatic' }))
  putSeat(sight.seats, { id: 'PJSIP/1001', name: 'Wang', area: 'repair', state: 'free' }, 'PJSIP/1001')
  putSeat(sight.seats, { id: 'PJSIP/1002', name: 'Li', area: 'repair', state: 'free' }, 'PJSIP/1002')
  putSeat(sight.seats, { id: 'Local/1003@seats/n', name: 'Zhao', area: 'repair', state: 'free' }, 'hint:1003@seats')
  return sight
}

/** Lines of a switch that no recording has; `caller` is uid 1.1, its first seat's leg 1.2. */
const caller = { Channel: 'PJSIP/trunk-00000001', Uniqueid: '1.1', Linkedid: '1.1' }
const seat = { Channel: 'PJSIP/1001-00000002', Uniqueid: '1.2', Linkedid: '1.1' }
const member = { Queue: 'repair', Interface: 'PJSIP/1001', MemberName: 'Wang' }
const dest = { DestChannel: seat.Channel, DestUniqueid: '1.2' }
const bridge = { BridgeUniqueid: 'b1' }
const arrival = (fields = {}): string =>
  eventBytes('Newchannel', {
    ...caller,
    ChannelState: 4,
    CallerIDNum: '13800001111',
    CallerIDName: '13800001111',
    Context: 'from-trunk',
    Exten: '96777',
    ...{ Uniqueid: '1.1', Linkedid: '1.1' },
    ...fields,
  })
const queue = { Queue: 'repair' }
const join = (fields = {}): string =>
  eventBytes('QueueCallerJoin', { ...caller, ...queue, Position: 1, Count: 1, ...fields })
const leave = (fields = {}): string =>
  eventBytes('QueueCallerLeave', { ...caller, ...queue, Position: 1, Count: 0, ...fields })
const abandon = eventBytes('QueueCallerAbandon', { ...caller, ...queue, Position: 1, OriginalPosition: 1, HoldTime: 3 })
const connect = eventBytes('AgentConnect', { ...caller, ...dest, ...member, HoldTime: 2, RingTime: 2 })
const talking = arrival() + join() + leave() + connect
const inBridge = eventBytes('BridgeEnter', { ...bridge, ...seat }) + eventBytes('BridgeEnter', { ...bridge, ...caller })
const hangup = (leg: Record<string, string>): string => eventBytes('Hangup', { ...leg, Cause: 16 })

const tell = (bytes: string, sight: Sight = newSight()): string[] =>
  storyOf(translateAll(Buffer.from(greetingBytes + bytes, 'utf8'), { kind: 'automatic' }, sight))

const beforeTheQueue = ['arrived 13800001111 for 96777']

describe('what no recording has', () => {
  it('AgentConnect is lost: the bridge tells who answered', () => {
    expect(tell(arrival() + join() + leave() + inBridge)).toEqual([
      ...beforeTheQueue,
      'joined repair at 1',
      'left repair: answered',
      'Wang answered in repair',
    ])
  })

  it('AgentComplete without Dest fields, and without the caller channel: queue and interface tell', () => {
    const complete = eventBytes('AgentComplete', { ...member, HoldTime: 2, TalkTime: 9, Reason: 'agent' })
    expect(tell(talking + complete).at(-1)).toBe('talk with Wang ended by seat')
  })

  it('AgentComplete for a seat that does not talk any more ends nothing', () => {
    const late = eventBytes('AgentComplete', { ...caller, Queue: 'repair', Interface: 'PJSIP/1002', Reason: 'caller' })
    expect(tell(talking + late).at(-1)).toBe('Wang answered in repair')
  })

  it('an abandon without a hang-up request stays undecided until the next message of the call', () => {
    expect(tell(arrival() + join() + abandon + leave() + hangup(caller)).slice(-2)).toEqual([
      'left repair: undecided',
      'call-ended',
    ])
  })

  it('the hang-up request may come after the leave', () => {
    const asked = eventBytes('HangupRequest', caller)
    expect(tell(arrival() + join() + abandon + leave() + asked).slice(-2)).toEqual([
      'left repair: undecided',
      'caller-hung-up',
    ])
  })

  it('the caller hangs up between leave and AgentConnect: it was answered all the same', () => {
    const asked = eventBytes('HangupRequest', caller)
    expect(tell(arrival() + join() + leave() + asked + connect).slice(-3)).toEqual([
      'caller-hung-up',
      'left repair: answered',
      'Wang answered in repair',
    ])
  })

  it('the switch hangs up on a waiting caller', () => {
    const cleared = eventBytes('SoftHangupRequest', { ...caller, Cause: 16 })
    expect(tell(arrival() + join() + cleared + abandon + leave() + hangup(caller)).slice(-2)).toEqual([
      'left repair: switch-cleared',
      'call-ended',
    ])
  })

  it('a leave that nothing explains does not keep the caller in the line', () => {
    const sight = newSight()
    tell(arrival() + join() + leave(), sight)
    sight.out = []
    flushLeaving(sight)
    expect(storyOf(sight.out)).toEqual(['left repair: undecided'])
    expect(tell(hangup(caller), sight)).toEqual(['left repair: left-by-key', 'call-ended'])
  })

  it('AgentConnect may come after that, too', () => {
    const sight = newSight()
    tell(arrival() + join() + leave(), sight)
    flushLeaving(sight)
    expect(tell(connect, sight)).toEqual(['left repair: answered', 'Wang answered in repair'])
  })

  it('a call that never reaches a queue', () => {
    const up = eventBytes('Newstate', { ...caller, ChannelState: 6 })
    const asked = eventBytes('HangupRequest', caller)
    expect(tell(arrival() + up + asked + hangup(caller))).toEqual([
      ...beforeTheQueue,
      'ivr-entered',
      'caller-hung-up',
      'call-ended',
    ])
  })

  it('a phone of a seat that dials is no caller, until it joins a queue', () => {
    const sight = newSight()
    const own = {
      Channel: 'PJSIP/1001-00000009',
      Uniqueid: '9.9',
      Linkedid: '9.9',
      CallerIDNum: '1001',
      CallerIDName: 'Wang',
    }
    expect(tell(arrival({ ...own, Context: 'seats', Exten: '1002' }), sight)).toEqual([])
    expect(tell(join(own), sight)).toEqual(['arrived 1001 Wang for 1002', 'joined repair at 1'])
  })

  it('a phone that dials among the seats (a supervisor who listens in) is no caller', () => {
    const sight = newSight()
    const leg = { ...seat, ChannelState: 0, Context: 'seats', Exten: 's' }
    const spy = { Channel: 'PJSIP/2002-00000008', Uniqueid: '8.8', Linkedid: '8.8', Context: 'seats', Exten: '*11001' }
    expect(tell(eventBytes('Newchannel', leg) + arrival(spy) + hangup({ Uniqueid: '8.8' }), sight)).toEqual([])
    expect(sight.calls.size).toBe(0)
  })

  it('seats that call each other are no call', () => {
    const own = { Channel: 'PJSIP/1001-00000009', Uniqueid: '9.9', Linkedid: '9.9', Context: 'seats', Exten: '1002' }
    const other = { Channel: 'PJSIP/1002-0000000a', Uniqueid: '9.10', Linkedid: '9.9' }
    const together =
      eventBytes('BridgeEnter', { ...bridge, ...own }) + eventBytes('BridgeEnter', { ...bridge, ...other })
    const apart = eventBytes('BridgeLeave', { ...bridge, ...own }) + eventBytes('BridgeLeave', { ...bridge, ...other })
    expect(tell(arrival(own) + together + apart + hangup({ Uniqueid: '9.9' }))).toEqual([])
  })

  it('nothing of class call is seen: the join tells who calls', () => {
    const joined = join({ CallerIDNum: '13800002222', CallerIDName: '<unknown>' })
    expect(tell(joined + leave() + connect)).toEqual([
      'arrived 13800002222 for ?',
      'joined repair at 1',
      'left repair: answered',
      'Wang answered in repair',
    ])
  })

  it('nothing of class call is seen: a leave asks for a picture, because no Hangup will come', () => {
    const sight = newSight()
    tell(join() + abandon + leave(), sight)
    expect(sight.wantsPicture).toBe(true)
  })

  it('a member behind a Local channel: its leg may go out of the way without ending the talk', () => {
    const local = { Channel: 'Local/1003@seats-00000001;1', Uniqueid: '1.3', Linkedid: '1.1' }
    const connected = eventBytes('AgentConnect', {
      ...caller,
      DestChannel: local.Channel,
      DestUniqueid: '1.3',
      Queue: 'repair',
      Interface: 'Local/1003@seats/n',
      MemberName: 'Zhao',
    })
    const optimised =
      eventBytes('BridgeEnter', { ...bridge, ...local }) +
      eventBytes('BridgeEnter', { ...bridge, ...caller }) +
      eventBytes('BridgeLeave', { ...bridge, ...local }) +
      hangup(local)
    const complete = eventBytes('AgentComplete', {
      ...caller,
      Queue: 'repair',
      Interface: 'Local/1003@seats/n',
      Reason: 'agent',
    })
    expect(tell(arrival() + join() + leave() + connected + optimised + complete).slice(-2)).toEqual([
      'Zhao answered in repair',
      'talk with Zhao ended by seat',
    ])
  })

  it('an attended transfer to another seat', () => {
    const transfer = eventBytes('AttendedTransfer', {
      Result: 'Success',
      OrigTransfererUniqueid: '1.2',
      SecondTransfererConnectedLineNum: '1002',
      TransfereeUniqueid: '1.1',
      TransferTargetChannel: 'PJSIP/1002-00000007',
      TransferTargetCallerIDNum: '1002',
      TransferTargetUniqueid: '1.7',
    })
    const apart =
      eventBytes('BridgeLeave', { ...bridge, ...caller }) + eventBytes('BridgeLeave', { ...bridge, ...seat })
    const after = eventBytes('BridgeEnter', { BridgeUniqueid: 'b2', ...caller }) + hangup(seat)
    const expected = ['transferred (attended) to 1002', 'talk with Wang ended by transfer', 'Li answered in repair']
    expect(tell(talking + inBridge + transfer + apart + after).slice(-3)).toEqual(expected)
    expect(
      tell(talking + inBridge + apart + transfer + after)
        .slice(-3)
        .sort(),
    ).toEqual([...expected].sort())
  })

  it('a transfer that failed changes nothing', () => {
    const failed = eventBytes('BlindTransfer', {
      Result: 'Invalid',
      TransfererUniqueid: '1.2',
      TransfereeUniqueid: '1.1',
      Extension: '9',
    })
    expect(tell(talking + failed).at(-1)).toBe('Wang answered in repair')
  })

  it('the caller holds: that is not the seat', () => {
    expect(tell(talking + eventBytes('Hold', caller)).at(-1)).toBe('Wang answered in repair')
  })

  it('the dialplan sets the caller number later', () => {
    expect(
      tell(
        arrival({ CallerIDNum: '<unknown>', CallerIDName: '<unknown>' }) +
          join({ CallerIDNum: '0755123', CallerIDName: '' }),
      ),
    ).toEqual(['arrived withheld for 96777', 'arrived 0755123 for 96777', 'joined repair at 1'])
  })

  it('messages of calls that are over say nothing', () => {
    expect(tell(leave() + connect + abandon + hangup(caller) + inBridge)).toEqual([])
  })

  it('messages without fields say nothing', () => {
    const names = [
      'Newchannel',
      'Newstate',
      'Hangup',
      'QueueCallerJoin',
      'QueueCallerLeave',
      'AgentCalled',
      'AgentConnect',
      'AgentComplete',
      'BridgeEnter',
      'BridgeLeave',
      'BlindTransfer',
      'AttendedTransfer',
      'UserEvent',
      'VarSet',
      'QueueMemberStatus',
    ]
    expect(tell(names.map((name) => eventBytes(name, {})).join(''))).toEqual([])
  })

  it('a restart ends talks by nobody', () => {
    const sight = newSight()
    const restart = readRecording('09-restart.ami').toString('latin1')
    const join = eventBytes('QueueCallerJoin', {
      Channel: 'PJSIP/trunk-0000002d',
      Uniqueid: '1795171659.45',
      Linkedid: '1795171659.45',
      Queue: 'repair',
      Position: 1,
    })
    const connect = eventBytes('AgentConnect', {
      Channel: 'PJSIP/trunk-0000002d',
      Uniqueid: '1795171659.45',
      DestChannel: 'PJSIP/1001-0000002e',
      DestUniqueid: '1795171661.46',
      ...member,
    })
    const enter = (uid: string) =>
      eventBytes('BridgeEnter', { BridgeUniqueid: 'd1fabb2f-704f-4bee-a1a5-7a2a2d99e9a6', Uniqueid: uid })
    const start = restart.indexOf('Event: FullyBooted')
    const before = join + connect + enter('1795171661.46') + enter('1795171659.45')
    const bytes = Buffer.from(restart.slice(0, start) + before + restart.slice(start), 'latin1')
    expect(storyOf(translateAll(bytes, { kind: 'automatic' }, sight)).slice(-2)).toEqual([
      'talk with Wang ended by unknown',
      'call-ended',
    ])
  })
})
