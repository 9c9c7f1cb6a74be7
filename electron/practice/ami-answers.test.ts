import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { createPracticeSwitch } from './practice-switch.ts'
import type { PracticeSwitch, PracticeSwitchOptions } from './practice-switch.ts'
import {
  advanceUntil,
  callerPlan,
  comparable,
  createTestClock,
  field,
  labSite,
  logIn,
  messages,
  openClient,
  recording,
} from './test-kit.ts'
import type { Message, TestClient } from './test-kit.ts'
import { eventClasses } from './wire.ts'

/** What the practice switch answers over a real socket, held against what Asterisk answered in the recordings. */

const open: PracticeSwitch[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))

async function labSwitch(more: Partial<PracticeSwitchOptions> = {}) {
  const clock = createTestClock()
  const site = createPracticeSwitch({
    seed: 1,
    speed: 1,
    clock,
    username: 'console',
    secret: 'rehearsal',
    timeZone: 'Asia/Shanghai',
    site: labSite,
    quiet: true,
    rights: { read: eventClasses, write: ['system', 'call', 'agent', 'originate', 'command', 'reporting'] },
    ...more,
  })
  open.push(site)
  const { port } = await site.start()
  return { clock, site, port }
}

const shape = ({ name, fields }: Message): string => `${name}(${fields.map(([key]) => key).join(' ')})`
const byId = (all: Message[], id: string): Message[] => all.filter((one) => field(one, 'ActionID') === id)
const isResponse = (one: Message): boolean => one.fields[0]?.[0] === 'Response'
const responses = (all: Message[]) => all.filter(isResponse).map(({ fields }) => fields)

const ask = async (client: TestClient, ...actions: string[]): Promise<Message[]> => {
  actions.forEach((action, place) =>
    client.send(
      `Action: ${action.split(',')[0]}`,
      `ActionID: rec-${place + 2}`,
      ...action
        .split(',')
        .slice(1)
        .map((one) => one.replace('=', ': ')),
    ),
  )
  client.send('Action: Ping', 'ActionID: last')
  return messages(await client.until(/ActionID: last\r\nPing/))
}

test('the picture after a connect in the middle of calls has the fields of the recorded one', async () => {
  const { clock, site, port } = await labSwitch()
  for (const number of ['13800008000', '13800008001'])
    site.call(callerPlan({ number, name: '李四', talks: [{ talkMs: 60_000, endedBy: 'caller' }] }))
  clock.advance(7_000)
  for (const number of ['13800008002', '13800008003']) site.call(callerPlan({ number, name: '李四' }))
  clock.advance(2_500)
  const client = await logIn(port)
  const played = await ask(
    client,
    'QueueStatus',
    'QueueSummary',
    'CoreShowChannels',
    'Status,Variables=VDN,CODE,QNAME',
    'BridgeList',
    'DeviceStateList',
  )
  const recorded = messages(recording('08-resync'))
  const names =
    'QueueParams QueueMember QueueEntry QueueStatusComplete QueueSummary QueueSummaryComplete CoreShowChannel CoreShowChannelsComplete StatusComplete BridgeListItem BridgeListComplete DeviceStateListComplete'
  for (const name of names.split(' ')) {
    const shapes = (all: Message[]) => [...new Set(all.filter((one) => one.name === name).map(shape))].sort()
    expect(shapes(played)).toEqual(shapes(recorded))
  }
  expect(responses(byId(played, 'rec-2'))).toEqual(responses(byId(recorded, 'rec-2')))
  expect(responses(played).slice(0, 7)).toEqual(responses(recorded).slice(0, 7))
})

