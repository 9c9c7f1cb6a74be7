import { plainRule, type ListDocument, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { AreaListing } from './list-keeper.ts'
import { isAlways } from '#shared/domain/priority/validity.ts'

/**
 * The rule that lists every call of a queue area, as the Connection screen sets it: one whose condition is the area and nothing else, at any
 * time. Rules that list an area only at night, or as a part of their condition, are an admin's own and stay.
 */
export type AreaChange = { area: string; name: string; listed: AreaListing | null }

const isOf = (rule: PriorityRule, area: string): boolean =>
  rule.condition.kind === 'queue-area' && rule.condition.area === area && isAlways(rule)

/** How each area is listed by an enabled rule of its own; the first of several. */
export function addAreas(areas: Map<string, AreaListing>, rules: readonly PriorityRule[]): void {
  for (const { condition, enabled, classId, severity, ...rule } of rules) {
    if (condition.kind !== 'queue-area' || !enabled || !isAlways(rule)) continue
    if (!areas.has(condition.area)) areas.set(condition.area, { classId, severity })
  }
}

/** The same document when nothing changes. */
export function withArea(document: ListDocument, { area, name, listed }: AreaChange): ListDocument {
  const own = document.rules.filter((rule) => isOf(rule, area))
  if (!listed)
    return own.length === 0 ? document : { ...document, rules: document.rules.filter((rule) => !own.includes(rule)) }
  const [first, ...others] = own
  if (!first) return { ...document, rules: [...document.rules, newRule(document, area, name, listed)] }
  const next = listedAs(first, listed)
  if (next === first && others.length === 0) return document
  const rules = document.rules.filter((rule) => !others.includes(rule)).map((rule) => (rule === first ? next : rule))
  return { ...document, rules }
}

function listedAs(rule: PriorityRule, { classId, severity }: AreaListing): PriorityRule {
  if (rule.enabled && rule.classId === classId && rule.severity === severity) return rule
  const sound = severity === 'P1' && rule.sound === 'silent' ? 'class' : rule.sound
  return { ...rule, enabled: true, classId, severity, sound }
}

function newRule({ rules }: ListDocument, area: string, name: string, listed: AreaListing): PriorityRule {
  const used = new Set(rules.map((rule) => rule.id))
  const wanted = `area:${area}`.slice(0, 96)
  let id = wanted
  for (let n = 2; used.has(id); n += 1) id = `${wanted}-${n}`
  return {
    id,
    name: name.slice(0, 100) || area,
    ...listed,
    condition: { kind: 'queue-area', area },
    ...plainRule(),
  }
}
