import { drawCaller, drawStormCaller } from './caller-plan.ts'
import type { Wish } from './caller-plan.ts'
import { arrive } from './ivr.ts'
import { inventPerson } from './names.ts'
import type { Person } from './names.ts'
import type { Call, Pbx } from './pbx.ts'
import type { Random } from './random.ts'
import type { CallerPlan, SiteModel } from './site-model.ts'
import type { Timeline } from './timeline.ts'

/**
 * Who calls when. A Poisson stream whose rate follows the hour at the site, with people who call again, and on command a
 * storm over it. It plans one call ahead; while the switch is down callers hear nothing, and are lost.
 */
export type Traffic = {
  start(): void
  /** A repair call at once, so that a newcomer does not stare at an empty wall. */
  welcome(): void
  storm(): void
  gone(call: Call): void
}

export type TrafficOptions = {
  timeline: Timeline
  random: Random
  model: SiteModel
  timeZone: string
  /** Epoch ms at site time 0: what the day's rhythm counts from. */
  openedAt: number
  pbx: () => Pbx | undefined
}

export const busiestCallsPerHour = 150
/** By hour at the site. A real night has a tenth of the day's calls; here a third, for a wall to look at. */
const dayRhythm = [
  0.36, 0.33, 0.3, 0.3, 0.32, 0.36, 0.45, 0.6, 0.85, 1, 1, 0.95, 0.75, 0.75, 0.9, 0.95, 0.95, 0.9, 0.85, 0.85, 0.75,
  0.65, 0.5, 0.42,
]

export function createRhythm(timeZone: string): (epochMs: number) => number {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (epochMs) => {
    const [hour = 0, minute = 0] = clock.format(epochMs).split(':').map(Number)
    const here = dayRhythm[hour] ?? 1
    const next = dayRhythm[(hour + 1) % 24] ?? here
    return here + ((next - here) * minute) / 60
  }
}

const stormCalls = 180
const stormMs = 5 * 60_000

export function createTraffic({ timeline, random, model, timeZone, openedAt, pbx }: TrafficOptions): Traffic {
  const rhythm = createRhythm(timeZone)
  const regulars: Person[] = Array.from({ length: 40 }, () => inventPerson(random))
  let stormUntil = -Infinity

  const enter = (plan: CallerPlan): void => {
    const open = pbx()
    if (open) arrive(open, plan)
  }
  const somebody = (): Wish =>
    random.chance(0.12) ? { person: regulars[random.int(0, regulars.length - 1)] ?? inventPerson(random) } : {}

  const next = (): void => {
    timeline.after(random.exponential(3_600_000 / busiestCallsPerHour), () => {
      if (random.chance(rhythm(openedAt + timeline.now()))) enter(drawCaller(random, model, somebody()))
      next()
    })
  }

  return {
    start: next,
    welcome() {
      timeline.after(600, () => enter(drawCaller(random, model, { vdn: '8001', quick: true, patienceMs: 90_000 })))
    },
    storm() {
      if (timeline.now() < stormUntil) return
      stormUntil = timeline.now() + stormMs
      for (let count = 0; count < stormCalls; count++) {
        // Few at first, then everybody, then it thins out.
        const when = (random.next() + random.next() + random.next()) / 3
        timeline.after(when * stormMs, () => enter(drawStormCaller(random, model)))
      }
    },
    gone(call) {
      const { number, name } = call.plan
      if (call.talks > 0 || call.vdn === '' || number === '' || !random.chance(0.4)) return
      const again = (): void =>
        enter(drawCaller(random, model, { person: { number, name }, vdn: call.vdn, quick: true }))
      timeline.after(random.between(20_000, 90_000), again)
    },
  }
}
