import type { PriorityClass } from '#shared/domain/priority/rule.ts'
import type { SessionView } from '#shared/ipc/access-view.ts'
import type { AlertView, AreaView, ConsoleSnapshot, ConsoleView, LinkView } from '#shared/ipc/view.ts'
import type { Figures } from '#shared/domain/statistics/figures.ts'

/** Readable, fixed views for the tests: a quiet site at 14:32:00 in Shanghai. Tests say only what they are about. */
export const sampleNow = Date.UTC(2026, 10, 20, 6, 32, 0)
const startOfDay = Date.UTC(2026, 10, 19, 16, 0, 0)

export const sampleAlert = (changes: Partial<AlertView> = {}): AlertView => ({
  id: 'call-1',
  severity: 'P1',
  classId: 'repair',
  callerNumber: '13800135207',
  callerName: '',
  dialledNumber: '96777',
  transferCode: '1',
  vdn: '8001',
  area: 'repair',
  position: 1,
  stage: 'queued',
  seats: [],
  rule: {
    id: 'repair-vdn',
    name: '抢修电话（VDN）',
    because: { kind: 'vdn', vdn: '8001' },
    alsoMatched: [],
    listVersion: 1,
  },
  handling: '',
  sound: 'p1',
  raisedAt: sampleNow - 5000,
  waitingSince: sampleNow - 5000,
  limitMs: 12_000,
  needsOutcome: false,
  ...changes,
})

export const sampleFigures = (changes: Partial<Figures> = {}): Figures => ({
  window: { from: startOfDay, kind: 'today' },
  offered: 100,
  answered: 90,
  answeredInTime: 70,
  abandoned: 10,
  abandonedInTime: 10,
  flowedOut: 0,
  cleared: 0,
  unknown: 0,
  open: 0,
  averageSpeedOfAnswerMs: 8_400,
  longestWaitMs: 64_000,
  serviceLevel: { profile: 'negative', thresholdSeconds: 20, pct: 70 },
  ...changes,
})

export const sampleArea = (changes: Partial<AreaView> = {}): AreaView => ({
  area: 'repair',
  name: { zh: '抢修', en: 'Emergency repair' },
  waiting: 0,
  listedWaiting: 0,
  seats: { free: 2, ringing: 0, talking: 1, paused: 0, staffed: 3, states: [] },
  limitSeconds: 12,
  listed: { classId: 'repair', severity: 'P1' },
  today: sampleFigures(),
  last30Minutes: sampleFigures({ window: { from: sampleNow - 1_800_000, kind: 'last-30-minutes' } }),
  ...changes,
})

export const sampleLink = (changes: Partial<LinkView> = {}): LinkView => ({
  name: '10.0.0.5:5038',
  state: { kind: 'up', since: startOfDay },
  lastHeardAt: sampleNow,
  countingSince: startOfDay,
  gaps: [],
  ...changes,
})

export const sampleClass = (changes: Partial<PriorityClass> = {}): PriorityClass => ({
  id: 'repair',
  name: { zh: '抢修', en: 'Emergency repair' },
  severity: 'P1',
  colour: 'red',
  shape: 'octagon',
  sound: 'severity',
  ...changes,
})

/** A single desk without PINs, where everything is allowed. */
export const sampleSession = (changes: Partial<SessionView> = {}): SessionView => ({
  role: 'admin',
  by: '02 席',
  seesNumbers: true,
  access: 'open',
  people: [],
  ...changes,
})

export const samplePeople: SessionView['people'] = [
  { id: 'zhang', name: '张伟', role: 'admin' },
  { id: 'li', name: '李娜', role: 'supervisor' },
]

/** Nobody is signed in at a desk with PINs. */
export const sampleDesk = (changes: Partial<SessionView> = {}): SessionView =>
  sampleSession({ role: 'reception', access: 'pins', people: samplePeople, ...changes })

/** The admin is signed in for another ten minutes. */
export const sampleSignedIn = (changes: Partial<SessionView> = {}): SessionView =>
  sampleSession({
    by: '张伟',
    access: 'pins',
    people: samplePeople,
    person: { id: 'zhang', name: '张伟', role: 'admin' },
    endsAt: sampleNow + 600_000,
    ...changes,
  })

export function sampleView(changes: Partial<Omit<ConsoleView, 'alerts'>> = {}, alerts: AlertView[] = []): ConsoleView {
  return {
    site: { name: '示例市燃气', hotline: '96777', timeZone: 'Asia/Shanghai', practice: false, wallOffsetMs: 0 },
    link: sampleLink(),
    alerts: Object.fromEntries(alerts.map((alert) => [alert.id, alert])),
    areas: [sampleArea()],
    totals: {
      waiting: 0,
      listedWaiting: 0,
      waitingByVdn: {},
      waitingByClass: {},
      today: sampleFigures(),
      last30Minutes: sampleFigures({ window: { from: sampleNow - 1_800_000, kind: 'last-30-minutes' } }),
      calls: 0,
      recoveryOpen: 0,
    },
    sound: { raised: 0 },
    classes: [
      sampleClass(),
      sampleClass({
        id: 'complaint',
        name: { zh: '投诉', en: 'Complaint' },
        severity: 'P2',
        colour: 'amber',
        shape: 'diamond',
      }),
      sampleClass({
        id: 'key-customer',
        name: { zh: '重要用户', en: 'Key customer' },
        severity: 'P2',
        colour: 'violet',
        shape: 'star',
      }),
    ],
    list: { version: 12, publishedAt: startOfDay, by: '张伟', rules: 5 },
    problems: [],
    ...changes,
  }
}

export const sampleSnapshot = (view: ConsoleView = sampleView(), revision = 1): ConsoleSnapshot => ({
  revision,
  sentAt: sampleNow,
  view,
})
