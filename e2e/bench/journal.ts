import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createCalendar } from '#shared/domain/statistics/calendar.ts'
import { daysOf, edgesOf, halfHoursOf } from '#shared/domain/statistics/windows.ts'
import type { Window } from '#shared/domain/statistics/series.ts'
import { createClock } from '#electron/platform/clock.ts'
import { journalFile } from '#electron/journal/schema.ts'
import type { Journal } from '#electron/journal/journal.ts'
import { openJournal } from '#electron/journal/open-journal.ts'
import type { Bucket } from '#electron/journal/queries.ts'
import type { Figures } from './index.ts'
import { runLive, type Mode } from './journal-live.ts'
import { makeYear, timeZone, yearFrom } from './journal-year.ts'
import { median, percentile } from './recorded-burst.ts'

/**
 * A year of a 10,000-call day: how long reports, trails and searches take, and whether the live path feels that it is
 * recorded. Reports are asked as the console asks them, through the reading threads, with what a report shows: counts by
 * bucket, the same of the window before, seats' work, outcomes, gaps.
 */
const yearCalls = 3_650_000
const eventsPerSecond = 5000
const dayMs = 86_400_000
const limits = { byArea: {}, others: [5000, 15_000, 20_000] }

export async function measureJournal(print: (line: string) => void): Promise<Figures> {
  const calls = Number(option('--calls') ?? yearCalls)
  // `--year FOLDER` keeps the year that is made there, and uses it the next time.
  const kept = option('--year')
  const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'firstline-year-'))
  try {
    if (!existsSync(path.join(folder, journalFile))) {
      print(`\nJournal: making a year of ${calls} calls`)
      const { calls: made, seconds } = makeYear(folder, calls, print)
      print(`  ${made} calls in ${seconds.toFixed(0)} s`)
    }
    const figures = { ...measureSize(folder, print), ...(await measureYear(folder, print)) }
    return { ...figures, ...(await measureLive(folder, print)) }
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

const option = (name: string): string | undefined =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined

/** Bytes per call by what they are for. `journal.bytesPerCall`: everything that is kept for the whole retention. */
function measureSize(folder: string, print: (line: string) => void): Figures {
  const db = new DatabaseSync(path.join(folder, journalFile), { readOnly: true })
  const calls = Number(db.prepare('SELECT count(*) AS count FROM call').get()?.['count'])
  const size = (names: string): number =>
    Number(db.prepare(`SELECT sum(pgsize) AS bytes FROM dbstat WHERE ${names}`).get()?.['bytes'] ?? 0) / calls
  const all = size('1')
  const parts = {
    'calls, legs, talks and their indexes': size(
      "name IN ('call', 'call_key', 'call_backwards', 'leg', 'talk', 'missed_ring')",
    ),
    'alerts and the recovery list': size("name LIKE 'alert%' OR name LIKE '%recovery%'"),
    "seats' time": size("name = 'seat_span'"),
    sums: size("name IN ('leg_sum', 'work', 'call_sum')"),
  }
  db.close()
  print(
    `  ${calls} calls, ${((all * calls) / 1e6).toFixed(0)} MB, ${all.toFixed(0)} bytes per call: ${Object.entries(parts)
      .map(([name, bytes]) => `${name} ${bytes.toFixed(0)}`)
      .join(', ')}`,
  )
  return {
    'journal.bytesPerCall': Math.round(all),
    'journal.callBytes': Math.round(parts['calls, legs, talks and their indexes']),
  }
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

async function withJournal<T>(folder: string, run: (journal: Journal) => Promise<T>): Promise<T> {
  const clock = createClock()
  const retention = { days: 3660, megabytes: 1_000_000, rawDays: 2 }
  const journal = openJournal({ folder, timeZone, retention, clock, log: quiet })
  try {
    await journal.ask({ kind: 'gaps', from: 0, to: 1 })
    return await run(journal)
  } finally {
    await journal.stop()
    clock.stop()
  }
}

const rules = {
  profile: 'negative' as const,
  limits: { byArea: {}, others: { thresholdMs: 20_000, shortAbandonMs: 5000 } },
}

/** What a report over time shows, beside the window before; half-hours to the millisecond, days to the second. */
async function report(journal: Journal, window: Window, buckets: Bucket[], before: Bucket[]): Promise<number> {
  const dimension = { kind: 'total' as const }
  const exact = window.to - window.from <= 2 * dayMs
  const [{ whole, groups }] = await Promise.all([
    journal.ask({ kind: 'figures', dimension, buckets, exact, rules, handling: true }),
    journal.ask({ kind: 'figures', dimension, buckets: before, exact, rules, handling: true }),
    journal.ask({ kind: 'outcomes', dimension, ...window }),
    journal.ask({ kind: 'gaps', ...window }),
    journal.ask({ kind: 'imported', ...window }),
  ])
  const legs = groups.reduce((sum, { figures }) => sum + figures.offered, 0)
  if (legs === 0 || legs !== whole.offered) throw new Error('the rows are not the whole')
  return legs
}

const calendar = createCalendar(timeZone)
const year = { from: yearFrom, to: yearFrom + 365 * dayMs }
/** Once: which days a year has is the calendar's work, and not the journal's. */
const daysOfYear = daysOf(year, calendar)

const reports = {
  day: (journal: Journal, n: number) => {
    const at = yearFrom + (20 + n * 30) * dayMs
    const window = edgesOf({ kind: 'day', at }, 0, calendar)
    return report(journal, window, halfHoursOf(at, calendar), halfHoursOf(at - 7 * dayMs, calendar))
  },
  month: (journal: Journal, n: number) => {
    const window = edgesOf({ kind: 'month', at: yearFrom + (45 + n * 30) * dayMs }, 0, calendar)
    const before = edgesOf({ kind: 'month', at: window.from - 1 }, 0, calendar)
    return report(journal, window, daysOf(window, calendar), daysOf(before, calendar))
  },
  /** There is no year before. */
  year: (journal: Journal) => report(journal, year, daysOfYear, []),
}

async function measureYear(folder: string, print: (line: string) => void): Promise<Figures> {
  return withJournal(folder, async (journal) => {
    const figures: Figures = {}
    for (const [name, run, times] of [
      ['day', reports.day, 9],
      ['month', reports.month, 7],
      ['year', reports.year, 3],
    ] as const) {
      const all = await timesOf(times, (n) => run(journal, n))
      figures[`report.${name}Ms`] = round(median(all))
      print(`  a ${name}'s report: ${list(all)} ms`)
    }
    const ids: string[] = []
    const numbers: string[] = []
    for (let n = 0; n < 40; n += 1) {
      const at = yearFrom + ((n * 9) % 360) * dayMs + 10 * 3_600_000
      const { calls } = await journal.ask({ kind: 'search', from: at, to: at + 3_600_000, before: null, limit: 1 })
      for (const { callId, callerNumber } of calls) {
        ids.push(callId)
        numbers.push(callerNumber)
      }
    }
    const trails = await timesOf(ids.length, (n) => journal.ask({ kind: 'trail', callId: ids[n] ?? '' }))
    figures['trail.ms'] = round(worst(trails))
    print(`  a trail: median ${median(trails).toFixed(1)}, worst of ${trails.length} ${worst(trails).toFixed(1)} ms`)
    const ask = { kind: 'search' as const, before: null, limit: 50 }
    const exact = await timesOf(numbers.length, (n) => journal.ask({ ...ask, number: numbers[n] ?? '', exact: true }))
    const ending = await timesOf(numbers.length, (n) => journal.ask({ ...ask, number: (numbers[n] ?? '').slice(-4) }))
    figures['search.ms'] = round(Math.max(worst(exact), worst(ending)))
    print(
      `  search by number: median ${median(exact).toFixed(1)}, worst ${worst(exact).toFixed(1)} ms; by four last digits: median ${median(ending).toFixed(1)}, worst ${worst(ending).toFixed(1)} ms`,
    )
    await measureOthers(journal, print)
    return figures
  })
}

/** Said, without an aim of their own. */
async function measureOthers(journal: Journal, print: (line: string) => void): Promise<void> {
  const day = { from: yearFrom + 200 * dayMs, to: yearFrom + 201 * dayMs }
  const ask = { before: null, limit: 50 }
  const dimension = { kind: 'total' as const }
  const hours: Bucket[] = Array.from({ length: 365 * 24 }, (_, hour) => ({
    from: yearFrom + hour * 3_600_000,
    to: yearFrom + (hour + 1) * 3_600_000,
    group: hour % 168,
  }))
  for (const [name, run] of [
    ['last two digits', () => journal.ask({ kind: 'search', number: '07', ...ask })],
    ['newest of an area', () => journal.ask({ kind: 'search', area: '英文', listed: true, ...ask })],
    ['newest of a seat', () => journal.ask({ kind: 'search', seat: 'PJSIP/1040', outcome: 'answered', ...ask })],
    [
      'a day of an area',
      () => journal.ask({ kind: 'tallies', dimension: { kind: 'area', area: '报修' }, buckets: [day], exact: true }),
    ],
    ['the legs of a day', () => journal.ask({ kind: 'legs', dimension, ...day, ...ask })],
    ['heat map of the year', () => journal.ask({ kind: 'tallies', dimension, buckets: hours, apartAt: limits })],
    ['top callers of the year', () => journal.ask({ kind: 'top-callers', dimension, ...year, limit: 20 })],
    ['seats of the year', () => journal.ask({ kind: 'seats', ...year })],
    [
      'one seat, the year',
      () => journal.ask({ kind: 'tallies', dimension: { kind: 'seat', seatId: 'PJSIP/1040' }, buckets: [year] }),
    ],
    ['response times of the year', () => journal.ask({ kind: 'response-times', ...year })],
    ['open recovery entries', () => journal.ask({ kind: 'recovery', show: 'open', ...ask })],
  ] as const) {
    const times = await timesOf(3, run)
    print(`  ${name}: ${list(times)} ms`)
  }
}

/**
 * Rounds in turn, so that whatever else the machine does falls on all of them alike; of each kind the quarter that was
 * disturbed least speaks for it.
 */
async function measureLive(folder: string, print: (line: string) => void): Promise<Figures> {
  return withJournal(folder, async (journal) => {
    const found: Record<Mode, number[]> = { off: [], on: [], year: [] }
    const order: Mode[] = ['off', 'on', 'year', 'year', 'on', 'off']
    let longestWait = 0
    const watch = setInterval(() => (longestWait = Math.max(longestWait, journal.state().waitingMs)), 50)
    for (let n = 0; n < 6 * 7; n += 1) {
      const mode = order[n % order.length] ?? 'off'
      let asking = mode === 'year'
      const asked = (async () => {
        while (asking) await reports.year(journal)
      })()
      const p99 = await p99OfRound(mode === 'off' ? undefined : journal, n)
      // The first of each kind warms up.
      if (n >= order.length) found[mode].push(p99)
      asking = false
      await asked
      await journal.flush()
    }
    clearInterval(watch)
    const [off, on, during] = [percentile(found.off, 25), percentile(found.on, 25), percentile(found.year, 25)]
    print(
      `  live path at ${eventsPerSecond} events/s, p99 of the quieter rounds: ${off.toFixed(2)} ms without the journal, ${on.toFixed(2)} ms with it, ${during.toFixed(2)} ms while a year is counted`,
    )
    print(`    rounds without ${two(found.off)}; with ${two(found.on)}; while a year is counted ${two(found.year)}`)
    print(`    an entry waited at most ${longestWait} ms for the disk; ${journal.state().dropped} were dropped`)
    return {
      'journal.p99OffMs': round(off),
      'journal.p99OnMs': round(on),
      'journal.p99YearMs': round(during),
      'journal.p99Ratio': Math.round((Math.max(on, during) / off) * 100) / 100,
      'journal.longestWaitMs': longestWait,
      'journal.dropped': journal.state().dropped,
    }
  })
}

const p99OfRound = async (journal: Journal | undefined, n: number): Promise<number> =>
  percentile(await runLive(journal, Date.now() + n, eventsPerSecond, 2), 99)
const two = (times: number[]): string => times.map((ms) => ms.toFixed(2)).join(', ')

async function timesOf(count: number, run: (n: number) => Promise<unknown>): Promise<number[]> {
  await run(0)
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const began = performance.now()
    await run(n)
    times.push(performance.now() - began)
  }
  return times
}

const worst = (times: number[]): number => times.reduce((a, b) => Math.max(a, b), 0)
const round = (ms: number): number => Math.round(ms * 10) / 10
const list = (times: number[]): string => times.map((ms) => ms.toFixed(0)).join(', ')
