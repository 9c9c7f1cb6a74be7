import { countsOf, pct } from './figures.ts'
import { withThreshold, type LimitsOf } from './limits.ts'
import { countGroup, countParts, type Slice } from './parts.ts'
import { fraction, type ServiceLevelProfile } from './service-level.ts'

/**
 * Norms that a user can pick. A norm has one target or several; all must be met. Its name and source are shown beside
 * every figure that is judged by it, in the reader's language; what the norm itself leaves open is said in `reading`.
 */
export type Norm = {
  id: NormId
  name: { zh: string; en: string }
  source: { zh: string; en: string }
  /** How this console reads what the norm leaves open. */
  reading: { zh: string; en: string }
  targets: readonly NormTarget[]
}
export type NormId = 'hotline-95598' | 'gbt-33358' | 'twenty-seconds' | 'nena' | 'nfpa-1225' | 'eighty-twenty'

export type NormTarget =
  /** `pct` null: the norm names no share; the figure is shown and not judged. */
  | { kind: 'answered-within'; seconds: number; pct: number | null; profile: ServiceLevelProfile }
  /** Answered of all that were offered. */
  | { kind: 'connected'; pct: number }

const everyAnswer = {
  zh: '规范未规定比例：接听的每一通都应在此时间内',
  en: 'The norm names no share: every call that is answered, within this time',
}
const ofAllOffered = { zh: '按全部进线计算', en: 'Of all calls offered' }

export const norms: readonly Norm[] = [
  {
    id: 'hotline-95598',
    name: { zh: '95598 供电服务热线（12 秒）', en: '95598 power hotline (12 s)' },
    source: { zh: '供电服务规范：振铃四声（12 秒）内接听', en: 'Power supply service rules: four rings (12 s)' },
    reading: everyAnswer,
    targets: [{ kind: 'answered-within', seconds: 12, pct: 100, profile: 'answered-only' }],
  },
  {
    id: 'gbt-33358',
    name: {
      zh: 'GB/T 33358 政府热线（15 秒，接通率 95 %）',
      en: 'GB/T 33358 government hotline (15 s, 95 % connected)',
    },
    source: { zh: 'GB/T 33358—2016《政府热线服务规范》', en: 'GB/T 33358-2016, government hotline service' },
    reading: everyAnswer,
    targets: [
      { kind: 'answered-within', seconds: 15, pct: 100, profile: 'answered-only' },
      { kind: 'connected', pct: 95 },
    ],
  },
  {
    id: 'twenty-seconds',
    name: { zh: '20 秒接通率', en: '20-second rate' },
    source: { zh: '呼叫中心常用指标', en: 'A usual figure of call centres' },
    reading: { zh: '按全部进线计算；没有规定比例', en: 'Of all calls offered; no share is laid down' },
    targets: [{ kind: 'answered-within', seconds: 20, pct: null, profile: 'negative' }],
  },
  {
    id: 'nena',
    name: { zh: 'NENA 紧急呼叫（15 秒 90 %，20 秒 95 %）', en: 'NENA emergency calls (90 % in 15 s, 95 % in 20 s)' },
    source: { zh: 'NENA-STA-020', en: 'NENA-STA-020, 9-1-1 call processing' },
    reading: ofAllOffered,
    targets: [
      { kind: 'answered-within', seconds: 15, pct: 90, profile: 'negative' },
      { kind: 'answered-within', seconds: 20, pct: 95, profile: 'negative' },
    ],
  },
  {
    id: 'nfpa-1225',
    name: { zh: 'NFPA 1225（10 秒 90 %）', en: 'NFPA 1225 (90 % in 10 s)' },
    source: { zh: 'NFPA 1225（2022 版）', en: 'NFPA 1225, 2022 edition' },
    reading: ofAllOffered,
    targets: [{ kind: 'answered-within', seconds: 10, pct: 90, profile: 'negative' }],
  },
  {
    id: 'eighty-twenty',
    name: { zh: '80/20', en: '80/20' },
    source: { zh: '呼叫中心常用目标', en: 'The plain target of call centres' },
    reading: ofAllOffered,
    targets: [{ kind: 'answered-within', seconds: 20, pct: 80, profile: 'negative' }],
  },
]

export const normNamed = (id: string): Norm | undefined => norms.find((norm) => norm.id === id)

/** `no-target`: there is nothing to judge by. */
export type Verdict = 'met' | 'not-met' | 'too-few-calls' | 'no-target'
export type TargetResult = { target: NormTarget; above: number; below: number; pct?: number; verdict: Verdict }
export type NormResult = { norm: NormId; verdict: Verdict; targets: TargetResult[] }

/** One call more or less must not decide: below this many calls there is no verdict. */
export const fewestCalls = 20

/** Calls that still wait may yet be answered: they count neither for nor against. */
export function judgeNorm(norm: Norm, slices: readonly Slice[], limits: LimitsOf): NormResult {
  const targets = norm.targets.map((target) => judgeTarget(target, slices, limits))
  const verdict = strictest.find((one) => targets.some((target) => target.verdict === one)) ?? 'no-target'
  return { norm: norm.id, verdict, targets }
}
const strictest: readonly Verdict[] = ['too-few-calls', 'not-met', 'met']

function judgeTarget(target: NormTarget, slices: readonly Slice[], limits: LimitsOf): TargetResult {
  const [above, below] = fractionOf(target, slices, limits)
  const result: TargetResult = { target, above, below, verdict: verdictOf(target.pct, above, below) }
  const share = pct(above, below)
  return share === undefined ? result : { ...result, pct: share }
}

function verdictOf(wantedPct: number | null, above: number, below: number): Verdict {
  if (wantedPct === null) return 'no-target'
  if (below < fewestCalls) return 'too-few-calls'
  return 100 * above >= wantedPct * below ? 'met' : 'not-met'
}

function fractionOf(target: NormTarget, slices: readonly Slice[], limits: LimitsOf): [above: number, below: number] {
  if (target.kind === 'connected') {
    const parts = countParts(slices, limits)
    return [countGroup(parts, 'answered'), countGroup(parts, 'offered') - parts.open]
  }
  const parts = countParts(slices, withThreshold(limits, target.seconds * 1000))
  const counts = countsOf(parts)
  return fraction(target.profile, { ...counts, offered: counts.offered - parts.open })
}
