import type { FieldDifference } from '#shared/domain/priority/list-answers.ts'
import type { Condition, PriorityRule, Severity, SoundPattern, WeeklyHours } from '#shared/domain/priority/rule.ts'
import type { Text } from '#renderer/i18n/text.ts'
import { conditionWords } from './condition-words.ts'
import type { Names } from '#renderer/views/wall/alert-words.ts'
import { hoursWords } from './time-words.ts'

/** One field of a rule as people read it; '' and null have a word of their own. */
export type RuleField = keyof Omit<PriorityRule, 'id'>
export const ruleFields: RuleField[] = [
  'name',
  'classId',
  'severity',
  'condition',
  'enabled',
  'validFrom',
  'validTo',
  'hours',
  'sound',
  'ladder',
  'handling',
  'owner',
  'note',
]

export function fieldWords(field: RuleField, value: unknown, text: Text, names: Names): string {
  const { t } = text
  if (value === null || value === undefined || value === '') return t('field-value.none')
  switch (field) {
    case 'classId':
      return names.className(String(value))
    case 'severity':
      return `${value as Severity} ${t(`severity.${value as Severity}`)}`
    case 'condition':
      return conditionWords(value as Condition, text, names)
    case 'enabled':
      return t(value === true ? 'rule.enabled.yes' : 'rule.enabled.no')
    case 'hours': {
      const hours = value as WeeklyHours[]
      return hours.length === 0 ? t('when.always') : text.list(hours.map((one) => hoursWords(one, text)))
    }
    case 'sound':
      return t(`rule.sound.${value as 'class' | SoundPattern}`)
    default:
      return String(value)
  }
}

/** `what` changed, from `before` to `after`; a number list is told by its counts and a few examples. */
export function differenceWords(
  difference: FieldDifference,
  text: Text,
  names: Names,
): { what: string; before: string; after: string } {
  const { t, number, list } = text
  switch (difference.field) {
    case 'numbers': {
      const { added, removed, examples } = difference
      const some = (count: number, shown: string[]): string =>
        count === 0
          ? ''
          : `${list(shown)}${count > shown.length ? t('difference.more-numbers', { count: number(count - shown.length) }) : ''}`
      return {
        what: t('difference.numbers', { added: number(added), removed: number(removed) }),
        before: some(removed, examples.removed),
        after: some(added, examples.added),
      }
    }
    case 'position':
      return { what: t('rule.position'), before: number(difference.before), after: number(difference.after) }
    default:
      return {
        what: t(`rule.field.${difference.field}`),
        before: fieldWords(difference.field, difference.before, text, names),
        after: fieldWords(difference.field, difference.after, text, names),
      }
  }
}
