import type { CallEvent } from '#shared/domain/call/call-event.ts'
import {
  applyToCore,
  createCore,
  decide,
  judgeAll,
  noChanges,
  tidyCore,
  type Core,
  type CoreSettings,
} from '#shared/domain/core.ts'
import type { Decision } from '#shared/domain/journal/call-record.ts'
import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import type { CallMemory } from './call-memory.ts'
import type { Closing } from './closing.ts'
import type { JournalKeeper } from './journal-keeper.ts'
import { openPast, rememberCallers, restoreOpen } from './past.ts'
import type { ConsolePorts } from './ports.ts'

/**
 * The core as it lives: events and decisions go into it and into the journal, in one order. It owns the present core and,
 * while the past is being brought back, what happened meanwhile.
 */
export type LiveCore = {
  core(): Core
  rules(): CoreSettings
  liveFrom(): number
  /** False while the past is being brought back. */
  isThere(): boolean
  hear(events: CallEvent[]): void
  decide(decision: Decision): boolean
  /** Limits or the list are others: what is in force is judged by from here on, also the calls that are there already. */
  judgeAnew(): void
  /** Begins with what the journal of the present world remembers. Asked anew meanwhile, only the last one counts. */
  enter(): Promise<void>
  /** Nothing more is brought back. */
  leave(): void
  tidy(): void
}

type Switched = Extract<Decision, { kind: 'switched' }>
type Parts = {
  ports: ConsolePorts
  keeper: JournalKeeper
  calendar: Calendar
  rulesNow: () => CoreSettings
  listKnown: Promise<void>
  closing: Closing
  calls: CallMemory
  changed: (urgent: boolean) => void
}

/** A caller who leaves before a list is in force would never have been listed; but calls are shown also without one. */
const listWithinMs = 3000

export function createLiveCore({
  ports,
  keeper,
  calendar,
  rulesNow,
  listKnown,
  closing,
  calls,
  changed,
}: Parts): LiveCore {
  const { clock } = ports
  let core = createCore()
  let rules = rulesNow()
  let held: (CallEvent | Switched)[] | undefined = []
  let entered = 0
  let liveFrom = clock.now()

  /** Into the journal first, then on the screen. */
  function apply(events: readonly (CallEvent | Switched)[]): void {
    const changes = noChanges()
    for (const event of events) {
      if (event.kind === 'switched') {
        decideNow(event)
        continue
      }
      applyToCore(core, event, rules, changes)
      keeper.applied(event, changes)
      for (const decision of closing.closedBy(core, event, changes.calls)) decideNow(decision)
      for (const id of changes.calls) remember(core, id)
      changes.calls.clear()
    }
    changed(changes.urgent)
  }

  function decideNow(decision: Decision): boolean {
    const changes = noChanges()
    if (!decide(core, decision, rules, changes)) return false
    keeper.decided(decision, changes)
    changed(true)
    return true
  }

  function remember(from: Core, callId: string): void {
    const call = from.book.calls.get(callId)
    if (call) calls.note(call)
  }

  function judgeAnew(): void {
    rules = rulesNow()
    if (held) return
    const changes = noChanges()
    judgeAll(core, rules, clock.now(), changes)
    keeper.followed(changes)
    changed(true)
  }

  return {
    core: () => core,
    rules: () => rules,
    liveFrom: () => liveFrom,
    isThere: () => held === undefined,
    hear(events) {
      if (held) held.push(...events)
      else apply(events)
    },
    decide(decision) {
      // Another switch, whose calls come after those that are being brought back.
      if (!held || decision.kind !== 'switched') return decideNow(decision)
      held.push(decision)
      return true
    },
    judgeAnew,
    async enter() {
      const mine = ++entered
      held = []
      core = createCore()
      calls.clear()
      rules = rulesNow()
      const past = await openPast(ports, keeper, calendar, rules, {
        note: remember,
        late({ open, events }) {
          if (mine !== entered) return
          restoreOpen(core, open)
          changed(true)
          void rememberCallers(core, events).catch((error: unknown) =>
            ports.log.error('earlier callers are not known', { error }),
          )
        },
      })
      if (mine !== entered) return
      core = past.core
      liveFrom = past.liveFrom
      past.goOn(rules)
      await Promise.race([listKnown, new Promise<void>((resolve) => void clock.after(listWithinMs, resolve))])
      if (mine !== entered) return
      const waiting = held ?? []
      held = undefined
      judgeAnew()
      apply(waiting)
      changed(true)
    },
    leave() {
      entered++
    },
    tidy: () => tidyCore(core, rules, clock.now()),
  }
}
