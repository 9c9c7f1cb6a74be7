import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { block, startFakeAmi, type FakeAmi, type FakeAmiOptions } from '#e2e/fakes/ami-server.ts'
import {
  abandon,
  advanceUntil,
  answers,
  arrival,
  asksHangup,
  createLinkKit,
  emptyAnswers,
  hangup,
  join,
  leave,
  noCallers,
  noChannels,
  queueStatus,
  quiet,
  status,
  trunk,
  until,
  type LinkKit,
} from './test-kit.ts'
import { eventBytes, storyOf } from './testing.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'

let fake: FakeAmi
let kit: LinkKit
const start = async (options: FakeAmiOptions = {}): Promise<void> => {
  fake = await startFakeAmi({ actions: emptyAnswers, ...options })
  kit = createLinkKit(fake.port)
  kit.link.start()
}
const up = (): Promise<void> => advanceUntil(kit, () => kit.state()?.kind === 'up')
const pictures = () =>
  kit.events().filter((e): e is Extract<CallEvent, { kind: 'picture-taken' }> => e.kind === 'picture-taken')

afterEach(async () => {
  await kit.link.stop()
  await fake.close()
})

describe('coming up', () => {
  beforeEach(() => start({ actions: answers }))

  it('loads the picture before it is up, and says which switch it is', async () => {
    await up()
    expect(kit.states.map((s) => (s.kind === 'connecting' ? s.step : s.kind))).toEqual([
      'reaching',
      'logging-in',
      'loading',
      'up',
    ])
    expect(kit.events().map((e) => e.kind)).toEqual(['picture-taken'])
    expect(kit.versions).toEqual(['Asterisk 22.10.1'])
    expect(kit.heard.length).toBeGreaterThan(0)
  })

  it('sees who waits where, who rings, and who talks with whom', async () => {
    await up()
    const calls = pictures()[0]?.picture.calls ?? []
    const short = calls.map((c) => [
      c.caller.number,
      c.vdn,
      c.code,
      c.waiting?.area,
      c.waiting?.position,
      c.ringing?.map((s) => s.name).join(),
      c.talking && `${c.talking.seat.name} in ${c.talking.area}`,
    ])
    expect(short).toEqual([
      ['13800008001', '8001', '1', 'repair', 1, 'Agent 1002', undefined],
      ['13800008002', '8001', '1', 'repair', 2, '张伟', undefined],
      ['13800008003', '8001', '1', 'repair', 3, undefined, undefined],
      ['13800008000', '8001', '1', undefined, undefined, undefined, 'Agent 1001 in repair'],
    ])
    expect(calls[0]?.caller.name).toBe('李四')
    expect(calls[0]?.dialledNumber).toBe('5000')
  })

  it('takes the wait that the switch counts, and the time since', async () => {
    await up()
    expect(pictures()[0]?.picture.calls.map((c) => [c.waiting?.waitedMs, c.ageMs])).toEqual([
      [4300, 6300],
      [4300, 5300],
      [3300, 5300],
      [undefined, 6300],
    ])
  })

  it('knows every area, with its service level, and every seat', async () => {
    await up()
    const picture = pictures()[0]?.picture
    expect(picture?.areas.map((a) => a.area)).toEqual([
      'repair',
      'overflow',
      'billing',
      'night',
      'operator',
      'bank',
      'complaint',
    ])
    expect(picture?.areas[0]?.serviceLevelSeconds).toBe(20)
    expect(picture?.seats.filter((s) => s.area === 'repair').map((s) => [s.id, s.name, s.state])).toEqual([
      ['PJSIP/1001', 'Agent 1001', 'talking'],
      ['PJSIP/1002', 'Agent 1002', 'ringing'],
      ['PJSIP/1003', '张伟', 'ringing'],
    ])
    expect(picture?.switchStartedAt).toBeTypeOf('number')
  })

  it('goes on with what the picture began', async () => {
    await up()
    const waiting = pictures()[0]?.picture.calls[0]
    const uid = waiting?.callId.split('/')[1] ?? ''
    fake
      .last()
      .send(
        eventBytes('QueueCallerAbandon', { Uniqueid: uid, Queue: 'repair' }) +
          eventBytes('QueueCallerLeave', { Uniqueid: uid, Queue: 'repair' }),
      )
    await until(() => kit.batches.length > 1)
    expect(storyOf(kit.batches[1] ?? [])).toEqual(['left repair: undecided'])
  })
})

