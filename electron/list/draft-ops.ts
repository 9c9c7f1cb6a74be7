import { dialKey } from '#shared/domain/dial/normalise.ts'
import { checkRule } from '#shared/domain/priority/check-rule.ts'
import { conditionLimits, listLimits, type PriorityClass, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { DraftOp, Selection } from '#shared/ipc/list-contract.ts'
import type { Problem, WrongState } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { ClassEntry, DraftBook } from './draft-book.ts'
import type { Stamp } from './list-store.ts'
import type { Entry } from './rule-line.ts'
import { conditionOf, numbersOf, withNumbers } from './rule-view.ts'

/**
 * What each step of a change does to the draft, and when it cannot. A step that names what it was made on (`expects`) is refused when somebody
 * changed that since. Whoever calls these takes back the whole change when one step fails.
 */
export type OpContext = {
  book: DraftBook
  stamp: Stamp
  /** What a rule of the published version, which nobody touched since, was last changed by. */
  published: { by: string; at: number }
  select: (selection: Selection) => string[]
}

type Done = Result<null, Problem>
const done: Done = ok(null)
const wrong = (why: WrongState): Done => err({ kind: 'not-in-this-state', why })
const notFound = (what: 'rule' | 'class'): Done => err({ kind: 'not-found', what })

export function applyOp(context: OpContext, op: DraftOp): Done {
  const { book, stamp } = context
  switch (op.op) {
    case 'put-rule':
      return putRule(context, op)
    case 'remove-rules':
      return forEachRule(context, op.rules, (entry) => {
        if (op.seen !== undefined && entry.rev > op.seen && entry.by !== stamp.by)
          return conflict('rule', lastChange(context, entry))
        book.remove(entry.rule.id, stamp)
        return done
      })
    case 'set-enabled':
      return forEachRule(context, op.rules, ({ rule }) =>
        rule.enabled === op.enabled ? done : storeRule(context, { ...rule, enabled: op.enabled }),
      )
    case 'set-class':
      if (!hasClass(book, op.classId)) return notFound('class')
      return forEachRule(context, op.rules, ({ rule }) =>
        rule.classId === op.classId ? done : storeRule(context, { ...rule, classId: op.classId }),
      )
    case 'move-rule':
      return moveRule(context, op.ruleId, op.before)
    case 'numbers':
      return changeNumbers(context, op)
    case 'put-class':
      return putClass(context, op.class, op.expects)
    case 'remove-class':
      if (!hasClass(book, op.classId)) return notFound('class')
      if (book.rulesOf(op.classId) > 0) return wrong('class-in-use')
      book.removeClass(op.classId)
      return done
    case 'set-dial':
      book.setDial(op.dial)
      return done
  }
}

/** Puts a rule that was checked; for those who bring whole rules (imports). */
export function putChecked({ book, stamp }: Pick<OpContext, 'book' | 'stamp'>, rule: PriorityRule): Done {
  const issues = checkRule(rule, classIds(book), book.dial())
  if (issues.length > 0) return err({ kind: 'bad-rule', issues })
  book.put(rule, stamp)
  return done
}

/** The limits of the whole list, asked once at the end of a change. */
export function withinLimits(book: DraftBook): Done {
  const full =
    book.size() > listLimits.rules || book.numbers() > listLimits.numbers || book.classes().length > listLimits.classes
  return full ? wrong('list-full') : done
}

type PutRule = Extract<DraftOp, { op: 'put-rule' }>

function putRule(context: OpContext, { rule: input, expects, before }: PutRule): Done {
  const { book } = context
  const known = book.entry(input.id)
  if (!known && expects !== null) {
    const tomb = book.tomb(input.id)
    return tomb ? conflict('rule', tomb) : notFound('rule')
  }
  if (known && known.rev !== expects && !isMine(context, known)) return conflict('rule', lastChange(context, known))
  if (typeof before === 'string' && !book.entry(before)) return notFound('rule')
  const stored = known ? (numbersOf(known.rule.condition) ?? []) : []
  return storeRule(context, { ...input, condition: conditionOf(input.condition, stored) }, before)
}

function storeRule({ book, stamp }: OpContext, rule: PriorityRule, before?: string | null): Done {
  const issues = checkRule(rule, classIds(book), book.dial())
  if (issues.length > 0) return err({ kind: 'bad-rule', issues })
  book.put(rule, stamp, before)
  return done
}

function moveRule({ book, stamp }: OpContext, id: string, before: string | null): Done {
  const entry = book.entry(id)
  if (!entry || (before !== null && !book.entry(before))) return notFound('rule')
  if (id !== before) book.put(entry.rule, stamp, before)
  return done
}

type ChangeNumbers = Extract<DraftOp, { op: 'numbers' }>

/** As typed or by what they are compared by: a number that is there in another spelling is not added again. */
function changeNumbers(context: OpContext, { ruleId, add, remove }: ChangeNumbers): Done {
  const { book } = context
  const entry = book.entry(ruleId)
  const numbers = entry && numbersOf(entry.rule.condition)
  if (!entry || !numbers) return notFound('rule')
  const next = editNumbers(numbers, add, remove, (number) => dialKey(number, book.dial()))
  return storeRule(context, { ...entry.rule, condition: withNumbers(entry.rule.condition, next) })
}

export function editNumbers(
  numbers: readonly string[],
  add: readonly string[],
  remove: readonly string[],
  keyOf: (number: string) => string,
): string[] {
  const dropped = new Set(remove.map(keyOf))
  const kept = dropped.size > 0 ? numbers.filter((number) => !dropped.has(keyOf(number))) : [...numbers]
  const known = new Set(add.length > 0 ? kept.map(keyOf) : [])
  for (const number of add) {
    const key = keyOf(number)
    if (!known.has(key)) kept.push(number)
    known.add(key)
  }
  return kept.slice(0, conditionLimits.numbers + 1) // one too many is enough to be refused
}

function putClass(context: OpContext, next: PriorityClass, expects: number | null): Done {
  const { book, stamp } = context
  const known = book.classes().find((one) => one.class.id === next.id)
  if (!known && expects !== null) return notFound('class')
  if (known && known.rev !== expects && !isMine(context, known)) return conflict('class', lastChange(context, known))
  book.putClass(next, stamp)
  return done
}

function forEachRule({ book, select }: OpContext, selection: Selection, run: (entry: Entry) => Done): Done {
  const entries = select(selection).flatMap((id) => book.entry(id) ?? [])
  if (entries.length === 0 && 'ids' in selection) return notFound('rule')
  for (const entry of entries) {
    const result = run(entry)
    if (!result.ok) return result
  }
  return done
}

/** An earlier step of the same change. */
const isMine = ({ stamp }: OpContext, one: Entry | ClassEntry): boolean => one.rev === stamp.rev

const lastChange = ({ published }: OpContext, one: Entry | ClassEntry): { by: string; at: number } =>
  one.rev === 0 ? published : one

const conflict = (what: 'rule' | 'class', { by, at }: { by: string; at: number }): Done =>
  err({ kind: 'conflict', what, by, at })

const hasClass = (book: DraftBook, id: string): boolean => book.classes().some((one) => one.class.id === id)

let lastClasses: { of: readonly ClassEntry[]; ids: Set<string> } | undefined
function classIds(book: DraftBook): Set<string> {
  const of = book.classes()
  if (lastClasses?.of !== of) lastClasses = { of, ids: new Set(of.map((one) => one.class.id)) }
  return lastClasses.ids
}
