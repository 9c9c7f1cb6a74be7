import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { ListAuthor } from './list-keeper.ts'

/** Builders for the list's tests: fixed, readable defaults. */
export const author = (by: string, change: Partial<ListAuthor> = {}): ListAuthor => ({
  by,
  personId: by,
  role: 'admin',
  seesNumbers: true,
  ...change,
})

export const numberRule = (id: string, number: string, change: Partial<PriorityRule> = {}): PriorityRule =>
  e.rule(id, { condition: { kind: 'caller-number', number }, ...change })

export const documentOf = (...rules: PriorityRule[]): ListDocument => ({
  dial: defaultDialPlan,
  classes: [e.priorityClass('repair', { severity: 'P1' }), e.priorityClass('vip')],
  rules,
})

/** So many rules of one number each. */
export const manyRules = (count: number): PriorityRule[] =>
  Array.from({ length: count }, (_, n) => numberRule(`r${n}`, String(13_800_000_000 + n), { name: `用户 ${n}` }))
