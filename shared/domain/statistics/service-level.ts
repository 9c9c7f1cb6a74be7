/** The five named ways to compute a service level; see docs/definitions.md. `negative` is the default. */
export const serviceLevelProfiles = [
  'negative',
  'ignore-early-abandons',
  'positive',
  'answered-only',
  'accepted',
] as const
export type ServiceLevelProfile = (typeof serviceLevelProfiles)[number]

export type ServiceLevelCounts = {
  offered: number
  answered: number
  answeredInTime: number
  abandoned: number
  abandonedInTime: number
  flowedOut: number
  cleared: number
}

/** Percent, 0 – 100; undefined when the denominator is 0: shown as "–", never as 0 % or 100 %. */
export function serviceLevelPct(profile: ServiceLevelProfile, counts: ServiceLevelCounts): number | undefined {
  const [above, below] = fraction(profile, counts)
  return below > 0 ? (100 * above) / below : undefined
}

/** Numerator and denominator, so that the screen can show the formula in numbers. */
export function fraction(profile: ServiceLevelProfile, c: ServiceLevelCounts): [above: number, below: number] {
  switch (profile) {
    case 'negative':
      return [c.answeredInTime, c.offered]
    case 'ignore-early-abandons':
      return [c.answeredInTime, c.offered - c.abandonedInTime]
    case 'positive':
      return [c.answeredInTime + c.abandonedInTime, c.offered]
    case 'answered-only':
      return [c.answeredInTime, c.answered]
    case 'accepted':
      return [c.answeredInTime, c.answered + c.abandoned + c.flowedOut + c.cleared]
  }
}
