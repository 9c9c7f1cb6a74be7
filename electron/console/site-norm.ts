import type { Core, CoreSettings } from '#shared/domain/core.ts'
import { limitsOf, liveInput } from '#shared/domain/statistics/live.ts'
import { judgeNorm, normNamed } from '#shared/domain/statistics/norms.ts'
import type { TotalsView } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'

/** How today stands against the norm that the site has picked. Judged anew only when something was counted or a rule changed. */
export function createSiteNorm(): (
  core: Core,
  rules: CoreSettings,
  norm: Settings['figures']['norm'],
  now: number,
) => TotalsView['norm'] {
  let asked: unknown[] = []
  let answer: TotalsView['norm']
  return (core, rules, id, now) => {
    const from = rules.dayStart(now)
    const question = [core, core.statistics.revision, rules, id, from]
    if (question.every((one, i) => one === asked[i])) return answer
    asked = question
    const norm = id === null ? undefined : normNamed(id)
    const input = norm && liveInput(core.statistics, { kind: 'total' }, { from, to: Infinity }, now, rules)
    answer = norm && input && { id: norm.id, verdict: judgeNorm(norm, input.slices, limitsOf(rules)).verdict }
    return answer
  }
}
