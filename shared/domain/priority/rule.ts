import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'

/**
 * The priority reception list: rules that say which calls come first, and why.
 *
 * Order of strength between the rules that match one call, written once and used everywhere (`strength.ts`):
 *   1. higher severity (P1 before P2 before P3)
 *   2. narrower condition: caller number exact > number list > number range > caller prefix (longer first) > withheld
 *      > repeat caller > VDN > transfer code > queue area > dialled number > the rest.
 *      `all` is as narrow as its narrowest part, and a little narrower for each further part; `any` is as narrow as its
 *      widest part; `not` is the widest of all.
 *   3. the admin's order in the list
 */
export type Severity = 'P1' | 'P2' | 'P3'

/**
 * Numbers are kept as the admin typed them (`0755-2688 4100`); what they are compared by is derived when the list is
 * compiled (shared/domain/dial), with the dial plan that the list carries. A condition holds at most one `caller-list`, and is
 * at most `conditionLimits.depth` deep.
 */
export type Condition =
  | { kind: 'caller-number'; number: string }
  | { kind: 'caller-prefix'; prefix: string }
  /** Both ends included; both of one length once normalised. */
  | { kind: 'caller-range'; from: string; to: string }
  | { kind: 'caller-list'; numbers: string[] }
  | { kind: 'caller-withheld' }
  | { kind: 'dialled-number'; number: string }
  | { kind: 'transfer-code'; code: string }
  | { kind: 'vdn'; vdn: string }
  | { kind: 'queue-area'; area: string }
  /** The same caller for at least the `calls`-th time (this call counts) within `minutes`. Withheld numbers never repeat. */
  | { kind: 'repeat-caller'; calls: number; minutes: number }
  | { kind: 'all'; of: Condition[] }
  | { kind: 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition }

export type ConditionKind = Condition['kind']

export const conditionLimits = {
  depth: 4,
  parts: 20,
  numbers: 100_000,
  repeatCalls: 50,
  repeatMinutes: 24 * 60,
} as const
export const listLimits = { rules: 200_000, classes: 100, numbers: 1_000_000 } as const

/** Which of the three alarm patterns is played (five, three or one pulse). P1 can never be silent. */
export type SoundPattern = 'severity' | 'p1' | 'p2' | 'p3' | 'silent'

/** Hours on days of the week (1 = Monday … 7 = Sunday) in the site's time zone. `to` not after `from` ends the next day. */
export type WeeklyHours = { days: number[]; from: string; to: string }

export type PriorityRule = {
  id: string
  name: string
  classId: string
  severity: Severity
  condition: Condition
  enabled: boolean
  /** Days of the site's calendar, `YYYY-MM-DD`, both included; null = no limit. Judged at the call's arrival. */
  validFrom: string | null
  validTo: string | null
  /** Empty = always. Judged at the call's arrival. */
  hours: WeeklyHours[]
  owner: string
  note: string
  sound: 'class' | SoundPattern
  /** Name of an SMS ladder; '' = none. */
  ladder: string
  /** What the person who takes the call should do; shown on the card. */
  handling: string
}

/** What a rule says that nobody has said anything else of: in force always, and quiet about the rest. */
export const plainRule = (): Omit<PriorityRule, 'id' | 'name' | 'classId' | 'severity' | 'condition'> => ({
  enabled: true,
  validFrom: null,
  validTo: null,
  hours: [],
  owner: '',
  note: '',
  sound: 'class',
  ladder: '',
  handling: '',
})

export type ClassColour = 'red' | 'amber' | 'blue' | 'green' | 'violet' | 'pink' | 'teal' | 'grey'
export type ClassShape = 'octagon' | 'diamond' | 'circle' | 'square' | 'triangle' | 'hexagon' | 'star' | 'cross'
export const classColours: ClassColour[] = ['red', 'amber', 'blue', 'green', 'violet', 'pink', 'teal', 'grey']
export const classShapes: ClassShape[] = [
  'octagon',
  'diamond',
  'circle',
  'square',
  'triangle',
  'hexagon',
  'star',
  'cross',
]

/** A class of listed calls: emergency repair, complaint, or one the utility defines. */
export type PriorityClass = {
  id: string
  name: LocalText
  /** What a new rule of this class starts with. */
  severity: Severity
  colour: ClassColour
  shape: ClassShape
  sound: SoundPattern
}

/** A name that a utility gives, in both languages of the screen. */
export type LocalText = { zh: string; en: string }

/** What a version of the list holds. The order of `rules` is the admin's order. */
export type ListDocument = { dial: DialPlan; classes: PriorityClass[]; rules: PriorityRule[] }

export type PriorityList = ListDocument & { version: number }

/** What in the call made a rule match: the condition, reduced to the parts that held. Small, whatever the list's size. */
export type Because =
  | Exclude<Condition, { kind: 'caller-list' | 'repeat-caller' | 'all' | 'any' | 'not' }>
  | { kind: 'caller-list'; count: number }
  | { kind: 'repeat-caller'; calls: number; minutes: number; counted: number }
  | { kind: 'all'; of: Because[] }
  | { kind: 'not'; of: ConditionKind }

/** Which rule of which list version lists a call, which others matched, and what in the call made the winner match. */
export type Match = {
  ruleId: string
  ruleName: string
  classId: string
  severity: Severity
  because: Because
  alsoMatched: string[]
  listVersion: number
  /** Resolved: never `class` nor `severity`. */
  sound: Exclude<SoundPattern, 'severity'>
  ladder: string
  handling: string
}

/** What of a call a rule can look at. */
export type CallFacts = {
  arrivedAt: number
  /** As the switch gives it; '' = withheld. */
  callerNumber: string
  dialledNumber: string
  transferCode?: string
  vdn?: string
  /** The queue areas of the present wait. */
  areas: string[]
}

/** How often somebody called before. Numbers as the switch gives them; both ends included. */
export type CallerHistory = { countCalls(callerNumber: string, from: number, to: number): number }
