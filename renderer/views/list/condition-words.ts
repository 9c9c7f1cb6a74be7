import type { Condition } from '#shared/domain/priority/rule.ts'
import type { ConditionView } from '#shared/ipc/list-view.ts'
import type { Text } from '#renderer/i18n/text.ts'
import type { Names } from '#renderer/views/wall/alert-words.ts'

type Words = Pick<Text, 't' | 'number' | 'list'>
type Simple = Exclude<ConditionView, { kind: 'caller-list' | 'repeat-caller' | 'all' | 'any' | 'not' }>

/** A condition as one sentence; parts of parts in brackets. Numbers stand as they were typed. */
export function conditionWords(condition: ConditionView | Condition, text: Words, names: Pick<Names, 'area'>): string {
  const { t, number } = text
  switch (condition.kind) {
    case 'caller-list':
      return t('cond.caller-list', { count: number('count' in condition ? condition.count : condition.numbers.length) })
    case 'repeat-caller':
      return t('cond.repeat-caller', { calls: condition.calls, minutes: condition.minutes })
    case 'all':
    case 'any':
      return condition.of
        .map((part) => bracketed(part, text, names))
        .join(t(condition.kind === 'all' ? 'cond.and' : 'cond.or'))
    case 'not':
      return t('cond.not', { words: conditionWords(condition.of, text, names) })
    default:
      return simpleWords(condition, text, names)
  }
}

function bracketed(part: ConditionView | Condition, text: Words, names: Pick<Names, 'area'>): string {
  const words = conditionWords(part, text, names)
  return part.kind === 'all' || part.kind === 'any' ? text.t('cond.group', { words }) : words
}

function simpleWords(condition: Simple, { t }: Words, names: Pick<Names, 'area'>): string {
  switch (condition.kind) {
    case 'caller-number':
      return t('cond.caller-number', { value: condition.number })
    case 'caller-prefix':
      return t('cond.caller-prefix', { value: condition.prefix })
    case 'caller-range':
      return t('cond.caller-range', { from: condition.from, to: condition.to })
    case 'caller-withheld':
      return t('cond.caller-withheld')
    case 'dialled-number':
      return t('cond.dialled-number', { value: condition.number })
    case 'transfer-code':
      return t('cond.transfer-code', { value: condition.code })
    case 'vdn':
      return t('cond.vdn', { value: condition.vdn })
    case 'queue-area':
      return t('cond.queue-area', { value: names.area(condition.area) })
  }
}
