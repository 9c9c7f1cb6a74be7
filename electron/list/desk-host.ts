import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { Published } from './desk-core.ts'
import { countNumbers } from './draft-tally.ts'
import { createListDesk, type ListDesk } from './list-desk.ts'
import { openListStore } from './open-store.ts'
import type { DeskData, FromDesk, Request, ToDesk } from './protocol.ts'

/**
 * The list's desk behind messages: opens the store, answers requests, and hands over the rules of a version piece by piece. Runs in a thread of
 * its own (worker.ts) or in the console's (connect.ts). A bug in one command is that command's answer, and no end of the desk.
 */
export type DeskHost = { receive(message: ToDesk): void }

export type HostOptions = DeskData & { now: () => number; later: (ms: number, run: () => void) => void }

/** A piece that is compiled within a few turns. */
const pieceRules = 2000
const pieceNumbers = 20_000

export function createDeskHost(options: HostOptions, post: (message: FromDesk) => void): DeskHost {
  let { timeZone } = options
  let desk: ListDesk | undefined
  let sending: { version: number; rules: PriorityRule[]; from: number } | undefined

  const onError = (what: string, error: unknown): void => post({ t: 'error', what, error })

  function start(): void {
    const opened = openListStore(options)
    desk = createListDesk({
      opened,
      now: options.now,
      timeZone: () => timeZone,
      later: options.later,
      onPublished: send,
      onChanged: () => desk && post({ t: 'changed', state: desk.state() }),
      onProblem: () => desk && post({ t: 'problems', problems: desk.problems() }),
      onError,
    })
    post({ t: 'problems', problems: desk.problems() })
    send(desk.published())
    if (opened.tookOver) post({ t: 'took-over' })
    post({ t: 'changed', state: desk.state() })
  }

  function send({ meta, document }: Published): void {
    sending = { version: meta.version, rules: document.rules, from: 0 }
    post({ t: 'version', meta, dial: document.dial, classes: document.classes })
  }

  function next(wanted: number): void {
    // Asked for before another version began: that one's pieces must come one after the other, too.
    if (sending?.version !== wanted) return
    const { version, rules, from } = sending
    let to = from
    for (let numbers = 0; to < rules.length && to - from < pieceRules && numbers < pieceNumbers; to += 1) {
      const rule = rules[to]
      if (rule) numbers += countNumbers(rule.condition)
    }
    const end = to >= rules.length
    sending = end ? undefined : { version, rules, from: to }
    post({ t: 'rules', version, rules: rules.slice(from, to), end })
  }

  async function answer(id: number, request: Request): Promise<void> {
    let result: Result<unknown, Problem>
    try {
      result = desk ? await perform(desk, request) : err({ kind: 'not-in-this-state', why: 'list-not-loaded' })
    } catch (error) {
      onError(request.ask === 'run' ? `${request.name} failed` : `${request.ask} failed`, error)
      result = err({ kind: 'internal' })
    }
    post({ t: 'answer', id, result, version: desk?.published().meta.version ?? 0 })
  }

  return {
    receive(message) {
      switch (message.t) {
        case 'start':
          return start()
        case 'request':
          timeZone = message.timeZone
          return void answer(message.id, message.request)
        case 'audit':
          return desk?.audit(message.entry)
        case 'next':
          return next(message.version)
        case 'stop':
          desk?.close()
          desk = undefined
          return post({ t: 'stopped' })
      }
    },
  }
}

function perform(desk: ListDesk, request: Request): Promise<Result<unknown, Problem>> | Result<unknown, Problem> {
  switch (request.ask) {
    case 'run':
      return desk.handle(request.name, request.input, request.author, request.extra)
    case 'document':
      return ok(desk.published())
    case 'replace':
      return desk.replace(request.document, request.why, request.author, request.kind, request.approval)
    case 'area':
      return desk.setArea(request.change, request.author, request.approval)
  }
}
