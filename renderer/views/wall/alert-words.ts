import type { AlertView, AreaView, ConsoleView } from '#shared/ipc/view.ts'
import type { Condition } from '#shared/domain/priority/rule.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { localName } from '#renderer/i18n/local-name.ts'
import type { Text } from '#renderer/i18n/text.ts'
import { standingOf } from './alert-standing.ts'
import { groupNumber } from './phone-number.ts'

/** The sentences of a card. Pure: what they need is given. */
export type Names = { area: (area: string) => string; className: (classId: string) => string }

export function createNames(areas: AreaView[], classes: ConsoleView['classes'], language: Text['language']): Names {
  const areaNames = new Map(areas.map(({ area, name }) => [area, localName(name, language, area)]))
  const classNames = new Map(classes.map(({ id, name }) => [id, localName(name, language, id)]))
  return {
    area: (area) => areaNames.get(area) ?? area,
    className: (classId) => classNames.get(classId) ?? classId,
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

export function conditionWords(because: Condition, { t }: Text, names: Names): string {
  switch (because.kind) {
    case 'caller-number':
      return t('because.caller-number', { value: groupNumber(because.number) })
    case 'caller-prefix':
      return t('because.caller-prefix', { value: because.prefix })
    case 'vdn':
      return t('because.vdn', { value: because.vdn })
    case 'transfer-code':
      return t('because.transfer-code', { value: because.code })
    case 'queue-area':
      return t('because.queue-area', { value: names.area(because.area) })
    case 'dialled-number':
      return t('because.dialled-number', { value: because.number })
    default:
      return assertNever(because)
  }
}

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
      const { reason, at } = alert.returned ?? { reason: 'unknown', at: alert.raisedAt }
      const seen = alert.acknowledged && alert.acknowledged.at <= at
      if (reason === 'abandoned')
        return t(seen ? 'returned.abandoned.seen' : 'returned.abandoned', { time: moment(at, now) })
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
