import { describe, expect, it } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { readRecording, seatLines, storyOf, switchId, translateAll } from './testing.ts'
import { createSight } from './sight.ts'
import { vdnPlanOf } from './vdn-source.ts'

/** What is made of the bytes of real switches (e2e/asterisk/recordings). Expectations are checked by hand. */

const story = (name: string): string[] => storyOf(translateAll(readRecording(name)))

describe.each([
  ['22', ''],
  ['16', 'asterisk-16/'],
])('Asterisk %s, recorded', (_, folder) => {
  it('an answered call that the caller ends', () => {
    expect(story(`${folder}02-answered-caller-hangs-up.ami`)).toEqual([
      'arrived 13800001111 王小明 for 5000',
      'ivr-entered',
      'vdn 8001 by "1"',
      'call-recorded',
      'joined repair at 1',
      'rings Agent 1001',
      'left repair: answered',
      'Agent 1001 answered in repair',
      'caller-hung-up',
      'talk with Agent 1001 ended by caller',
      'call-ended',
    ])
  })

  it('an answered call that the seat ends: no hang-up of the caller', () => {
    const lines = story(`${folder}02b-answered-agent-hangs-up.ami`)
    expect(lines.slice(-2)[0]).toMatch(/^talk with .* ended by seat$/)
    expect(lines.at(-1)).toBe('call-ended')
    expect(lines).not.toContain('caller-hung-up')
  })

  it('an abandoned call: the caller hangs up before the queue says that it gave up', () => {
    expect(story(`${folder}03-abandoned.ami`).slice(-3)).toEqual([
      'caller-hung-up',
      'left complaint: abandoned',
      'call-ended',
    ])
  })

  it('a seat that lets it ring: RingTime is milliseconds here', () => {
    const lines = story(`${folder}04-ring-no-answer.ami`)
    expect(lines.slice(4, 11)).toEqual([
      'joined repair at 1',
      'rings Agent 1001',
      'Agent 1001 did not answer in 8000 ms',
      'rings Agent 1002',
      'left repair: answered',
      'Agent 1002 answered in repair',
      'caller-hung-up',
    ])
  })

  it('AMI Redirect: AgentComplete comes late and wrong, the talk ends where the caller leaves the bridge', () => {
    const lines = story(`${folder}06-redirect.ami`)
    expect(lines.slice(6)).toEqual([
      'Agent 1004 answered in complaint',
      'talk with Agent 1004 ended by transfer',
      'transferred (redirect) to 8003',
      'joined billing at 1',
      'rings 李娜',
      'left billing: answered',
      '李娜 answered in billing',
      'caller-hung-up',
      'talk with 李娜 ended by caller',
      'call-ended',
    ])
  })

  it('a blind transfer', () => {
    const lines = story(`${folder}06b-blind-transfer.ami`)
    const at = lines.indexOf('transferred (blind) to 8003')
    expect(lines.slice(at, at + 3)).toEqual([
      'transferred (blind) to 8003',
      expect.stringMatching(/^talk with .* ended by transfer$/),
      'joined billing at 1',
    ])
    expect(lines.filter((line) => line.startsWith('transferred'))).toHaveLength(1)
  })

  it('an overflow looks like an abandon and is none', () => {
    const lines = story(`${folder}12-overflow.ami`)
    const at = lines.indexOf('left repair: undecided')
    expect(lines.slice(at, at + 3)).toEqual([
      'left repair: undecided',
      'left repair: timed-out',
      'joined overflow at 1',
    ])
    expect(lines.filter((line) => line.includes('abandoned'))).toEqual([])
    expect(lines.slice(0, at)).not.toContain('caller-hung-up')
  })

  it('the seat puts the caller on hold and takes it back', () => {
    const lines = story(`${folder}14-hold.ami`)
    const at = lines.indexOf('call-held')
    expect(lines[at - 1]).toMatch(/answered in complaint$/)
    expect(lines[at + 1]).toBe('call-resumed')
    expect(lines[at + 2]).toMatch(/ended by seat$/)
  })

  it('a seat that refuses (486) has rung for 0 ms', () => {
    expect(story(`${folder}15-busy-agent.ami`).filter((line) => line.includes('did not answer'))[0]).toMatch(
      / in 0 ms$/,
    )
  })

  it('a caller who withholds the number has none, and no name', () => {
    expect(story(`${folder}19-withheld-caller.ami`)[0]).toBe('arrived withheld for 5000')
  })

  it('a withheld caller whose network tells the number anyway', () => {
    expect(story(`${folder}19b-withheld-with-identity.ami`)[0]).toBe('arrived 13800001920 for 5000')
  })

  it('a queue that lets nobody in is a leg of no length', () => {
    const lines = story(`${folder}20-refused-no-agents.ami`)
    expect(lines.slice(3, 6)).toEqual(['joined night at ?', 'left night: no-agents', 'joined overflow at 1'])
  })

  it('a queue that is full', () => {
    expect(story(`${folder}20b-refused-full.ami`)).toContain('left night: queue-full')
  })

  it('channelvars: the VDN stands on the events themselves', () => {
    const events = translateAll(readRecording(`${folder}10b-channelvars.ami`), {
      kind: 'channel-variable',
      vdn: 'VDN',
      code: 'CODE',
    })
    expect(storyOf(events).slice(0, 4)).toEqual([
      'arrived 13800001011 for 5000',
      'ivr-entered',
      'vdn 8003 by "3"',
      'joined billing at 1',
    ])
  })

  it('timestamps on every message change nothing', () => {
    expect(story('10-timestamps.ami')).toEqual([
      'arrived 13800001010 for 5000',
      'ivr-entered',
      'vdn 8003 by "3"',
      'joined billing at 1',
      'rings 李娜',
      'left billing: answered',
      '李娜 answered in billing',
      'caller-hung-up',
      'talk with 李娜 ended by caller',
      'call-ended',
    ])
  })
})

