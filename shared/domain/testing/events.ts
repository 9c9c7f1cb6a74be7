import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import { compileList } from '#shared/domain/priority/compile.ts'
import { plainRule, type PriorityClass, type PriorityList, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { CoreSettings } from '#shared/domain/core.ts'
import type { CallEvent, LegEnd, SwitchPicture, TalkEndedBy } from '#shared/domain/call/call-event.ts'

/** Builders for tests: fixed, readable defaults. `at` is in seconds, to read like a story. */

export const t = (seconds: number): number => 1_800_000_000_000 + seconds * 1000

const seat = (id: string) => ({ id, name: `Seat ${id}` })

export const arrived = (at: number, callId = 's/1', number = '13800001111', dialledNumber = '96777'): CallEvent => ({
  kind: 'call-arrived',
  at: t(at),
  callId,
  caller: { number, name: '' },
  dialledNumber,
})
export const inIvr = (at: number, callId = 's/1'): CallEvent => ({ kind: 'ivr-entered', at: t(at), callId })
export const routed = (at: number, vdn: string, code?: string, callId = 's/1'): CallEvent =>
  code === undefined
    ? { kind: 'vdn-reached', at: t(at), callId, vdn }
    : { kind: 'vdn-reached', at: t(at), callId, vdn, code }
export const joined = (at: number, area = 'repair', callId = 's/1', position?: number): CallEvent =>
  position === undefined
    ? { kind: 'queue-joined', at: t(at), callId, area }
    : { kind: 'queue-joined', at: t(at), callId, area, position }
export const left = (at: number, end: LegEnd | 'undecided', area = 'repair', callId = 's/1'): CallEvent => ({
  kind: 'queue-left',
  at: t(at),
  callId,
  area,
  end,
})
export const rings = (at: number, id: string, area = 'repair', callId = 's/1'): CallEvent => ({
  kind: 'seat-ringing',
  at: t(at),
  callId,
  area,
  seat: seat(id),
})
export const noAnswer = (at: number, id: string, rangMs: number, area = 'repair', callId = 's/1'): CallEvent => ({
  kind: 'ring-no-answer',
  at: t(at),
  callId,
  area,
  seat: seat(id),
  rangMs,
})
export const answered = (at: number, id = '1001', area = 'repair', callId = 's/1'): CallEvent => ({
  kind: 'seat-answered',
  at: t(at),
  callId,
  area,
  seat: seat(id),
})
export const talkEnded = (at: number, by: TalkEndedBy, id = '1001', callId = 's/1'): CallEvent => ({
  kind: 'talk-ended',
  at: t(at),
  callId,
  seat: seat(id),
  by,
})
export const callerHungUp = (at: number, callId = 's/1'): CallEvent => ({ kind: 'caller-hung-up', at: t(at), callId })
export const ended = (at: number, callId = 's/1'): CallEvent => ({ kind: 'call-ended', at: t(at), callId })
export const picture = (at: number, seen: Partial<SwitchPicture> = {}): CallEvent => ({
  kind: 'picture-taken',
  at: t(at),
  switchId: 's',
  picture: { calls: [], areas: [], seats: [], ...seen },
})
export const sightLost = (at: number): CallEvent => ({ kind: 'sight-lost', at: t(at), switchId: 's', why: 'closed' })

export const rule = (id: string, change: Partial<PriorityRule> = {}): PriorityRule => ({
  id,
  name: `Rule ${id}`,
  classId: 'repair',
  severity: 'P1',
  condition: { kind: 'queue-area', area: 'repair' },
  ...plainRule(),
  ...change,
})

export const listOf = (...rules: PriorityRule[]): PriorityList => ({
  version: 1,
  dial: defaultDialPlan,
  classes: [],
  rules,
})

export const priorityClass = (id: string, change: Partial<PriorityClass> = {}): PriorityClass => ({
  id,
  name: { zh: `类别 ${id}`, en: `Class ${id}` },
  severity: 'P2',
  colour: 'blue',
  shape: 'circle',
  sound: 'severity',
  ...change,
})

const dayMs = 86_400_000

/** Every area has 20 s; days are UTC; calls in `repair` are listed as P1. */
export const coreSettings = (...rules: PriorityRule[]): CoreSettings => ({
  lookup: compileList(listOf(...(rules.length > 0 ? rules : [rule('repair')])), createSiteTime('UTC')),
  dayStart: (at) => Math.floor(at / dayMs) * dayMs,
  limitMs: () => 20_000,
  profile: 'negative',
})
