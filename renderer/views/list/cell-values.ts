import type { Severity } from '#shared/domain/priority/rule.ts'
import type { RuleView } from '#shared/ipc/list-view.ts'
import { simpleText, withText, type CellEdit } from './columns.ts'

/** Between a rule and the text that is typed into one of its cells. */
export const severities: Severity[] = ['P1', 'P2', 'P3']

export function textOf(rule: RuleView, how: CellEdit): string {
  switch (how) {
    case 'class':
      return rule.classId
    case 'condition':
      return simpleText(rule.condition) ?? ''
    default:
      return rule[how]
  }
}

/** Nothing when it says what it said before. */
export function changesOf(rule: RuleView, how: CellEdit, text: string): Partial<RuleView> {
  const typed = text.trim()
  if (typed === textOf(rule, how)) return {}
  switch (how) {
    case 'class':
      return { classId: typed }
    case 'severity':
      return { severity: severities.find((known) => known === typed) ?? rule.severity }
    case 'condition': {
      const condition = withText(rule.condition, typed)
      return condition ? { condition } : {}
    }
    default:
      return { [how]: typed }
  }
}
