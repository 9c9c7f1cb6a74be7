import type { Finding } from '#shared/domain/priority/list-answers.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { RuleFilter as Filter, RulePage, RuleRow, RuleSort } from '#shared/ipc/list-view.ts'
import { placeOf } from './place.ts'
import type { RuleChange } from './draft-book.ts'
import { createRuleOrder, type Placed } from './rule-order.ts'
import { createRuleSearch, searchedText, type RuleSearch } from './rule-search.ts'
import { ruleView } from './rule-view.ts'

/** Rules by pages: filtered, sorted, as a screen that scrolls through 100,000 of them asks for. The last question is kept answered. */
export type Shown = Placed & { rev: number }

export type PageSource = {
  /** In the admin's order; another array once anything in it changed. */
  rules(): readonly Shown[]
  find(ruleId: string): Shown | undefined
  dial: () => ListDocument['dial']
  classIds: () => readonly string[]
  changeOf: (ruleId: string) => RuleChange
  findingsOf: (ruleId: string) => Finding[]
  /** Differs once findings or changes do, even where the rules are the same. */
  stamp: () => string
}

export type RulePages = {
  page(filter: RuleFilter, sort: RuleSort, offset: number, limit: number, asked: Asked): Omit<RulePage, 'revision'>
  rule(ruleId: string, asked: Asked): RuleRow | undefined
  /** All that a filter shows. */
  matching(filter: RuleFilter, seesNumbers: boolean): readonly Shown[]
}
/** As it comes from a screen: what is not asked for may also be undefined. */
export type RuleFilter = { [Field in keyof Filter]: Filter[Field] | undefined }
export type Asked = { seesNumbers: boolean; hitsToday?: Record<string, number> | undefined }

export function createRulePages(source: PageSource): RulePages {
  const order = createRuleOrder<Shown>()
  let searches: { dial: string; whole: RuleSearch; masked: RuleSearch } | undefined
  let last: { question: string; of: readonly Shown[]; shown: readonly Shown[] } | undefined

  function search(seesNumbers: boolean): RuleSearch {
    const dial = source.dial()
    const name = `${dial.country} ${dial.areaCode}`
    if (searches?.dial !== name) {
      searches = { dial: name, whole: createRuleSearch(dial, true), masked: createRuleSearch(dial, false) }
    }
    return seesNumbers ? searches.whole : searches.masked
  }

  function filtered(rules: readonly Shown[], filter: RuleFilter, seesNumbers: boolean): readonly Shown[] {
    const text = filter.text === undefined ? '' : searchedText(filter.text)
    const { classId, severity, enabled, only } = filter
    const holds = search(seesNumbers)
    const wanted = ({ rule }: Shown): boolean =>
      (classId === undefined || rule.classId === classId) &&
      (severity === undefined || rule.severity === severity) &&
      (enabled === undefined || rule.enabled === enabled) &&
      (only !== 'changed' || source.changeOf(rule.id) !== 'same') &&
      (only !== 'findings' || source.findingsOf(rule.id).length > 0) &&
      (text === '' || holds(rule, text))
    return Object.values(filter).every((value) => value === undefined) ? rules : rules.filter(wanted)
  }

  function position(shown: Shown): number {
    const rules = source.rules()
    let low = 0
    let high = rules.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rules[middle]?.place ?? '') < shown.place) low = middle + 1
      else high = middle
    }
    return low + 1
  }

  function row(shown: Shown, { hitsToday }: Asked): RuleRow {
    const { id } = shown.rule
    const found: RuleRow = {
      rule: ruleView(shown.rule),
      position: position(shown),
      rev: shown.rev,
      change: source.changeOf(id),
      findings: source.findingsOf(id),
    }
    if (hitsToday) found.hitsToday = Object.hasOwn(hitsToday, id) ? (hitsToday[id] ?? 0) : 0
    return found
  }

  return {
    rule(ruleId, asked) {
      const shown = source.find(ruleId)
      return shown && row(shown, asked)
    },
    matching: (filter, seesNumbers) => filtered(source.rules(), filter, seesNumbers),
    page(filter, sort, offset, limit, asked) {
      const rules = source.rules()
      const question = JSON.stringify([filter, sort.column, asked.seesNumbers, source.stamp()])
      if (last?.question !== question || last.of !== rules) {
        const sorted = order.by(sort.column, rules, source.classIds())
        last = { question, of: rules, shown: filtered(sorted, filter, asked.seesNumbers) }
      }
      const { shown } = last
      const total = shown.length
      const cut = sort.descending
        ? shown.slice(Math.max(0, total - offset - limit), Math.max(0, total - offset)).toReversed()
        : shown.slice(offset, offset + limit)
      return { rows: cut.map((one) => row(one, asked)), total, all: rules.length }
    },
  }
}

/** A version of the history, which does not change. */
export function createVersionPages(document: ListDocument): RulePages {
  const rules = document.rules.map((rule, n): Shown => ({ rule, place: placeOf(n), rev: 0 }))
  const byId = new Map(rules.map((one) => [one.rule.id, one]))
  return createRulePages({
    rules: () => rules,
    find: (ruleId) => byId.get(ruleId),
    dial: () => document.dial,
    classIds: () => document.classes.map(({ id }) => id),
    changeOf: () => 'same',
    findingsOf: () => [],
    stamp: () => '',
  })
}
