import { maskFor } from '#electron/access/mask.ts'
import type { Journal } from '#electron/journal/journal.ts'
import { exportReport } from '#electron/reports/export-report.ts'
import { makeReport } from '#electron/reports/make-report.ts'
import { windowOfSaved } from '#electron/reports/report-windows.ts'
import type { Language } from '#electron/reports/report-words.ts'
import { dueReports } from '#electron/reports/report-schedule.ts'
import { figuresFrom } from '#shared/domain/statistics/figures.ts'
import { limitsOf } from '#shared/domain/statistics/live.ts'
import { gapsIn } from '#shared/domain/statistics/windows.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { CallSummary, Handover, Report, ReportRequest, SavedReport } from '#shared/ipc/journal-view.ts'
import { severityOrder } from '#shared/domain/priority/strength.ts'
import { mostReports, type StoredReport } from '#shared/settings/journal-schema.ts'
import { err, ok } from '#shared/std/result.ts'
import { entryOf, openAlerts } from './call-commands.ts'
import type { Some } from './commands.ts'
import { firstSeen, gapsOf, inputOf, type Span } from './figure-source.ts'
import { reportData } from './report-data.ts'
import type { Running } from './running.ts'

/** Reports, those that are saved and written by the clock, and the sheet for whoever takes over. */
export function reportHandlers(running: Running): Some<'reports' | 'handover'> {
  const { keeper, ports } = running
  const { settings, files, clock } = ports
  return {
    'reports.run': (input) => keeper.run((journal) => makeReport(asked(input), reportData(running, journal))),
    'reports.export': async ({ request, format, language }, caller) => {
      const made = await keeper.run((journal) => makeReport(asked(request), reportData(running, journal)))
      if (!made.ok) return made
      const file = await fileOf(running, made.value, { format, language, seesNumbers: caller.seesNumbers })
      return files.offer(caller.session?.id ?? '', file.name, file.bytes)
    },
    'reports.saved': () => ok({ reports: settings.get().reports.map(shown) }),
    'reports.save': (report) => {
      const { reports } = settings.get()
      const known = reports.some(({ id }) => id === report.id)
      if (!known && reports.length >= mostReports) return err({ kind: 'not-in-this-state', why: 'too-many-reports' })
      const stored: StoredReport = { ...report, savedAt: clock.now() + (clock.wallOffset?.() ?? 0) }
      const next = known ? reports.map((one) => (one.id === report.id ? stored : one)) : [...reports, stored]
      return saveReports(running, () => next)
    },
    'reports.remove': ({ id }) => {
      if (!settings.get().reports.some((one) => one.id === id)) return err({ kind: 'not-found', what: 'report' })
      return saveReports(running, (reports) => reports.filter((one) => one.id !== id))
    },
    'handover.sheet': ({ from, to }) =>
      keeper.run((journal) => handover(running, journal, { from, to: Math.max(from, to) })),
  }
}

const asked = ({ compare, ...request }: CommandInput<'reports.run'>): ReportRequest =>
  compare === undefined ? request : { ...request, compare }

function saveReports({ ports }: Running, change: (reports: StoredReport[]) => StoredReport[]) {
  const saved = ports.settings.update((now) => ({ ...now, reports: change(now.reports) }))
  return saved.ok ? ok(null) : err({ kind: 'not-saved' as const, detail: saved.error.detail })
}

const shown = ({ savedAt: _savedAt, ...report }: StoredReport): SavedReport => report as SavedReport

type FileHow = { format: 'csv' | 'xlsx'; language: Language; seesNumbers: boolean }

async function fileOf(
  { ports, calendar, published }: Running,
  report: Report,
  { format, language, seesNumbers }: FileHow,
) {
  return exportReport(seesNumbers ? report : maskFor(report), {
    format,
    language,
    site: ports.settings.get().site.name,
    calendar,
    classes: published()?.classes ?? [],
  })
}