test('Status gives the variables that were asked for, (null) for those that are not set', async () => {
  const { clock, site, port } = await labSwitch()
  site.call(callerPlan())
  clock.advance(4_000)
  const client = await logIn(port)
  const variablesOf = (one: Message | undefined): string[] =>
    one?.fields.filter(([key]) => key === 'Variable').map(([, value]) => value) ?? []
  const recorded = messages(recording('08-resync')).filter(({ name }) => name === 'Status')
  const asked = variablesOf(recorded[0]).map((value) => value.split('=')[0])
  client.send('Action: Status', 'ActionID: s', `Variables: ${asked.join(',')}`)
  const all = messages(await client.until(/StatusComplete[^]*ListItems/)).filter(({ name }) => name === 'Status')
  const fieldsOf = (list: Message[]) => [...new Set(list.map(shape))].sort()
  expect(fieldsOf(all)).toEqual(fieldsOf(recorded))
  expect(asked.slice(0, 2)).toEqual(['VDN', 'CODE'])
  expect(all.map((one) => variablesOf(one).slice(0, 2))).toEqual([
    ['VDN=8001', 'CODE=1'],
    ['VDN=(null)', 'CODE=(null)'],
  ])
})

test('errors have the words of the recorded ones', async () => {
  const { port } = await labSwitch()
  const client = await logIn(port)
  const played = await ask(
    client,
    'Ping',
    'Command,Command=no such command',
    'Redirect,Channel=PJSIP/none-00000000,Context=vdn,Exten=8001,Priority=1',
    'QueuePause,Queue=repair,Interface=PJSIP/9999,Paused=true',
    'QueueAdd,Queue=repair,Interface=PJSIP/1001',
    'QueueStatus,Queue=nosuch',
    'Ping',
    'Hangup,Channel=PJSIP/none-00000000',
    'NoSuchAction',
    'Ping',
    'Events,EventMask=agent',
    'Getvar,Variable=VDN_1',
  )
  const recorded = messages(recording('17-command-and-errors'))
  for (const id of ['rec-4', 'rec-5', 'rec-6', 'rec-7', 'rec-9', 'rec-10', 'rec-12', 'rec-13']) {
    expect(byId(played, id).map(({ fields }) => fields)).toEqual(byId(recorded, id).map(({ fields }) => fields))
  }
  expect(byId(played, 'rec-11').map(shape)).toEqual(byId(recorded, 'rec-11').map(shape))
  client.send('Action: Logoff', 'ActionID: rec-14')
  await client.closed
  expect(messages(client.text()).at(-1)?.fields).toEqual(recorded.at(-1)?.fields)
})

test('a wrong password is answered after a second with the recorded bytes, then the socket closes', async () => {
  const { clock, port } = await labSwitch()
  const client = await openClient(port)
  client.send('Action: Login', 'ActionID: rec-1', 'Username: console', 'Secret: wrong')
  await client.until(/Manager/)
  const asked = clock.now()
  await advanceUntil(clock, () => client.text().includes('failed'), 10)
  expect(clock.now() - asked).toBeGreaterThanOrEqual(1_000)
  await client.closed
  expect(client.text()).toBe(recording('17b-wrong-password'))
})

test('an action that the user has no right for is refused in the recorded words', async () => {
  const { port } = await labSwitch({ rights: { read: ['agent'], write: ['agent', 'reporting'] } })
  const client = await logIn(port)
  const played = await ask(
    client,
    'Redirect,Channel=PJSIP/none-00000000,Context=vdn,Exten=8001,Priority=1',
    'CoreShowChannels',
  )
  const recorded = messages(recording('17c-no-permission'))
  for (const id of ['rec-2', 'rec-3']) expect(byId(played, id)).toEqual(byId(recorded, id))
  expect(client.text()).not.toContain('FullyBooted')
})

test('seats are paused, added, weighed and removed with the recorded events', async () => {
  const { port } = await labSwitch()
  const client = await logIn(port)
  const played = await ask(
    client,
    'QueuePause,Interface=PJSIP/1001,Paused=true,Reason=lunch',
    'QueuePause,Interface=PJSIP/1001,Paused=false',
    'QueueAdd,Queue=repair,Interface=PJSIP/1006,MemberName=Agent 1006,Penalty=2,StateInterface=PJSIP/1006',
    'QueuePenalty,Queue=repair,Interface=PJSIP/1006,Penalty=5',
    'QueueRemove,Queue=repair,Interface=PJSIP/1006',
  )
  const recorded = messages(recording('11-members'))
  const changes = (all: Message[]) =>
    comparable(
      all.filter(
        ({ name, fields }) =>
          name.startsWith('QueueMember') && name !== 'QueueMember' && fields[1]?.[0] === 'Privilege',
      ),
    ).map(({ text }) => text)
  expect(changes(played)).toEqual(changes(recorded))
  expect(responses(played).slice(1, 6)).toEqual(responses(recorded).slice(1, 6))
})

