import type { LegsQuery } from '#electron/journal/queries.ts'
import { limitsOf } from '#shared/domain/statistics/live.ts'
import { partOf, partsNamed, selectorOf, type LegPart, type LegSelector } from '#shared/domain/statistics/parts.ts'
import { isFigureName, provenanceOf } from '#shared/domain/statistics/provenance.ts'
import { edgesOf } from '#shared/domain/statistics/windows.ts'
import type { WindowSpec } from '#shared/ipc/journal-view.ts'
import { err, ok } from '#shared/std/result.ts'
import type { Some } from './commands.ts'
import { gapsOf, inputOf, liveGapsOf, type Span } from './figure-source.ts'
import { lineOf, liveLegs } from './live-legs.ts'
import { liveFirst } from './live-first.ts'
import type { Running } from './running.ts'

/** Where figures come from: the formula with the numbers in it, and the calls that a part of it counts. */
export function figureHandlers(running: Running): Some<'figures'> {
  const { core, keeper, ports, rules, listChanged } = running
  return {
    'figures.rules': () => ok(ports.settings.get().figures),
    'figures.setRules': (figures) => {
      const saved = ports.settings.update((now) => ({ ...now, figures }))
      if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
      listChanged()
      return ok(null)
    },
    'figures.provenance': async ({ figure, dimension, window, profile }) => {
      if (!isFigureName(figure)) return err({ kind: 'invalid-input', where: 'figure', what: 'unknown' })
      const edges = windowOf(running, window)
      return keeper.run(async (journal) => {
        const input = await inputOf(running, journal, dimension, edges)
        // Without the journal the live ones are all that is known.
        const gaps = await gapsOf(running, journal, edges).catch(() => liveGapsOf(running, edges))
        const limits = limitsOf(rules())
        const { norm } = ports.settings.get().figures
        const now = ports.clock.now()
        return {
          ...provenanceOf({ figure, input, rules: { limits, profile }, window: edges, gaps, now }),
          siteNorm: norm,
          imported: await journal.ask({ kind: 'imported', ...edges }).catch(() => 0),
        }
      })
    },
    'figures.calls': async ({ part, dimension, window, before, limit }) => {
      const parts = partsNamed(part)
      if (!parts) return err({ kind: 'invalid-input', where: 'part', what: 'unknown' })
      const edges = windowOf(running, window)
      const now = ports.clock.now()
      const limits = limitsOf(rules())
      const live = liveLegs(core(), dimension, edges).filter(({ end, waitMs, area }) =>
        parts.includes(partOf(end, waitMs, limits(area))),
      )
      return keeper.run(async (journal) => {
        await keeper.settle()
        let kept = 0
        const ask = { kind: 'legs' as const, dimension, ...edges, select: selectionOf(running, parts) }
        const page = await liveFirst(
          live.map((leg) => lineOf(leg, now)),
          { before, limit },
          async (from, most) => {
            const found = await journal.ask({ ...ask, before: from, limit: most })
            kept = found.total
            return { items: found.legs, next: found.next }
          },
          (a, b) => a.callId === b.callId && a.enteredAt === b.enteredAt,
        )
        if (page.next?.startsWith('live:')) kept = (await journal.ask({ ...ask, before: null, limit: 1 })).total
        return { legs: page.items, next: page.next, total: live.length + kept }
      })
    },
  }
}

export function windowOf({ ports, calendar }: Running, spec: WindowSpec): Span {
  const { from, to } = edgesOf(spec, ports.clock.now(), calendar, ports.settings.get().figures.shifts)
  return { from, to: Math.max(from, to) }
}

/** Limits are an area's: the areas that the site has set are asked for by name, all others by the usual ones. */
function selectionOf(
  { ports, published, rules }: Running,
  parts: readonly LegPart[],
): NonNullable<LegsQuery['select']> {
  const limits = limitsOf(rules())
  const selectors = (area: string): LegSelector[] => parts.flatMap((part) => selectorOf(part, limits(area)) ?? [])
  const named = new Set([...ports.settings.get().areas.map(({ area }) => area), ...(published()?.areas.keys() ?? [])])
  // No area of a switch has the empty name.
  return { areas: [...named].map((area) => ({ area, selectors: selectors(area) })), others: selectors('') }
}