describe('messages that come while the first picture is taken', () => {
  it('follow it: a call that arrived meanwhile is told from its beginning', async () => {
    await start({ actions: { ...emptyAnswers, Status: () => arrival + join + noChannels } })
    await up()
    expect(storyOf(kit.events())).toEqual(['picture of 0 calls', 'arrived 13800009999 for 5000', 'joined repair at 4'])
  })

  it('and are not told twice when the picture shows the call already', async () => {
    const entry = block(
      'Event: QueueEntry',
      'Queue: repair',
      'Position: 1',
      `Channel: ${trunk.Channel}`,
      `Uniqueid: ${trunk.Uniqueid}`,
      'CallerIDNum: 13800009999',
      'Wait: 0',
      'Priority: 0',
      'ActionID: {id}',
    )
    const withEntry = noCallers.replace('Event: QueueStatusComplete', `${entry}Event: QueueStatusComplete`)
    await start({
      actions: { ...emptyAnswers, QueueStatus: () => withEntry, Status: () => noChannels + arrival + join },
    })
    await up()
    expect(storyOf(kit.events())).toEqual(['picture of 0 calls', 'arrived 13800009999 for 5000', 'joined repair at 4'])
  })

  it('tell the end of a call that waited before and is gone from the picture', async () => {
    await start({ actions: { ...emptyAnswers, Status: () => noChannels + asksHangup + abandon + leave + hangup } })
    await up()
    expect(storyOf(kit.events())).toEqual([
      'picture of 1 calls',
      'caller-hung-up',
      'left repair: abandoned',
      'call-ended',
    ])
    expect(pictures()[0]?.picture.calls[0]?.waiting?.area).toBe('repair')
  })

  it('an answer that both tell is told once', async () => {
    const caller = '1795178935.76'
    const connect = eventBytes('AgentConnect', {
      Uniqueid: caller,
      Linkedid: caller,
      DestUniqueid: '9.9',
      Queue: 'repair',
      Interface: 'PJSIP/1002',
      MemberName: 'Agent 1002',
    })
    const left = eventBytes('QueueCallerLeave', { Uniqueid: caller, Linkedid: caller, Queue: 'repair' })
    await start({ actions: { ...answers, Status: () => status + left + connect } })
    await up()
    expect(storyOf(kit.events())).toEqual([
      'picture of 4 calls',
      'left repair: answered',
      'Agent 1002 answered in repair',
    ])
  })
})

describe('streaming', () => {
  beforeEach(async () => {
    await start()
    await up()
  })

  it('gives one batch for each piece of the socket', async () => {
    const before = kit.batches.length
    fake.last().send(arrival + join)
    await until(() => kit.batches.length > before)
    expect(storyOf(kit.batches.at(-1) ?? [])).toEqual(['arrived 13800009999 for 5000', 'joined repair at 4'])
  })

  it('gives each message of a call as it came, also the first and the last', async () => {
    const other = eventBytes('QueueMemberStatus', { Queue: 'repair', MemberName: 'x', Interface: 'PJSIP/1', Status: 1 })
    const seat = eventBytes('Newstate', { Uniqueid: '1795179999.7', Linkedid: trunk.Linkedid, ChannelState: 6 })
    const sent = [arrival, join, seat, asksHangup, abandon, leave, hangup]
    fake.last().send(sent.join(other))
    await until(() => storyOf(kit.events()).includes('call-ended'))
    const withoutEnd = (text: string): string => text.replace(/\r\n\r\n$/, '')
    expect(kit.raw.map(({ text }) => withoutEnd(text))).toEqual(sent.map(withoutEnd))
    expect(new Set(kit.raw.map(({ callId }) => callId))).toEqual(new Set([`pbx/${trunk.Uniqueid}`]))
  })

  it('does not keep a caller in the line who left without a word', async () => {
    fake.last().send(arrival + join + leave)
    await until(() => kit.batches.length > 1)
    expect(storyOf(kit.batches.at(-1) ?? []).at(-1)).toBe('joined repair at 4')
    kit.clock.advance(100)
    expect(storyOf(kit.batches.at(-1) ?? [])).toEqual(['left repair: undecided'])
  })

  it('says "sight lost" once when the connection goes, and comes back with a new picture', async () => {
    fake.last().socket.destroy()
    await until(() => kit.state()?.kind === 'waiting')
    expect(kit.batches.at(-1)).toMatchObject([{ kind: 'sight-lost', switchId: 'pbx', why: 'closed' }])
    await up()
    expect(kit.events().map((e) => e.kind)).toEqual(['picture-taken', 'sight-lost', 'picture-taken'])
  })

  it('takes a switch that shuts down at its word', async () => {
    fake.last().send(eventBytes('Shutdown', { Shutdown: 'Cleanly', Restart: 'True' }))
    await until(() => kit.state()?.kind === 'waiting')
    expect(kit.state()).toMatchObject({ why: { kind: 'switch-shut-down' } })
  })

  it('stops at once, and says nothing afterwards', async () => {
    const connection = fake.last()
    await kit.link.stop()
    expect(kit.state()).toEqual({ kind: 'idle' })
    expect(kit.batches.at(-1)).toMatchObject([{ kind: 'sight-lost', why: 'stopped' }])
    const said = kit.batches.length
    connection.send(arrival)
    await quiet()
    expect(kit.batches).toHaveLength(said)
    expect(kit.clock.pending()).toBe(0)
  })
})

