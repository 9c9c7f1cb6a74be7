import type { Figures } from '#shared/domain/statistics/figures.ts'
import { fraction, serviceLevelPct, type ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import { assertNever } from '#shared/std/assert-never.ts'

export const profiles: ServiceLevelProfile[] = [
  'negative',
  'ignore-early-abandons',
  'positive',
  'answered-only',
  'accepted',
]

/** The formula of a profile with the numbers in it, e.g. `(70 + 10) ÷ 100`; the words are the dictionaries'. */
export function formulaInNumbers(profile: ServiceLevelProfile, f: Figures, number: (value: number) => string): string {
  const [above, below] = fraction(profile, f)
  const n = number
  switch (profile) {
    case 'negative':
    case 'answered-only':
      return `${n(above)} ÷ ${n(below)}`
    case 'ignore-early-abandons':
      return `${n(above)} ÷ (${n(f.offered)} − ${n(f.abandonedInTime)})`
    case 'positive':
      return `(${n(f.answeredInTime)} + ${n(f.abandonedInTime)}) ÷ ${n(below)}`
    case 'accepted':
      return `${n(above)} ÷ (${n(f.answered)} + ${n(f.abandoned)} + ${n(f.flowedOut)} + ${n(f.cleared)})`
    default:
      return assertNever(profile)
  }
}

export const levelOf = (profile: ServiceLevelProfile, figures: Figures): number | undefined =>
  serviceLevelPct(profile, figures)
