import type { ConditionKind, PriorityClass, Severity, SoundPattern } from '#shared/domain/priority/rule.ts'
import { conditionLimits } from '#shared/domain/priority/rule.ts'
import type { RuleIssue } from '#shared/domain/priority/list-answers.ts'
import type { ConditionInput, ConditionView, RuleInput, RuleView } from '#shared/ipc/list-view.ts'

/**
 * A rule as a person fills it in: every field keeps what was typed, also in kinds of condition that are not chosen now, so that a change of
 * mind loses nothing. `ruleOf` makes a rule of it, or says which fields are empty; what the words mean is the console's to judge.
 */
export type RuleValues = {
  name: string
  classId: string
  severity: Severity
  condition: ConditionNode
  enabled: boolean
  validFrom: string
  validTo: string
  hours: { days: number[]; from: string; to: string }[]
  owner: string
  note: string
  sound: 'class' | SoundPattern
  ladder: string
  handling: string
}

export type ConditionNode = {
  key: string
  kind: ConditionKind
  number: string
  prefix: string
  from: string
  to: string
  code: string
  vdn: string
  area: string
  calls: string
  minutes: string
  list: NumberListValues
  of: ConditionNode[]
}

/** `stored`: the list that the console keeps, of which a screen sees a part; changes to it are sent as such. */
export type NumberListValues = {
  stored?: { numbers: string[]; count: number }
  added: string[]
  removed: string[]
}

/** `node`: which condition of the tree. */
export type FormIssue = RuleIssue & { node?: string }

export const simpleKinds = [
  'caller-number',
  'caller-prefix',
  'caller-range',
  'caller-list',
  'caller-withheld',
  'dialled-number',
  'transfer-code',
  'vdn',
  'queue-area',
  'repeat-caller',
] as const satisfies ConditionKind[]
export const groupKinds = ['all', 'any', 'not'] as const satisfies ConditionKind[]
export const isGroup = (kind: ConditionKind): kind is 'all' | 'any' | 'not' =>
  kind === 'all' || kind === 'any' || kind === 'not'

let nextKey = 1
export const newNode = (kind: ConditionKind = 'caller-number'): ConditionNode => ({
  key: `n${nextKey++}`,
  kind,
  number: '',
  prefix: '',
  from: '',
  to: '',
  code: '',
  vdn: '',
  area: '',
  calls: '3',
  minutes: '30',
  list: { added: [], removed: [] },
  of: [],
})

export function nodeOf(condition: ConditionView): ConditionNode {
  const node = newNode(condition.kind)
  switch (condition.kind) {
    case 'caller-list':
      return { ...node, list: { stored: condition, added: [], removed: [] } }
    case 'repeat-caller':
      return { ...node, calls: String(condition.calls), minutes: String(condition.minutes) }
    case 'all':
    case 'any':
      return { ...node, of: condition.of.map(nodeOf) }
    case 'not':
      return { ...node, of: [nodeOf(condition.of)] }
    default:
      return { ...node, ...condition, of: [] }
  }
}

export const valuesOf = (rule: RuleView): RuleValues => ({
  ...rule,
  condition: nodeOf(rule.condition),
  validFrom: rule.validFrom ?? '',
  validTo: rule.validTo ?? '',
})

export const newValues = (ofClass: Pick<PriorityClass, 'id' | 'severity'> | undefined): RuleValues => ({
  name: '',
  classId: ofClass?.id ?? '',
  severity: ofClass?.severity ?? 'P2',
  condition: newNode(),
  enabled: true,
  validFrom: '',
  validTo: '',
  hours: [],
  owner: '',
  note: '',
  sound: 'class',
  ladder: '',
  handling: '',
})

export type RuleToSend = {
  rule: RuleInput
  /** Changes of its number list beside it, in pieces that one command takes. */
  numbers: { add: string[]; remove: string[] }[]
}

/** More in one command would be more than a carrier takes. */
export const numbersInOneCommand = 5000