describe('pictures taken later', () => {
  beforeEach(async () => {
    await start()
    await up()
  })

  it('come every minute', async () => {
    await advanceUntil(kit, () => pictures().length === 3, 200_000)
  })

  it('stop nothing, and leave a call alone that moved meanwhile', async () => {
    fake.actions['Status'] = () => noChannels + arrival + join
    await advanceUntil(kit, () => pictures().length === 2)
    expect(storyOf(kit.events())).toEqual([
      'picture of 0 calls',
      'arrived 13800009999 for 5000',
      'joined repair at 4',
      'picture of 1 calls',
    ])
    expect(pictures()[1]?.picture.calls[0]).toMatchObject({ callId: 'pbx/1795179999.1', waiting: { area: 'repair' } })
  })

  it('do not bring back a call whose end comes while they are taken', async () => {
    fake.last().send(arrival + join)
    const listed = block(
      'Event: QueueEntry',
      'Queue: repair',
      'Position: 1',
      `Channel: ${trunk.Channel}`,
      `Uniqueid: ${trunk.Uniqueid}`,
      'Wait: 9',
      'ActionID: {id}',
    )
    fake.actions['QueueStatus'] = () =>
      noCallers.replace('Event: QueueStatusComplete', `${listed}Event: QueueStatusComplete`)
    fake.actions['Status'] = () => noChannels + asksHangup + abandon + leave + hangup
    await advanceUntil(kit, () => pictures().length === 2)
    expect(pictures()[1]?.picture.calls).toEqual([])
    expect(storyOf(kit.events()).slice(-4, -1)).toEqual(['caller-hung-up', 'left repair: abandoned', 'call-ended'])
  })

  it('find a call whose end was lost', async () => {
    fake.last().send(arrival + join)
    await advanceUntil(kit, () => pictures().length === 2)
    expect(pictures()[1]?.picture.calls).toEqual([])
    fake.last().send(leave)
    await quiet()
    expect(kit.events().at(-1)?.kind).toBe('picture-taken')
  })

  it('find a call whose beginning was lost, and follow it', async () => {
    fake.actions['QueueStatus'] = () => queueStatus
    fake.actions['Status'] = () => status
    await advanceUntil(kit, () => pictures().length === 2)
    expect(pictures()[1]?.picture.calls).toHaveLength(4)
    fake.last().send(eventBytes('HangupRequest', { Uniqueid: '1795178935.76' }))
    await until(() => kit.events().at(-1)?.kind === 'caller-hung-up')
  })

  it('come soon after a message that could not be read', async () => {
    fake.last().send('this is: no\r\nmessage\r\n\r\n')
    await advanceUntil(kit, () => pictures().length === 2, 30_000)
  })

  it('come soon after the switch read its configuration again: queues may be new', async () => {
    fake.last().send(eventBytes('Reload', { Module: 'All', Status: 0 }))
    await advanceUntil(kit, () => pictures().length === 2, 30_000)
  })

  it('do not lose a call because of where its caller has got to', async () => {
    const uid = trunk.Uniqueid
    fake.last().send(arrival)
    const line = block(
      'Event: Status',
      'Privilege: Call',
      `Channel: ${trunk.Channel}`,
      'Context: from-agents',
      'Exten: 1005',
      `Uniqueid: ${uid}`,
      'Linkedid: 1795170000.1',
      'DNID: ',
      'Seconds: 61',
      'ActionID: {id}',
    )
    fake.actions['Status'] = () => noChannels.replace('Event: StatusComplete', `${line}Event: StatusComplete`)
    await advanceUntil(kit, () => pictures().length === 2)
    expect(pictures()[1]?.picture.calls).toMatchObject([{ callId: `pbx/${uid}` }])
  })

  it('are done without when they fail: the link stays up', async () => {
    fake.actions['QueueStatus'] = () => undefined
    await advanceUntil(kit, () => kit.logged.some((line) => line.includes('could not be taken again')))
    expect(kit.state()?.kind).toBe('up')
    fake.actions['QueueStatus'] = () => noCallers
    await advanceUntil(kit, () => pictures().length === 2)
  })

  it('are no pictures when the queue module does not answer: nobody is forgotten while it is loaded again', async () => {
    fake.actions['QueueStatus'] = () => block('Response: Error', 'ActionID: {id}', 'Message: Invalid/unknown command')
    await advanceUntil(kit, () => kit.logged.some((line) => line.includes('could not be taken again')))
    expect(kit.state()?.kind).toBe('up')
    expect(pictures()).toHaveLength(1)
  })
})
