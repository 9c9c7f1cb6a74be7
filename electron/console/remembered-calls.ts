import type { Query, QueryAnswer } from '#electron/journal/journal.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import type { RememberedCall } from './call-memory.ts'
import type { Running } from './running.ts'

/**
 * The calls of today and yesterday that a dry run of the list is tried on. Those since the start, and of the day before it that
 * was played back, are in memory with all that rules could see of them; what is older comes from the journal, with what was known
 * of each call when it was answered or over. A journal that cannot be read adds none.
 */
export async function rememberedCalls(running: Running): Promise<RememberedCall[]> {
  const { calls, calendar, ports, keeper, liveFrom } = running
  const held = calls.calls()
  const known = new Set(held.map(({ callId }) => callId))
  const from = calendar.dayStart(calendar.dayStart(ports.clock.now()) - 1)
  const to = liveFrom()
  const kept: RememberedCall[] = []
  await keeper.settle()
  for (let after: string | null = null; from < to; ) {
    const page: Result<Page, Problem> = await keeper.ask({ kind: 'facts', from, to, after, limit: pageSize })
    if (!page.ok) break
    for (const { callId, listed: _, ...facts } of page.value.calls)
      if (!known.has(callId)) kept.push({ callId, facts: [facts] })
    after = page.value.next
    if (after === null) break
  }
  // The newest count most: the oldest make room, as in the memory.
  return [...kept, ...held].slice(-mostCalls)
}
type Page = QueryAnswer<Extract<Query, { kind: 'facts' }>>
const pageSize = 2000
const mostCalls = 20_000
