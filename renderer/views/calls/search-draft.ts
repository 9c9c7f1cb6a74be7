import { isDateTime } from '#renderer/components/date-time.ts'
import { fromSiteTime, type SiteClock } from '#renderer/i18n/site-clock.ts'
import type { CallQuestion } from './use-call-search.ts'

/** What is typed; times as the date-time field gives them, by the site's clock. */
export type SearchDraft = {
  number: string
  from: string
  to: string
  area: string
  vdn: string
  classId: string
  outcome: '' | 'answered' | 'abandoned' | 'left-in-ivr' | 'lost' | 'unknown'
  seat: string
  listed: boolean
}

export const emptySearch: SearchDraft = {
  number: '',
  from: '',
  to: '',
  area: '',
  vdn: '',
  classId: '',
  outcome: '',
  seat: '',
  listed: false,
}

const minuteMs = 60_000

/** Whole minutes can be typed: the last one is meant whole. */
export function questionOf(draft: SearchDraft, siteClock: SiteClock): CallQuestion {
  const question: CallQuestion = {}
  // People write numbers in groups; the journal keeps digits.
  const number = draft.number.replace(/[\s()-]/g, '')
  const from = fromSiteTime(draft.from, siteClock)
  const to = fromSiteTime(draft.to, siteClock)
  if (number) question.number = number
  if (from !== undefined) question.from = from
  if (to !== undefined) question.to = to + minuteMs
  if (draft.area) question.area = draft.area
  if (draft.vdn.trim()) question.vdn = draft.vdn.trim()
  if (draft.classId) question.classId = draft.classId
  if (draft.outcome) question.outcome = draft.outcome
  if (draft.seat.trim()) question.seat = draft.seat.trim()
  if (draft.listed) question.listed = true
  return question
}

/** A time that cannot be read is no reason to search through everything. */
export const hasWrongTime = ({ from, to }: SearchDraft): boolean =>
  [from, to].some((time) => time !== '' && !isDateTime(time))

export function isBackwards(draft: SearchDraft, siteClock: SiteClock): boolean {
  const from = fromSiteTime(draft.from, siteClock)
  const to = fromSiteTime(draft.to, siteClock)
  return from !== undefined && to !== undefined && to < from
}