export function ruleOf(
  id: string,
  values: RuleValues,
): { ok: true; send: RuleToSend } | { ok: false; issues: FormIssue[] } {
  const issues = checkValues(values)
  if (issues.length > 0) return { ok: false, issues }
  const list = listIn(values.condition)
  const rule: RuleInput = {
    ...values,
    id,
    name: values.name.trim(),
    condition: conditionOf(values.condition),
    validFrom: values.validFrom || null,
    validTo: values.validTo || null,
    hours: values.hours.map((hours) => ({ ...hours, days: [...hours.days].sort((a, b) => a - b) })),
  }
  return { ok: true, send: { rule, numbers: list ? numberPieces(list) : [] } }
}

/** Of a new list, the first numbers go with the rule; of a stored one, only the changes go, and beside it. */
function numberPieces({ stored, added, removed }: NumberListValues): RuleToSend['numbers'] {
  const add = stored ? added : added.slice(numbersInOneCommand)
  const pieces: RuleToSend['numbers'] = []
  for (let at = 0; at < Math.max(add.length, removed.length); at += numbersInOneCommand) {
    pieces.push({ add: add.slice(at, at + numbersInOneCommand), remove: removed.slice(at, at + numbersInOneCommand) })
  }
  return pieces
}

function conditionOf(node: ConditionNode): ConditionInput {
  switch (node.kind) {
    case 'caller-number':
    case 'dialled-number':
      return { kind: node.kind, number: node.number.trim() }
    case 'caller-prefix':
      return { kind: 'caller-prefix', prefix: node.prefix.trim() }
    case 'caller-range':
      return { kind: 'caller-range', from: node.from.trim(), to: node.to.trim() }
    case 'caller-list':
      return { kind: 'caller-list', numbers: node.list.stored ? null : node.list.added.slice(0, numbersInOneCommand) }
    case 'caller-withheld':
      return { kind: 'caller-withheld' }
    case 'transfer-code':
      return { kind: 'transfer-code', code: node.code.trim() }
    case 'vdn':
      return { kind: 'vdn', vdn: node.vdn.trim() }
    case 'queue-area':
      return { kind: 'queue-area', area: node.area.trim() }
    case 'repeat-caller':
      return { kind: 'repeat-caller', calls: Number(node.calls), minutes: Number(node.minutes) }
    case 'all':
    case 'any':
      return { kind: node.kind, of: node.of.map(conditionOf) }
    case 'not':
      return { kind: 'not', of: conditionOf(node.of[0] ?? newNode()) }
  }
}

/** A stored rule as it is sent back unchanged but for what the caller puts over it. */
export const inputOf = (rule: RuleView): RuleInput => ({ ...rule, condition: keptCondition(rule.condition) })

export function keptCondition(condition: ConditionView): ConditionInput {
  switch (condition.kind) {
    case 'caller-list':
      return { kind: 'caller-list', numbers: null }
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map(keptCondition) }
    case 'not':
      return { kind: 'not', of: keptCondition(condition.of) }
    default:
      return condition
  }
}

/** As a new rule, for putting a removed one back; undefined when this screen never saw all of its numbers. */
export function wholeInputOf(rule: RuleView): RuleInput | undefined {
  const condition = wholeCondition(rule.condition)
  return condition && { ...rule, condition }
}

function wholeCondition(condition: ConditionView): ConditionInput | undefined {
  switch (condition.kind) {
    case 'caller-list':
      return condition.numbers.length === condition.count
        ? { kind: 'caller-list', numbers: condition.numbers }
        : undefined
    case 'all':
    case 'any': {
      const parts = condition.of.map(wholeCondition)
      const whole = parts.filter((part) => part !== undefined)
      return whole.length === parts.length ? { kind: condition.kind, of: whole } : undefined
    }
    case 'not': {
      const part = wholeCondition(condition.of)
      return part && { kind: 'not', of: part }
    }
    default:
      return condition
  }
}

export function listIn(node: ConditionNode): NumberListValues | undefined {
  if (node.kind === 'caller-list') return node.list
  if (!isGroup(node.kind)) return undefined
  for (const part of node.of) {
    const list = listIn(part)
    if (list) return list
  }
  return undefined
}

export const countNumbers = ({ stored, added, removed }: NumberListValues): number =>
  (stored?.count ?? 0) - removed.length + added.length

