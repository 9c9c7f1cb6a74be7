import type { AlertView, AreaView, ConsoleView } from '#shared/ipc/view.ts'
import type { Because, PriorityClass } from '#shared/domain/priority/rule.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { localName } from '#renderer/i18n/local-name.ts'
import type { Text } from '#renderer/i18n/text.ts'
import { standingOf } from './alert-standing.ts'
import { groupNumber } from './phone-number.ts'

/** The sentences of a card. Pure: what they need is given. */
export type Names = {
  area: (area: string) => string
  className: (classId: string) => string
  /** Missing for a class that the list in force does not have any more. */
  classLook: (classId: string) => Pick<PriorityClass, 'colour' | 'shape'> | undefined
}

export function createNames(areas: AreaView[], classes: ConsoleView['classes'], language: Text['language']): Names {
  const areaNames = new Map(areas.map(({ area, name }) => [area, localName(name, language, area)]))
  const byId = new Map(classes.map((one) => [one.id, one]))
  return {
    area: (area) => areaNames.get(area) ?? area,
    className: (classId) => {
      const known = byId.get(classId)
      return known ? localName(known.name, language, classId) : classId
    },
    classLook: (classId) => byId.get(classId),
  }
}

export const callerWords = (number: string, { t }: Pick<Text, 't'>): string =>
  number === '' ? t('card.withheld') : groupNumber(number)

export function stageWords(alert: AlertView, { t, list }: Text): string {
  const seats = list(alert.seats)
  if (alert.seats.length > 0 && (alert.stage === 'ringing' || alert.stage === 'talking' || alert.stage === 'held')) {
    return t(`stage.${alert.stage}.seat`, { seats })
  }
  return t(`stage.${alert.stage}`)
}

/** What of the call made the rule match. Numbers may come masked, and then stay as they came. */
export function becauseWords(because: Because, text: Text, names: Pick<Names, 'area'>): string {
  const { t, number } = text
  switch (because.kind) {
    case 'caller-number':
      return t('because.caller-number', { value: groupNumber(because.number) })
    case 'caller-prefix':
      return t('because.caller-prefix', { value: because.prefix })
    case 'caller-range':
      return t('because.caller-range', { from: groupNumber(because.from), to: groupNumber(because.to) })
    case 'caller-list':
      return t('because.caller-list', { total: number(because.count) })
    case 'caller-withheld':
      return t('because.caller-withheld')
    case 'repeat-caller':
      return t('because.repeat-caller', { counted: because.counted, minutes: because.minutes })
    case 'vdn':
      return t('because.vdn', { value: because.vdn })
    case 'transfer-code':
      return t('because.transfer-code', { value: because.code })
    case 'queue-area':
      return t('because.queue-area', { value: names.area(because.area) })
    case 'dialled-number':
      return t('because.dialled-number', { value: because.number })
    case 'all':
      return because.of.map((part) => becauseWords(part, text, names)).join(t('because.and'))
    case 'not':
      return t('because.not', { kind: t(`cond.kind.${because.of}`) })
    default:
      return assertNever(because)
  }
}

type Returned = NonNullable<AlertView['returned']>

/** Why nobody waits on this card any more, or who looks after it. `now` decides whether a date is needed. */
export function standingWords(alert: AlertView, text: Text, now: number): string {
  const { t, moment } = text
  const standing = standingOf(alert)
  switch (standing) {
    case 'active':
      return t('standing.active')
    case 'acknowledged':
      return t('standing.acknowledged')
    case 'lost':
    case 'returned': {
      const { reason, at, listVersion }: Returned = alert.returned ?? { reason: 'unknown', at: alert.raisedAt }
      const seen = alert.acknowledged && alert.acknowledged.at <= at
      if (reason === 'abandoned')
        return t(seen ? 'returned.abandoned.seen' : 'returned.abandoned', { time: moment(at, now) })
      if (reason === 'unlisted' && listVersion !== undefined)
        return t('returned.withdrawn', { time: moment(at, now), version: listVersion })
      return t(`returned.${reason}`, { time: moment(at, now) })
    }
    default:
      return assertNever(standing)
  }
}

/** One line for a screen reader: the card's name. */
export function cardLabel(alert: AlertView, names: Names, text: Text, now: number): string {
  return [
    `${alert.severity} ${text.t(`severity.${alert.severity}`)}`,
    names.className(alert.classId),
    callerWords(alert.callerNumber, text),
    alert.callerName,
    standingWords(alert, text, now),
  ]
    .filter(Boolean)
    .join(' · ')
}