describe('the IVR, recorded', () => {
  it('three wrong codes lead to the operator', () => {
    expect(story('05-invalid-code-3x.ami').slice(1, 7)).toEqual([
      'ivr-entered',
      'code refused "77"',
      'code refused "88"',
      'code refused "9999"',
      'vdn 8000 by "9999"',
      'joined operator at 1',
    ])
  })

  it('a wrong code and then a good one', () => {
    expect(story('05b-invalid-then-good.ami').slice(2, 4)).toEqual(['code refused "77"', 'vdn 8003 by "3"'])
  })

  it('nothing keyed is an empty code', () => {
    expect(story('05c-no-digits.ami').slice(2, 6)).toEqual([
      'code refused ""',
      'code refused ""',
      'code refused ""',
      'vdn 8000 by ""',
    ])
  })

  it('digits keyed over a prompt never reach the code, so DTMF is not read', () => {
    const codes = story('05d-keyed-over-prompt.ami').filter((line) => line.startsWith('code') || line.startsWith('vdn'))
    expect(codes).toEqual(codesOfUserEvents('05d-keyed-over-prompt.ami'))
  })

  it.each<[string, Parameters<typeof vdnPlanOf>[0], string[]]>([
    [
      'a UserEvent',
      { kind: 'user-event', event: 'VDNRouted', vdnField: 'VDN', codeField: 'Code' },
      ['vdn 8001 by "1"'],
    ],
    ['a UserEvent of another name', { kind: 'user-event', event: 'Other', vdnField: 'VDN', codeField: 'Code' }, []],
    ['VarSet', { kind: 'variable-set', vdn: 'VDN', code: 'CODE' }, ['vdn 8001 by "1"']],
    ['a context of the dialplan', { kind: 'dialplan-context', context: 'vdn' }, ['vdn 8001']],
    ['the queue alone', { kind: 'queue-only' }, []],
    ['channel variables that this switch does not send', { kind: 'channel-variable', vdn: 'VDN', code: 'CODE' }, []],
  ])('the VDN by %s', (_, source, expected) => {
    const lines = storyOf(translateAll(readRecording('02-answered-caller-hangs-up.ami'), source))
    expect(lines.filter((line) => line.startsWith('vdn'))).toEqual(expected)
    expect(lines).toContain('Agent 1001 answered in repair')
  })

  it('a redirection into another VDN is seen where the context tells it', () => {
    const events = translateAll(readRecording('06-redirect.ami'), { kind: 'dialplan-context', context: 'vdn' })
    expect(storyOf(events).filter((line) => line.startsWith('vdn'))).toEqual(['vdn 8002', 'vdn 8003'])
  })
})

function codesOfUserEvents(name: string): string[] {
  return readRecording(name)
    .toString('utf8')
    .split('\r\n\r\n')
    .filter((block) => block.startsWith('Event: UserEvent'))
    .map((block) => {
      const value = (key: string) => new RegExp(`\r\n${key}: ([^\r]*)`).exec(block)?.[1] ?? ''
      return value('UserEvent') === 'IVRInvalidCode'
        ? `code refused "${value('Code')}"`
        : `vdn ${value('VDN')} by "${value('Code')}"`
    })
}

