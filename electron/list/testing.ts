import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput, CommandOutput } from '#shared/ipc/contract.ts'
import type { ListState } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import type { Published } from './desk-core.ts'
import { noCounts } from './first-list.ts'
import { createListDesk } from './list-desk.ts'
import type { ListAuthor, ListCommandName, ListExtra } from './list-keeper.ts'
import type { ListStore } from './list-store.ts'
import { openListStore } from './open-store.ts'

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

/** A desk in memory or in a folder; `ask` answers the value, and throws where a command fails that should not. */
export function deskForTest(options: { folder?: string; document?: ListDocument; full?: () => boolean } = {}) {
  const now = (): number => t0
  const found = openListStore({ folder: options.folder, now })
  const opened = options.full ? { ...found, store: thatFills(found.store, options.full) } : found
  if (options.document && opened.store.latest()?.kind === 'first') {
    const { length: rules } = options.document.rules
    const meta = {
      version: 2,
      at: now(),
      by: 'Start',
      why: 'start',
      kind: 'published' as const,
      rules,
      changes: noCounts,
    }
    opened.store.write({ publish: { meta, document: options.document } })
  }
  const published: Published[] = []
  const states: ListState[] = []
  const desk = createListDesk({
    opened,
    now,
    timeZone: () => 'Asia/Shanghai',
    later: () => undefined,
    onPublished: (one) => void published.push(one),
    onChanged: () => void states.push(desk.state()),
    onProblem: () => undefined,
    onError: () => undefined,
  })
  const run = <N extends ListCommandName>(
    name: N,
    input: CommandInput<N>,
    by: ListAuthor = author('Li'),
    extra?: ListExtra,
  ) => desk.handle(name, input, by, extra) as Promise<Result<CommandOutput<N>, Problem>>
  async function ask<N extends ListCommandName>(
    name: N,
    input: CommandInput<N>,
    by?: ListAuthor,
    extra?: ListExtra,
  ): Promise<CommandOutput<N>> {
    const result = await run(name, input, by, extra)
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
    return result.value
  }
  const change = (by: string, ...ops: CommandInput<'list.change'>['ops']) => run('list.change', { ops }, author(by))
  const publish = async (by = 'Li', why = 'because', extra?: ListExtra) =>
    run('list.publish', { revision: desk.state().draft.revision, why }, author(by), extra)
  return { desk, opened, published, states, run, ask, change, publish }
}

const t0 = 1_795_000_000_000

/** As SQLite says it when the disk is full; what was written before is still read. */
const thatFills = (store: ListStore, full: () => boolean): ListStore => ({
  ...store,
  write(change) {
    if (full()) throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
    store.write(change)
  },
})

export const put = (rule: PriorityRule, expects: number | null = null, before?: string | null): DraftOpInput =>
  before === undefined ? { op: 'put-rule', rule, expects } : { op: 'put-rule', rule, expects, before }
type DraftOpInput = CommandInput<'list.change'>['ops'][number]
