// What record-all.ts plays and records: for each recording the phones, the calls, and what ends it.
import type { Action, Recording } from './ami-recorder.ts'
import type { AgentPlan, CallPlan } from './lab.ts'

export type Ending = Omit<Recording, 'file' | 'port' | 'user' | 'secret'> & { user?: string; secret?: string }

export type Scene = {
  agents: Readonly<Record<string, AgentPlan>>
  /** Placed one second into the recording. */
  calls: readonly CallPlan[]
  ending: Ending
  /** Settings of lab.env for this scene only. */
  env?: Readonly<Record<string, string>>
  /** Seconds in a queue before overflow, for this scene only. */
  queueTimeoutSeconds?: number
  /** A CLI command that puts back what the scene changed. */
  afterwards?: string
}

const scene = (
  agents: Scene['agents'],
  calls: Scene['calls'],
  ending: Ending,
  more: Pick<Scene, 'env' | 'queueTimeoutSeconds' | 'afterwards'> = {},
): Scene => ({ agents, calls, ending, ...more })

export const answers = (ringMs: number, talkMs: number): AgentPlan => ({ does: 'answers', ringMs, talkMs })
export const never: AgentPlan = { does: 'never' }
export const everyone = Object.fromEntries(
  ['1001', '1002', '1003', '1004', '1005', '1006'].map((agent) => [agent, answers(1000, 30_000)]),
)
/** Until the first Cdr of a call: it comes when all is over. */
export const cdr = (longestMs: number, quietMs = 1500): Ending => ({ until: { event: ['Cdr'] }, quietMs, longestMs })
const talkOver = (queue: string, more: Partial<Ending> = {}): Ending => ({
  until: { event: ['AgentComplete', { Queue: queue }] },
  quietMs: 2000,
  longestMs: 60_000,
  ...more,
})
const atOnce = (actions: readonly Action[], more: Partial<Ending> = {}): Ending => ({
  actions,
  quietMs: 1000,
  longestMs: 30_000,
  ...more,
})

const pauseInNight = (paused: boolean): Action => [
  'QueuePause',
  { Queue: 'night', Interface: 'PJSIP/1004', Paused: String(paused) },
]
const noChannel = 'PJSIP/none-00000000'

const unpauseNight = 'queue unpause member PJSIP/1004 queue night'