test('a challenge is answered by a digest, and the secret never goes over the wire', async () => {
  const { port } = await labSwitch()
  const client = await openClient(port)
  client.send('Action: Challenge', 'ActionID: c', 'AuthType: MD5')
  const challenge = /Challenge: (\d+)/.exec(await client.until(/Challenge: \d+\r\n\r\n/))?.[1] ?? ''
  const key = createHash('md5').update(`${challenge}rehearsal`).digest('hex')
  client.send('Action: Login', 'ActionID: l', 'AuthType: MD5', 'Username: console', `Key: ${key}`, 'Events: off')
  expect(await client.until(/FullyBooted|accepted\r\n\r\n/)).toContain('Message: Authentication accepted')
})

test('before the login nothing is told but that it is not permitted', async () => {
  const { port } = await labSwitch()
  const client = await openClient(port)
  client.send('Action: QueueStatus', 'ActionID: q')
  expect(await client.until(/ActionID: q[^]*\r\n\r\n/)).toBe(
    'Asterisk Call Manager/11.0.0\r\nResponse: Error\r\nActionID: q\r\nMessage: Permission denied\r\n\r\n',
  )
})

test('a client gets only the classes that its mask and its rights have', async () => {
  const { clock, site, port } = await labSwitch()
  const [all, agent, none] = [await logIn(port), await logIn(port, 'agent'), await logIn(port, 'off')]
  site.call(callerPlan())
  clock.advance(3_000)
  await all.until(/Event: QueueCallerJoin/)
  await agent.until(/Event: QueueCallerJoin/)
  expect(all.text()).toContain('Event: Newchannel')
  expect(agent.text()).not.toContain('Event: Newchannel')
  none.send('Action: Ping', 'ActionID: p')
  expect(await none.until(/Pong/)).not.toContain('Event:')
})

test('a restart clears the calls as recorded, says so, closes, and comes back empty and half awake', async () => {
  const { clock, site, port } = await labSwitch({ noise: true })
  const client = await logIn(port)
  site.call(callerPlan({ number: '13800009999', name: '13800009999' }))
  clock.advance(8_000)
  await client.until(/BridgeEnter[^]*BridgeEnter/)
  const before = messages(client.text()).length
  site.do({ kind: 'restart' })
  clock.advance(1_100)
  await client.closed
  const played = messages(client.text()).slice(before)
  const recorded = messages(recording('09-restart')).slice(
    messages(recording('09-restart')).findIndex(({ name }) => name === 'SoftHangupRequest'),
  )
  const events = (all: Message[]) =>
    [...new Set(all.filter(({ name }) => !['VarSet', 'RTCPSent'].includes(name)).map(shape))].sort()
  expect(events(played)).toEqual(events(recorded))
  expect(played.at(-1)?.fields).toEqual(recorded.at(-1)?.fields)

  let again: TestClient | undefined
  await advanceUntil(clock, () => {
    openClient(port).then(
      (opened) => (again ??= opened),
      () => {},
    )
    return again !== undefined
  })
  again?.send('Action: Login', 'ActionID: rec-1', 'Username: console', 'Secret: rehearsal')
  again?.send('Action: QueueStatus', 'ActionID: rec-2')
  again?.send('Action: CoreShowChannels', 'ActionID: rec-3')
  const halfAwake = messages((await again?.until(/rec-3[^]*ListItems: 0\r\n\r\n/)) ?? '')
  const real = messages(recording('09b-after-restart'))
  for (const id of ['rec-1', 'rec-2', 'rec-3']) expect(byId(halfAwake, id)).toEqual(byId(real, id))
  clock.advance(1_500)
  const awake = messages((await again?.until(/FullyBooted[^]*LastReload: 0\r\n\r\n/)) ?? '')
  expect(awake.at(-1)?.fields).toEqual(real.at(-1)?.fields)
  expect(site.facts().queues['repair']?.waiting).toBe(0)
})
