import { block, startFakeAmi, type FakeAmi, type FakeAmiOptions } from './ami-server.ts'

/**
 * A site that a test plays move by move: queues without callers, and then exactly what the test says, in the messages of a
 * real Asterisk 22 (fields as in e2e/asterisk/recordings). It keeps no book: the full picture that a new connection gets is
 * empty, and later ones are refused, since an empty answer would be a lie about the calls that were played.
 */
export type ScriptedSite = {
  fake: FakeAmi
  /** Arrives, keys the code, is led to the VDN and joins the queue, in one write. Answers the call's id in the console. */
  arrives(caller: ScriptedCaller): string
  rings(caller: ScriptedCaller, seat: string): void
  isAnswered(caller: ScriptedCaller, seat: string): void
  givesUp(caller: ScriptedCaller): void
  hangsUp(caller: ScriptedCaller): void
  close(): Promise<void>
}

export type ScriptedCaller = {
  uniqueid: string
  number: string
  name?: string
  queue?: string
  code?: string
  vdn?: string
}

export const siteSecret = 'right-secret'

export async function startScriptedSite(
  queues = ['repair', 'complaint', 'billing'],
  options: FakeAmiOptions = {},
): Promise<ScriptedSite> {
  const fake = await startFakeAmi({
    username: 'console',
    secret: siteSecret,
    ...options,
    actions: { ...lists(queues), ...options.actions },
  })
  const send = (...blocks: string[]): void => fake.last().send(blocks.join(''))
  return {
    fake,
    arrives(caller) {
      send(arrival(caller))
      return `switch/${caller.uniqueid}`
    },
    rings: (caller, seat) =>
      send(event('AgentCalled', { ...channel(caller), Queue: queueOf(caller), ...seatFields(seat) })),
    isAnswered: (caller, seat) =>
      send(
        event('QueueCallerLeave', { ...channel(caller), Queue: queueOf(caller), Position: '1', Count: '0' }),
        event('AgentConnect', {
          ...channel(caller),
          Queue: queueOf(caller),
          ...seatFields(seat),
          HoldTime: '3',
          RingTime: '2',
        }),
      ),
    givesUp: (caller) => send(departure(caller)),
    hangsUp: (caller) => send(event('HangupRequest', channel(caller)), hangup(caller)),
    close: () => fake.close(),
  }
}

/** What a caller's arrival in a queue is on the wire. */
export const arrival = (caller: ScriptedCaller): string =>
  event('Newchannel', {
    ...channel(caller),
    ChannelState: '4',
    ChannelStateDesc: 'Ring',
    Context: 'from-trunk',
    Exten: '96777',
  }) +
  event('UserEvent', {
    ...channel(caller),
    UserEvent: 'VDNRouted',
    Code: caller.code ?? '1',
    VDN: caller.vdn ?? '8001',
  }) +
  event('QueueCallerJoin', { ...channel(caller), Queue: queueOf(caller), Position: '1', Count: '1' })

/** The caller hangs up while waiting. */
export const departure = (caller: ScriptedCaller): string =>
  event('HangupRequest', channel(caller)) +
  event('QueueCallerAbandon', {
    ...channel(caller),
    Queue: queueOf(caller),
    Position: '1',
    OriginalPosition: '1',
    HoldTime: '3',
  }) +
  event('QueueCallerLeave', { ...channel(caller), Queue: queueOf(caller), Position: '1', Count: '0' }) +
  hangup(caller)

const queueOf = (caller: ScriptedCaller): string => caller.queue ?? 'repair'
const hangup = (caller: ScriptedCaller): string =>
  event('Hangup', { ...channel(caller), Cause: '16', 'Cause-txt': 'Normal Clearing' })

export const event = (name: string, fields: Record<string, string>): string =>
  block(`Event: ${name}`, 'Privilege: call,all', ...Object.entries(fields).map(([key, value]) => `${key}: ${value}`))

const channel = ({ uniqueid, number, name }: ScriptedCaller): Record<string, string> => ({
  Channel: `PJSIP/trunk-${uniqueid.replace('.', '')}`,
  ChannelState: '6',
  ChannelStateDesc: 'Up',
  CallerIDNum: number,
  CallerIDName: name ?? number,
  ConnectedLineNum: '<unknown>',
  ConnectedLineName: '<unknown>',
  Language: 'en',
  AccountCode: '',
  Context: 'vdn',
  Exten: 'q',
  Priority: '1',
  Uniqueid: uniqueid,
  Linkedid: uniqueid,
})

const seatFields = (seat: string): Record<string, string> => ({
  DestChannel: `PJSIP/${seat}-0000002`,
  DestUniqueid: `1799999999.${seat}`,
  DestLinkedid: '',
  Interface: `PJSIP/${seat}`,
  MemberName: `Agent ${seat}`,
})

function lists(queues: string[]): FakeAmiOptions['actions'] {
  const end = (name: string, count: number): string =>
    block(`Event: ${name}`, 'ActionID: {id}', 'EventList: Complete', `ListItems: ${count}`)
  const start = (message: string): string =>
    block('Response: Success', 'ActionID: {id}', 'EventList: start', `Message: ${message}`)
  const queue = (name: string): string =>
    block('Event: QueueParams', `Queue: ${name}`, 'Max: 0', 'Calls: 0', 'ServiceLevel: 20', 'ActionID: {id}')
  return {
    QueueStatus: (_action, { actions }) =>
      actions.filter(({ name }) => name === 'QueueStatus').length > 1
        ? block('Response: Error', 'ActionID: {id}', 'Message: This site is played by a test')
        : start('Queue status will follow') + queues.map(queue).join('') + end('QueueStatusComplete', queues.length),
    Status: () => start('Channel status will follow') + end('StatusComplete', 0),
    CoreSettings: () => block('Response: Success', 'ActionID: {id}', 'AMIversion: 11.0.0', 'AsteriskVersion: 22.10.1'),
    CoreStatus: () =>
      block(
        'Response: Success',
        'ActionID: {id}',
        'CoreStartupDate: 2026-11-20',
        'CoreStartupTime: 08:00:00',
        'CoreCurrentCalls: 0',
      ),
  }
}