describe('leaving a queue, recorded', () => {
  it('by a key: QueueCallerLeave alone, and then the dialplan goes on', () => {
    const lines = story('21-exit-key.ami')
    const at = lines.indexOf('left night: left-by-key')
    expect(lines.slice(at, at + 3)).toEqual(['left night: left-by-key', 'vdn 8000 by "6"', 'joined operator at 1'])
    expect(lines.filter((line) => line.startsWith('left night'))).toHaveLength(1)
  })

  it('because no seat is left', () => {
    expect(story('20c-left-no-agents.ami').filter((line) => line.startsWith('left night'))).toEqual([
      'left night: undecided',
      'left night: no-agents',
    ])
  })
})

describe('others on the switch, recorded', () => {
  it('a supervisor who listens in is no caller, and ends no talk', () => {
    const lines = story('13-listen-in.ami')
    expect(lines.filter((line) => line.startsWith('arrived'))).toEqual(['arrived 13800001313 for 5000'])
    expect(lines.filter((line) => line.startsWith('talk'))).toEqual(['talk with Agent 1001 ended by caller'])
  })

  it('a reload changes nothing for the calls', () => {
    expect(story('18-reload.ami').filter((line) => line.startsWith('left') || line.startsWith('arrived'))).toEqual([])
  })
})

describe('seats, recorded', () => {
  it('pause with its reason, unpause, add and remove', () => {
    expect(seatLines(translateAll(readRecording('11-members.ami')))).toEqual([
      'repair: Agent 1001 paused (lunch)',
      'repair: Agent 1001 free',
      'repair: Agent 1006 free',
      'repair: PJSIP/1006 removed',
    ])
  })

  it('an agent in two queues has a state in each, also for calls of the other', () => {
    const lines = seatLines(translateAll(readRecording('06b-blind-transfer.ami'))).filter((line) =>
      line.includes('张伟'),
    )
    expect(lines.map((line) => line.replace(/^(\S+): \S+ /, '$1 ')).sort()).toEqual(
      [
        'repair ringing',
        'complaint ringing',
        'repair talking',
        'complaint talking',
        'repair free',
        'complaint free',
      ].sort(),
    )
  })
})

describe.each(['07-burst.ami.gz', '07-burst-full.ami.gz'])('240 calls at 20 a second (%s)', (name) => {
  const sight = createSight(switchId, vdnPlanOf({ kind: 'automatic' }))
  const events = translateAll(readRecording(name), { kind: 'automatic' }, sight)
  const perCall = new Map<string, CallEvent[]>()
  for (const event of events) {
    if (!('callId' in event)) continue
    const call = perCall.get(event.callId)
    if (call) call.push(event)
    else perCall.set(event.callId, [event])
  }
  const count = (predicate: (event: CallEvent) => boolean): number => events.filter(predicate).length

  it('are 240 calls that arrive once and end once', () => {
    expect(perCall.size).toBe(240)
    for (const call of perCall.values()) {
      expect(call[0]?.kind).toBe('call-arrived')
      expect(call.at(-1)?.kind).toBe('call-ended')
      expect(call.filter((e) => e.kind === 'call-arrived' || e.kind === 'call-ended')).toHaveLength(2)
    }
  })

  it('leave nothing behind', () => {
    expect([sight.calls.size, sight.legs.size, sight.bridges.size, sight.leaving.size]).toEqual([0, 0, 0, 0])
  })

  it('end every queue leg, once, as answered or abandoned', () => {
    const joins = count((e) => e.kind === 'queue-joined')
    const answered = count((e) => e.kind === 'queue-left' && e.end === 'answered')
    const abandoned = count((e) => e.kind === 'queue-left' && e.end === 'abandoned')
    expect(joins).toBe(240)
    expect(answered + abandoned).toBe(240)
    expect(count((e) => e.kind === 'queue-left')).toBe(240)
    expect(answered).toBe(count((e) => e.kind === 'seat-answered'))
  })

  it('say "left: answered" directly before "answered"', () => {
    for (const call of perCall.values()) {
      call.forEach((event, i) => {
        if (event.kind === 'seat-answered') expect(call[i - 1]).toMatchObject({ kind: 'queue-left', end: 'answered' })
      })
    }
  })

  it('end every talk once, although AgentComplete sometimes names no seat channel', () => {
    expect(count((e) => e.kind === 'talk-ended')).toBe(count((e) => e.kind === 'seat-answered'))
    expect(count((e) => e.kind === 'talk-ended' && e.by !== 'caller' && e.by !== 'seat')).toBe(0)
  })
})
