import { hospital, inventNeighbour, inventPerson } from './names.ts'
import type { Person } from './names.ts'
import type { Random } from './random.ts'
import type { CallerPlan, SiteModel, TalkPlan } from './site-model.ts'

/** Draws what one caller will do: who, which code, how patient, how long a talk. Times in ms of site time. */

type Habit = {
  share: number
  codes: readonly [readonly [string, number], ...(readonly [string, number])[]]
  talkMs: number
  patienceMs: number
}

/** By VDN: share of the calls, the codes that people key, the median talk and the median patience. */
const habits: Record<string, Habit> = {
  8001: {
    share: 0.22,
    codes: [
      ['1', 5],
      ['911', 1],
    ],
    talkMs: 85_000,
    patienceMs: 100_000,
  },
  8002: { share: 0.16, codes: [['2', 1]], talkMs: 150_000, patienceMs: 75_000 },
  8003: { share: 0.3, codes: [['3', 1]], talkMs: 110_000, patienceMs: 55_000 },
  8004: { share: 0.18, codes: [['4', 1]], talkMs: 150_000, patienceMs: 60_000 },
  8000: {
    share: 0.14,
    codes: [
      ['0', 3],
      ['', 2],
    ],
    talkMs: 45_000,
    patienceMs: 60_000,
  },
}
const otherVdns = ['8001', '8002', '8003', '8004'] as const
const wrongCodes = ['5', '7', '9', '12', '88', '6'] as const

const pickVdn = (random: Random): string => {
  const [first = '8000', ...rest] = Object.keys(habits)
  const weight = (vdn: string): readonly [string, number] => [vdn, habits[vdn]?.share ?? 0]
  return random.weighted([weight(first), ...rest.map(weight)])
}

/** When each code is keyed: after the prompt has begun; again only when the "invalid" prompt, 4.4 s, is over. */
function keying(random: Random, model: SiteModel, codes: readonly string[], quick: boolean): CallerPlan['keys'] {
  let promptAt = model.ivr.answerMs
  return codes.map((code) => {
    const thinks = quick
      ? 400
      : Math.min(model.ivr.promptMs + model.ivr.digitTimeoutMs - 500, random.around(1_700, 0.5))
    const digits = quick || code.length > 1 || random.chance(0.3) ? `${code}#` : code
    const keyed = { atMs: Math.round(promptAt + thinks), digits }
    const wait = digits.endsWith('#') ? 0 : model.ivr.digitTimeoutMs
    promptAt = keyed.atMs + digits.length * 400 + wait + model.ivr.invalidPromptMs
    return keyed
  })
}

function talkPlan(random: Random, medianMs: number, vdn: string): TalkPlan {
  const talkMs = Math.round(Math.min(random.around(medianMs, 0.55), 900_000))
  const plan: TalkPlan = { talkMs, endedBy: random.chance(0.7) ? 'caller' : 'agent' }
  if (talkMs > 40_000 && random.chance(0.12)) {
    plan.hold = {
      afterMs: Math.round(talkMs * 0.3),
      forMs: Math.round(Math.min(random.around(20_000, 0.5), talkMs * 0.5)),
    }
  }
  if (random.chance(vdn === '8000' ? 0.3 : 0.04)) {
    const to = random.pick(otherVdns)
    const how = random.chance(0.75) ? 'blind' : 'redirect'
    if (to !== vdn) return { talkMs, endedBy: 'caller', transfer: { afterMs: Math.round(talkMs * 0.4), vdn: to, how } }
  }
  return plan
}

export type Wish = { person?: Person; vdn?: string; quick?: boolean; patienceMs?: number; talkMs?: number }

export function drawCaller(random: Random, model: SiteModel, wish: Wish = {}): CallerPlan {
  const vdn = wish.vdn ?? pickVdn(random)
  const habit = habits[vdn]
  if (!habit) throw new Error(`nobody calls VDN ${vdn}`)
  const code = random.weighted(habit.codes)
  const codes = !wish.quick && random.chance(0.06) ? [random.pick(wrongCodes), code] : [code]
  const person = wish.person ?? drawPerson(random)
  const hurried = random.chance(0.04)
  const patienceMs = wish.patienceMs ?? (hurried ? random.between(2_000, 9_000) : random.around(habit.patienceMs, 0.6))
  const plan: CallerPlan = {
    ...person,
    keys: keying(random, model, wish.quick ? [code || '0'] : codes, wish.quick ?? false).filter(
      ({ digits }) => digits !== '' && digits !== '#',
    ),
    patienceMs: Math.round(patienceMs),
    talks: [
      talkPlan(random, wish.talkMs ?? habit.talkMs, vdn),
      { talkMs: Math.round(random.around(70_000, 0.5)), endedBy: 'caller' },
    ],
  }
  if (!wish.quick && random.chance(0.04)) plan.leavesIvrAtMs = Math.round(random.between(800, 4_000))
  return plan
}

const withheld: Person = { number: '', name: '' }

const drawPerson = (random: Random): Person =>
  random.weighted<() => Person>([
    [() => inventPerson(random), 93],
    [() => hospital, 3],
    [() => withheld, 4],
  ])()

/** A gas leak, a burst main: the whole district wants repair. */
export const drawStormCaller = (random: Random, model: SiteModel): CallerPlan =>
  drawCaller(random, model, {
    person: inventNeighbour(random),
    vdn: '8001',
    quick: random.chance(0.6),
    patienceMs: random.around(120_000, 0.6),
    talkMs: 50_000,
  })