function checkValues(values: RuleValues): FormIssue[] {
  const issues: FormIssue[] = []
  if (values.name.trim() === '') issues.push({ field: 'name', code: 'missing' })
  if (values.classId === '') issues.push({ field: 'class', code: 'missing' })
  for (const [field, day] of [
    ['valid-from', values.validFrom],
    ['valid-to', values.validTo],
  ] as const)
    if (day !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(day)) issues.push({ field, code: 'not-a-date', value: day })
  if (issues.length === 0 && values.validFrom && values.validTo && values.validTo < values.validFrom)
    issues.push({ field: 'valid-to', code: 'dates-reversed', value: values.validTo })
  for (const { days, from, to } of values.hours)
    if (days.length === 0 || !isTime(from) || !isTime(to))
      issues.push({ field: 'hours', code: 'not-hours', value: `${from}–${to}` })
  return [...issues, ...checkNode(values.condition)]
}

export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)

function checkNode(node: ConditionNode): FormIssue[] {
  const missing = (text: string): FormIssue[] =>
    text.trim() === '' ? [{ field: 'number', code: 'missing', node: node.key }] : []
  switch (node.kind) {
    case 'caller-number':
    case 'dialled-number':
      return missing(node.number)
    case 'caller-prefix':
      return missing(node.prefix)
    case 'caller-range':
      return missing(node.from && node.to)
    case 'transfer-code':
      return missing(node.code)
    case 'vdn':
      return missing(node.vdn)
    case 'queue-area':
      return missing(node.area)
    case 'caller-list':
      return countNumbers(node.list) === 0 ? [{ field: 'number', code: 'list-empty', node: node.key }] : []
    case 'caller-withheld':
      return []
    case 'repeat-caller': {
      const good =
        isWithin(node.calls, 2, conditionLimits.repeatCalls) && isWithin(node.minutes, 1, conditionLimits.repeatMinutes)
      return good ? [] : [{ field: 'number', code: 'repeat-limits', node: node.key }]
    }
    case 'all':
    case 'any':
    case 'not':
      return node.of.length === 0
        ? [{ field: 'condition', code: 'missing', node: node.key }]
        : node.of.flatMap((part) => checkNode(part))
  }
}

const isWithin = (text: string, least: number, most: number): boolean =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

/** Whether a person changed anything; keys of the tree do not count. */
export const sameValues = (a: RuleValues, b: RuleValues): boolean =>
  JSON.stringify(plain(a)) === JSON.stringify(plain(b))
const plain = ({ condition, ...rest }: RuleValues) => [
  Object.entries(rest)
    .filter(([name]) => name !== 'id')
    .sort(([a], [b]) => (a < b ? -1 : 1)),
  plainNode(condition),
]
function plainNode(tree: ConditionNode): unknown {
  const { key: _, list, of, ...node } = tree
  return [node, isGroup(node.kind) ? of.map(plainNode) : [], node.kind === 'caller-list' ? list : null]
}

/** Two rules of the console say the same. */
export const sameRule = (a: RuleView | undefined, b: RuleView | undefined): boolean =>
  a !== undefined && b !== undefined && sameValues(valuesOf(a), valuesOf(b))

export const sameNode = (a: ConditionNode, b: ConditionNode): boolean =>
  JSON.stringify(plainNode(a)) === JSON.stringify(plainNode(b))

/** As it stands in the form now, for showing it in words; what is not filled in yet is empty. */
export function conditionFromNode(node: ConditionNode): ConditionView {
  const { list } = node
  switch (node.kind) {
    case 'caller-list':
      return { kind: 'caller-list', numbers: [], count: countNumbers(list) }
    case 'all':
    case 'any':
      return { kind: node.kind, of: node.of.map(conditionFromNode) }
    case 'not':
      return { kind: 'not', of: conditionFromNode(node.of[0] ?? newNode()) }
    default:
      return conditionOf(node) as ConditionView
  }
}

/** The tree with another number list in the place of the one it has. */
export function setListIn(node: ConditionNode, change: (list: NumberListValues) => NumberListValues): ConditionNode {
  if (node.kind === 'caller-list') return { ...node, list: change(node.list) }
  return isGroup(node.kind) ? { ...node, of: node.of.map((part) => setListIn(part, change)) } : node
}
