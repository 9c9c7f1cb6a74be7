import type { Journal } from '#electron/journal/journal.ts'
import type { Bucket, ReportData, Span } from '#electron/reports/report-data.ts'
import { noHandling, type Handling } from '#shared/domain/statistics/handling.ts'
import { limitsOf } from '#shared/domain/statistics/live.ts'
import { normNamed } from '#shared/domain/statistics/norms.ts'
import { openAlerts } from './call-commands.ts'
import { gapsOf, talliesOf, wholly, type How } from './figure-source.ts'
import { liveHandling } from './live-legs.ts'
import type { Running } from './running.ts'

/** The questions of reports, put to the journal; what lives is added. They throw a JournalFault when it cannot be read. */
export function reportData(running: Running, journal: Journal): ReportData {
  const { ports, calendar, rules } = running
  const { figures } = ports.settings.get()
  const limits = limitsOf(rules())
  return {
    now: ports.clock.now(),
    calendar,
    shifts: figures.shifts,
    limits,
    norm: figures.norm === null ? undefined : normNamed(figures.norm),
    tallies: (dimension, buckets, how) =>
      wholly(running, async () => {
        const found = await talliesOf(running, journal, dimension, buckets, howOf(how))
        return groupsOf(buckets).map((group) => found.find((one) => one.group === group) ?? { slices: [] })
      }),
    seats: (window) => wholly(running, () => seatsOf(running, journal, window)),
    classes: async (window) => {
      const kept = await journal.ask({ kind: 'parts', of: 'classes', ...window })
      return [...new Set([...kept, ...(running.published()?.classes ?? []).map(({ id }) => id)])]
    },
    outcomes: (window, dimension) => journal.ask({ kind: 'outcomes', ...window, dimension }),
    topCallers: (window, dimension, limit) => journal.ask({ kind: 'top-callers', ...window, dimension, limit }),
    responses: (window) => journal.ask({ kind: 'response-times', ...window }),
    lost: (window) => lostOf(running, journal, window),
    gaps: (window) => gapsOf(running, journal, window),
    imported: (window) => journal.ask({ kind: 'imported', ...window }),
  }
}

const groupsOf = (buckets: readonly Bucket[]): number[] => [
  ...new Set(buckets.map(({ group }, index) => group ?? index)),
]

function howOf(how: 'exact' | 'seconds' | 'coarse'): How {
  if (how === 'exact') return { exact: true }
  return how === 'coarse' ? { apartAt: { byArea: {}, others: [0] } } : {}
}

async function seatsOf(
  running: Running,
  journal: Journal,
  window: Span,
): Promise<Awaited<ReturnType<ReportData['seats']>>> {
  const kept = await journal.ask({ kind: 'seats', ...window })
  const names = new Map([...running.core().book.seats.values()].map(({ id, name }) => [id, name]))
  const ids = new Set([...kept.map(({ seat }) => seat.id), ...names.keys()])
  const now = running.ports.clock.now()
  return [...ids].map((id) => {
    const known = kept.find(({ seat }) => seat.id === id)
    const live = liveHandling(running.core(), { kind: 'seat', seatId: id }, window, now)
    return {
      seat: known?.seat ?? { id, name: names.get(id) ?? id },
      handling: plus(known?.handling ?? noHandling(), live),
    }
  })
}

const plus = (a: Handling, b: Handling): Handling =>
  Object.fromEntries(Object.entries(a).map(([key, value]) => [key, value + b[key as keyof Handling]])) as Handling

/** Open entries stand in the core, closed ones in the journal. */
async function lostOf(
  running: Running,
  journal: Journal,
  { from, to }: Span,
): Promise<{ classId: string; closed: boolean }[]> {
  await running.keeper.settle()
  const open = openAlerts(running)
    .filter(({ alert }) => (alert.returned?.at ?? 0) >= from && (alert.returned?.at ?? 0) < to)
    .map(({ alert }) => ({ classId: alert.match.classId, closed: false }))
  const closed = await journal.ask({ kind: 'closed-losses', from, to })
  return [
    ...open,
    ...closed.flatMap(({ classId, count }) => Array.from({ length: count }, () => ({ classId, closed: true }))),
  ]
}
