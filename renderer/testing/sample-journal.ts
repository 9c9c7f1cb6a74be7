import type { CommandInput } from '#shared/ipc/contract.ts'
import type {
  CallSummary,
  CallTrail,
  FigureProvenance,
  Handover,
  LegLine,
  RecoveryEntry,
  Report,
} from '#shared/ipc/journal-view.ts'
import { legParts, type LegPart } from '#shared/domain/statistics/parts.ts'
import { isFigureName, provenanceOf } from '#shared/domain/statistics/provenance.ts'
import { tallyFromRows, type TallyRow } from '#shared/domain/statistics/tally.ts'
import type { MemoryBridge } from './memory-bridge.ts'
import { sampleNow } from './sample-view.ts'

/** Readable, fixed calls, reports and figures, and a bridge that answers as a console with such a journal would. */
export const startOfDay = Date.UTC(2026, 10, 19, 16, 0, 0)
const minuteMs = 60_000

export const sampleListing = {
  ruleId: 'r1',
  ruleName: '抢修电话（VDN）',
  classId: 'repair',
  severity: 'P1',
  listVersion: 12,
} as const
const seat = { id: 'PJSIP/1001', name: '01 张伟' }

export const sampleCall = (changes: Partial<CallSummary> = {}): CallSummary => ({
  callId: 'call-1',
  arrivedAt: sampleNow - 10 * minuteMs,
  endedAt: sampleNow - 8 * minuteMs,
  callerNumber: '13800135207',
  callerName: '',
  dialledNumber: '96777',
  vdn: '8001',
  area: 'repair',
  waitMs: 8000,
  talkMs: 95_000,
  seat,
  outcome: { kind: 'answered', seat, area: 'repair' },
  listing: sampleListing,
  imported: false,
  ...changes,
})

export const sampleTrail = (changes: Partial<CallTrail> = {}): CallTrail => ({
  call: sampleCall(),
  steps: [
    { kind: 'arrived', at: sampleNow - 600_000 },
    { kind: 'routed', at: sampleNow - 595_000, vdn: '8001', code: '1' },
    {
      kind: 'queue',
      at: sampleNow - 595_000,
      area: 'repair',
      position: 2,
      leftAt: sampleNow - 587_000,
      end: 'answered',
      waitMs: 8000,
    },
    {
      kind: 'talk',
      at: sampleNow - 587_000,
      seat,
      area: 'repair',
      endedAt: sampleNow - 492_000,
      endedBy: 'caller',
      holds: [{ from: sampleNow - 550_000, to: sampleNow - 535_000 }],
    },
    { kind: 'gap', at: sampleNow - 580_000, to: sampleNow - 575_000, why: 'console-off' },
    { kind: 'ended', at: sampleNow - 492_000, byCaller: true },
  ],
  because: { kind: 'vdn', vdn: '8001' },
  sameCaller: [],
  recordings: [],
  hasRaw: true,
  ...changes,
})

export const sampleEntry = (changes: Partial<RecoveryEntry> = {}): RecoveryEntry => ({
  callId: 'lost-1',
  arrivedAt: sampleNow - 60_000,
  lostAt: sampleNow - 30_000,
  callerNumber: '13800135207',
  callerName: '王小明',
  area: 'repair',
  vdn: '8001',
  waitMs: 30_000,
  how: 'abandoned',
  listing: sampleListing,
  again: [],
  ...changes,
})

const row = (end: TallyRow['end'], seconds: number, count: number): TallyRow => ({
  end,
  waitSeconds: seconds,
  count,
  sumMs: seconds * 1000 * count,
  maxMs: seconds * 1000,
})