/** In the order of playing. What needs more than phones, calls and actions is in record-all.ts. */
export const scenes: Readonly<Record<string, Scene>> = {
  '01-quiet': scene(
    everyone,
    [],
    atOnce([
      ['QueueStatus'],
      ['QueueSummary'],
      ['CoreShowChannels'],
      ['DeviceStateList'],
      ['ExtensionStateList'],
      ['CoreStatus'],
      ['CoreSettings'],
    ]),
  ),
  '02-answered-caller-hangs-up': scene(
    { 1001: answers(2000, 60_000), 1002: answers(2000, 60_000) },
    [{ code: '1', holdMs: 10_000, from: '13800001111', name: '王小明' }],
    cdr(40_000),
  ),
  '02b-answered-agent-hangs-up': scene(
    { 1003: answers(2000, 5000), 1004: answers(2000, 5000) },
    [{ code: '2', holdMs: 60_000, from: '13800002222' }],
    cdr(40_000),
  ),
  '03-abandoned': scene(
    { 1003: never, 1004: never },
    [{ code: '2', holdMs: 12_000, from: '13800003333' }],
    cdr(40_000, 2000),
  ),
  '04-ring-no-answer': scene(
    { 1001: never, 1002: answers(2000, 60_000) },
    [{ code: '1', holdMs: 18_000, from: '13800004444' }],
    talkOver('repair'),
  ),
  '05-invalid-code-3x': scene(
    everyone,
    [{ code: '77', retries: ['88', '9999'], holdMs: 8000, from: '13800005555' }],
    cdr(60_000),
  ),
  '05b-invalid-then-good': scene(
    everyone,
    [{ code: '77', retries: ['3'], holdMs: 8000, from: '13800005556' }],
    cdr(60_000),
  ),
  '05c-no-digits': scene(everyone, [{ code: null, holdMs: 40_000, from: '13800005557' }], cdr(80_000)),
  '05d-keyed-over-prompt': scene(
    everyone,
    [{ code: '77', retries: ['88', '9999'], retryGapMs: 5000, holdMs: 8000, from: '13800005558' }],
    cdr(60_000),
  ),
  '06-redirect': scene(
    everyone,
    [{ code: '2', holdMs: 16_000, from: '13800006666' }],
    talkOver('billing', {
      react: {
        to: ['AgentConnect', { Queue: 'complaint' }],
        afterMs: 3000,
        actions: (event) => [
          ['Redirect', { Channel: event['Channel'] ?? '', Context: 'vdn', Exten: '8003', Priority: '1' }],
        ],
      },
    }),
  ),
  '06b-blind-transfer': scene(
    everyone,
    [{ code: '2', holdMs: 16_000, from: '13800006667' }],
    talkOver('billing', {
      react: {
        to: ['AgentConnect', { Queue: 'complaint' }],
        afterMs: 3000,
        actions: (event) => [['BlindTransfer', { Channel: event['DestChannel'] ?? '', Context: 'vdn', Exten: '8003' }]],
      },
    }),
  ),
  '10-timestamps': scene(everyone, [{ code: '3', holdMs: 6000, from: '13800001010' }], cdr(40_000), {
    env: { AMI_TIMESTAMPS: 'yes' },
  }),
  '10b-channelvars': scene(
    everyone,
    [{ code: '3', holdMs: 6000, from: '13800001011' }],
    {
      user: 'filtered',
      until: { event: ['Hangup'], count: 2 },
      quietMs: 1500,
      longestMs: 40_000,
    },
    { env: { AMI_CHANNELVARS: 'VDN,CODE' } },
  ),
  '11-members': scene(
    everyone,
    [],
    atOnce([
      ['QueuePause', { Interface: 'PJSIP/1001', Paused: 'true', Reason: 'lunch' }],
      ['QueuePause', { Interface: 'PJSIP/1001', Paused: 'false' }],
      [
        'QueueAdd',
        {
          Queue: 'repair',
          Interface: 'PJSIP/1006',
          MemberName: 'Agent 1006',
          Penalty: '2',
          StateInterface: 'PJSIP/1006',
        },
      ],
      ['QueuePenalty', { Queue: 'repair', Interface: 'PJSIP/1006', Penalty: '5' }],
      ['QueueRemove', { Queue: 'repair', Interface: 'PJSIP/1006' }],
      ['QueueStatus', { Queue: 'repair' }],
    ]),
  ),
  '12-overflow': scene(
    { 1001: never, 1002: never, 1003: never, 1005: answers(1000, 20_000), 1006: never },
    [{ code: '1', holdMs: 20_000, from: '13800001212' }],
    talkOver('overflow'),
    { queueTimeoutSeconds: 10 },
  ),
  '13-listen-in': scene(everyone, [{ code: '1', holdMs: 12_000, voice: true, from: '13800001313' }], {
    react: {
      to: ['AgentConnect', { Queue: 'repair' }],
      afterMs: 1000,
      actions: () => [
        [
          'Originate',
          {
            Channel: 'PJSIP/1006',
            CallerID: 'Supervisor <2001>',
            Application: 'ChanSpy',
            Data: 'PJSIP/1001,qE',
            Async: 'true',
          },
        ],
      ],
    },
    until: { event: ['ChanSpyStop'] },
    quietMs: 2000,
    longestMs: 40_000,
  }),
  '14-hold': scene(
    { 1003: { does: 'holds', ringMs: 1000, talkMs: 4000 }, 1004: { does: 'holds', ringMs: 1000, talkMs: 4000 } },
    [{ code: '2', holdMs: 40_000, from: '13800001414' }],
    cdr(40_000),
  ),
  '15-busy-agent': scene(
    { 1001: { does: 'busy' }, 1002: answers(1000, 5000) },
    [{ code: '1', holdMs: 40_000, from: '13800001515' }],
    talkOver('repair'),
  ),
  '17-command-and-errors': scene(
    everyone,
    [],
    atOnce(
      [
        ['Command', { Command: 'queue show repair' }],
        ['Command', { Command: 'no such command' }],
        ['Redirect', { Channel: noChannel, Context: 'vdn', Exten: '8001', Priority: '1' }],
        ['QueuePause', { Queue: 'repair', Interface: 'PJSIP/9999', Paused: 'true' }],
        ['QueueAdd', { Queue: 'repair', Interface: 'PJSIP/1001' }],
        ['QueueStatus', { Queue: 'nosuch' }],
        ['Originate', { Channel: 'PJSIP/9999', Application: 'Echo', Async: 'true' }],
        ['Hangup', { Channel: noChannel }],
        ['NoSuchAction'],
        ['Ping'],
        ['Events', { EventMask: 'agent,call' }],
        ['Getvar', { Variable: 'VDN_1' }],
        ['Logoff'],
      ],
      { quietMs: 1500 },
    ),
  ),
  '17b-wrong-password': scene({}, [], { secret: 'wrong', quietMs: 3000, longestMs: 10_000 }),
  '17c-no-permission': scene(
    {},
    [],
    atOnce(
      [
        ['Redirect', { Channel: noChannel, Context: 'vdn', Exten: '8001', Priority: '1' }],
        ['CoreShowChannels'],
        ['QueueStatus'],
      ],
      { user: 'wallboard' },
    ),
  ),
  '19-withheld-caller': scene(
    everyone,
    [{ code: '3', holdMs: 6000, from: '13800001919', identity: 'withheld' }],
    cdr(40_000),
  ),
  '19b-withheld-with-identity': scene(
    everyone,
    [{ code: '3', holdMs: 6000, from: '13800001920', identity: 'withheld-with-identity' }],
    cdr(40_000),
  ),
  // The night queue's only member is paused first: the caller is refused and goes on to "overflow".
  '20-refused-no-agents': scene(
    everyone,
    [{ code: '6', holdMs: 10_000, from: '13800002020' }],
    talkOver('overflow', { actions: [pauseInNight(true)] }),
    { afterwards: unpauseNight },
  ),
  // Two callers at once, maxlen 1: the second is refused.
  '20b-refused-full': scene(
    { ...everyone, 1004: never },
    [
      { code: '6', holdMs: 14_000, from: '13800002021' },
      { code: '6', beforeKeyMs: 4000, holdMs: 6000, from: '13800002022' },
    ],
    { until: { event: ['QueueCallerAbandon', { Queue: 'night' }] }, quietMs: 2000, longestMs: 60_000 },
  ),
  // The member is paused while the caller waits: the caller is sent away and goes on to "overflow".
  '20c-left-no-agents': scene(
    { ...everyone, 1004: never },
    [{ code: '6', holdMs: 25_000, from: '13800002023' }],
    talkOver('overflow', {
      react: { to: ['QueueCallerJoin', { Queue: 'night' }], afterMs: 4000, actions: () => [pauseInNight(true)] },
    }),
    { afterwards: unpauseNight },
  ),
  '21-exit-key': scene(
    { ...everyone, 1004: never },
    [{ code: '6', holdMs: 8000, laterKeys: { afterMs: 12_000, keys: '0' }, from: '13800002121' }],
    talkOver('operator'),
  ),
}