/** Writes the saved reports whose time has come; each once, one after the other, whatever becomes of it. */
export function createReportClock(running: Running): { tick(): void } {
  let writing = false
  const { ports, calendar } = running
  const { settings, clock } = ports
  const due = (): StoredReport[] => dueReports(settings.get().reports, clock.now(), clock.wallOffset?.() ?? 0, calendar)

  async function writeAll(): Promise<void> {
    for (const report of due()) {
      const written = await write(running, report)
      const lastRun = { at: clock.now() + (clock.wallOffset?.() ?? 0), ...written }
      const kept = saveReports(running, (reports) =>
        reports.map((one) => (one.id === report.id ? { ...one, lastRun } : one)),
      )
      if (written.problem !== undefined) ports.log.warn('a report was not written', { problem: written.problem })
      if (!kept.ok) return // it would be written again and again
    }
  }

  return {
    tick() {
      if (writing || due().length === 0) return
      writing = true
      writeAll()
        .catch((error: unknown) => ports.log.error('reports were not written', { error }))
        .finally(() => {
          writing = false
        })
    },
  }
}

async function write(
  running: Running,
  { request, schedule, name }: StoredReport,
): Promise<{ file?: string; problem?: string }> {
  if (!schedule) return {}
  const { ports, keeper } = running
  const { settings, access, reportFolder } = ports
  const made = await keeper.run(async (journal) => {
    const data = reportData(running, journal)
    const { compare, ...rest } = request
    return makeReport(asked({ ...rest, compare, window: windowOfSaved(request.window, data) }), data)
  })
  if (!made.ok) return { problem: made.error.kind === 'not-in-this-state' ? made.error.why : made.error.kind }
  const { language } = settings.get().preferences
  const file = await fileOf(running, made.value, {
    format: schedule.format,
    language: language === 'en' ? 'en' : 'zh',
    seesNumbers: access.policy().numbers.supervisor,
  })
  const written = await reportFolder.write(schedule.folder, `${plainName(name)}-${file.name}`, file.bytes)
  return written.ok ? { file: written.value } : { problem: written.error.detail }
}

/** A person's name for it, as part of a file's name. */
const plainName = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)

const mostNotable = 30

async function handover(running: Running, journal: Journal, window: Span): Promise<Handover> {
  const { core, ports, rules, keeper } = running
  const now = ports.clock.now()
  await keeper.settle()
  const [input, gaps, kept, imported] = await Promise.all([
    inputOf(running, journal, { kind: 'total' }, window),
    gapsWithReasons(running, journal, window, now),
    journal.ask({ kind: 'search', listed: true, ...window, before: null, limit: 200 }),
    journal.ask({ kind: 'imported', ...window }),
  ])
  const limits = limitsOf(rules())
  const figures = figuresFrom(input, { limits, profile: 'negative' })
  const sheet: Handover = {
    ...window,
    openAlerts: [...core().alerts.alerts.values()]
      .filter(({ alert }) => !alert.returned || !alert.acknowledged)
      .map(({ alert, call }) => ({
        callId: alert.id,
        severity: alert.match.severity,
        classId: alert.match.classId,
        callerNumber: call.caller.number,
        raisedAt: alert.raisedAt,
        ...(alert.acknowledged && { by: alert.acknowledged.by }),
      }))
      .sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity] || a.raisedAt - b.raisedAt),
    recovery: openAlerts(running)
      .map(entryOf)
      .sort((a, b) => a.lostAt - b.lostAt),
    gaps,
    imported,
    notable: kept.calls.filter((call) => isNotable(call, limits(call.area ?? '').thresholdMs)).slice(0, mostNotable),
    figures: {
      offered: figures.offered,
      answered: figures.answered,
      abandoned: figures.abandoned,
      longestWaitMs: figures.longestWaitMs,
    },
  }
  if (figures.serviceLevel.pct !== undefined) sheet.figures.serviceLevelPct = figures.serviceLevel.pct
  return sheet
}

/** A listed call that nobody answered, or that waited longer than its queue allows. */
const isNotable = ({ outcome, waitMs }: CallSummary, limitMs: number): boolean =>
  outcome.kind !== 'answered' || (waitMs ?? 0) > limitMs

async function gapsWithReasons(
  running: Running,
  journal: Journal,
  window: Span,
  now: number,
): Promise<Handover['gaps']> {
  const kept = await journal.ask({ kind: 'gaps', ...window })
  const first = firstSeen(running)
  return gapsIn(window, await gapsOf(running, journal, window), now).map(({ from, to }) => ({
    from,
    to,
    why: kept.find((gap) => gap.from < to && gap.to > from)?.why ?? (from < first ? 'not-recorded' : ''),
  }))
}