/** The worked example of docs/definitions.md: 70 answered in time, 20 late, 10 abandoned in time, four of them short. */
export function sampleProvenance(
  { figure, profile }: Pick<CommandInput<'figures.provenance'>, 'figure' | 'profile'>,
  gaps: { from: number; to: number }[] = [],
): FigureProvenance {
  if (!isFigureName(figure)) throw new Error(`no figure ${figure}`)
  const rows = [row('answered', 20, 70), row('answered', 21, 20), row('abandoned', 3, 4), row('abandoned', 20, 6)]
  const found = provenanceOf({
    figure,
    input: { slices: [{ area: 'repair', tally: tallyFromRows(rows) }] },
    rules: { limits: () => ({ thresholdMs: 20_000, shortAbandonMs: 5000 }), profile },
    window: { from: startOfDay, to: startOfDay + 1440 * minuteMs },
    gaps,
    now: sampleNow,
  })
  return { ...found, siteNorm: 'eighty-twenty', imported: 0 }
}

export const sampleLeg = (part: LegPart, index: number): LegLine => ({
  callId: `${part}-${index}`,
  area: 'repair',
  enteredAt: sampleNow - (index + 1) * minuteMs,
  ...(part !== 'open' && { endedAt: sampleNow - index * minuteMs }),
  waitMs: 20_000,
  callerNumber: `139000000${String(index).padStart(2, '0')}`,
  vdn: '8001',
})

export const sampleReport = (request: Report['request'], changes: Partial<Report> = {}): Report => ({
  request,
  window: { from: startOfDay, to: startOfDay + 1440 * minuteMs },
  madeAt: sampleNow,
  gaps: [],
  headline: [
    { key: 'offered', unit: 'count', value: 100 },
    { key: 'serviceLevelPct', unit: 'pct', value: 70 },
  ],
  table: {
    columns: [
      { key: 'interval', unit: 'text' },
      { key: 'offered', unit: 'count' },
      { key: 'averageSpeedOfAnswerMs', unit: 'ms' },
    ],
    rows: [
      ['00:00', 60, 8400],
      ['00:30', 40, null],
    ],
  },
  imported: 0,
  ...changes,
})

export const sampleHandover = (changes: Partial<Handover> = {}): Handover => ({
  from: startOfDay,
  to: sampleNow,
  openAlerts: [],
  recovery: [],
  gaps: [],
  notable: [],
  figures: { offered: 100, answered: 90, abandoned: 10, serviceLevelPct: 70, longestWaitMs: 21_000 },
  imported: 0,
  ...changes,
})

/** Pages of two: enough to ask for a second one. */
const pageOf = <T>(all: T[], before: string | null): { items: T[]; next: string | null } => {
  const from = before === null ? 0 : Number(before)
  return { items: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : null }
}

/** Answers as a console whose figures are the worked example. */
export function answerFigures(bridge: MemoryBridge): void {
  bridge.answer('figures.provenance', (input) => ({
    ok: true,
    value: sampleProvenance(input as CommandInput<'figures.provenance'>),
  }))
  bridge.answer('figures.calls', (input) => {
    const { part, before } = input as CommandInput<'figures.calls'>
    const known = legParts.find((one) => one === part) ?? 'open'
    const all = Array.from({ length: 5 }, (_, index) => sampleLeg(known, index))
    const { items, next } = pageOf(all, before)
    return { ok: true, value: { legs: items, next, total: all.length } }
  })
  bridge.answer('calls.trail', (input) => {
    const { callId } = input as CommandInput<'calls.trail'>
    return { ok: true, value: sampleTrail({ call: sampleCall({ callId }) }) }
  })
}

export function answerCalls(bridge: MemoryBridge, calls: CallSummary[]): void {
  bridge.answer('calls.search', (input) => {
    const { items, next } = pageOf(calls, (input as CommandInput<'calls.search'>).before)
    return { ok: true, value: { calls: items, next, searchedFrom: startOfDay } }
  })
  bridge.answer('calls.trail', (input) => {
    const { callId } = input as CommandInput<'calls.trail'>
    const call = calls.find((one) => one.callId === callId)
    if (!call) return { ok: false, error: { kind: 'not-found', what: 'call' } }
    return { ok: true, value: sampleTrail({ call, sameCaller: calls.filter((one) => one !== call) }) }
  })
}

export const askedFor = (bridge: MemoryBridge, name: MemoryBridge['asked'][number]['name']): unknown[] =>
  bridge.asked.filter((one) => one.name === name).map(({ input }) => input)
