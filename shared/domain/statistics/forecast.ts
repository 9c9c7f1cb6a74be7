import { fraction, type ServiceLevelCounts, type ServiceLevelProfile } from './service-level.ts'

/**
 * How far a service level is from its target. Only legs whose end is known are reckoned with, and those that wait too
 * long already (`overdue`): every further answer in time then adds one above and one below the line, in all profiles.
 */
export type Forecast =
  | { kind: 'no-calls' }
  /** The target is met; this many legs may still miss it. */
  | { kind: 'met'; spare: number }
  /** This many answers in time, one after the other, bring it back. */
  | { kind: 'needs'; answers: number }
  /** 100 % was wanted, and one leg has missed. */
  | { kind: 'out-of-reach' }

/** `targetPct` to a tenth of a percent. */
export function forecastOf(
  profile: ServiceLevelProfile,
  counts: ServiceLevelCounts & { open: number },
  targetPct: number,
  overdue = 0,
): Forecast {
  const [above, line] = fraction(profile, counts)
  const holdsOpen = profile === 'negative' || profile === 'ignore-early-abandons' || profile === 'positive'
  const below = line - (holdsOpen ? counts.open : 0) + overdue
  if (below <= 0) return { kind: 'no-calls' }
  // In tenths of a percent, so that 95 % is 950 and nothing is rounded.
  const target = Math.round(targetPct * 10)
  const over = 1000 * above - target * below
  if (over >= 0) return { kind: 'met', spare: target > 0 ? Math.floor(over / target) : Infinity }
  if (target >= 1000) return { kind: 'out-of-reach' }
  return { kind: 'needs', answers: Math.ceil(-over / (1000 - target)) }
}
