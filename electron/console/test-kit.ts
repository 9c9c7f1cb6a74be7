import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openJournalHere, type JournalHere } from '#electron/journal/here.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleView } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { Result } from '#shared/std/result.ts'
import { createConsole, type Console } from './console.ts'
import type { World } from './ports.ts'
import type { Caller } from './running.ts'
import { createTestClock, createTestPorts, testCaller } from './testing.ts'

/** For tests: consoles with a journal on a disk, one after the other on the same folder. Times in seconds of the event builders' story. */
export type JournalKit = {
  start(seconds: number, settings?: Partial<Settings>): Promise<Run>
  open(world: World): JournalHere
  /** Of the present run. */
  journals: JournalHere[]
  folder: string
  end(): Promise<void>
}

export type Run = {
  running: Console
  parts: ReturnType<typeof createTestPorts>
  feed(...events: CallEvent[]): void
  call<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    by?: Partial<Caller>,
  ): Promise<Result<CommandOutput<N>, Problem>>
  /** The same, of what must go well. */
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>
  view(): Promise<ConsoleView>
  /** The power goes: nothing is said or written any more. */
  die(): Promise<void>
  at(seconds: number): void
}

export function createJournalKit(): JournalKit {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstline-journaled-'))
  let now = e.t(0)
  const journals: JournalHere[] = []

  function open(world: World): JournalHere {
    const journal = openJournalHere({ folder: path.join(folder, world), timeZone: 'Asia/Shanghai', now: () => now })
    journals.push(journal)
    return journal
  }

  async function die(): Promise<void> {
    await Promise.all(journals.splice(0).map((journal) => journal.stop()))
  }

  return {
    folder,
    journals,
    open,
    async start(seconds, settings = {}) {
      const parts = createTestPorts(settings, open)
      const clock = createTestClock(e.t(seconds))
      Object.assign(parts.ports, { clock })
      now = clock.now()
      const running = createConsole(parts.ports)
      await running.start()
      const call: Run['call'] = async (name, input, by = {}) =>
        (await running.execute(name, input, testCaller(by))) as never
      const ask: Run['ask'] = async (name, input) => {
        const result = await call(name, input)
        if (!result.ok) throw new Error(JSON.stringify(result.error))
        return result.value as never
      }
      return {
        running,
        parts,
        call,
        ask,
        feed: (...events) => parts.opened.at(-1)?.listener.onEvents(events),
        view: async () => (await ask('console.snapshot', {})).view,
        die,
        at(second) {
          clock.advance(e.t(second) - clock.now())
          now = clock.now()
        },
      }
    },
    async end() {
      await die()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Gave up after half a minute. */
export const lost = (id: string, from: number, number = '13800001111'): CallEvent[] => [
  e.arrived(from, id, number),
  e.joined(from + 1, 'repair', id),
  e.callerHungUp(from + 31, id),
  e.left(from + 31, 'undecided', 'repair', id),
  e.ended(from + 31, id),
]

/** Answered after eight seconds, a minute of talk. */
export const served = (id: string, from: number, number = '13800001111', area = 'repair'): CallEvent[] => [
  e.arrived(from, id, number),
  e.joined(from + 1, area, id),
  e.answered(from + 9, '1001', area, id),
  e.talkEnded(from + 69, 'caller', '1001', id),
  e.ended(from + 69, id),
]
