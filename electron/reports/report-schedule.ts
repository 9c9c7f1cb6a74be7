import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import type { StoredReport } from '#shared/settings/journal-schema.ts'

/**
 * Which saved reports are due: once on each of their days, when the site's clock shows their time or, where the console was
 * off then, as soon as it is on again that day. A time that the day does not have is the first moment after it.
 */
export function dueReports(
  reports: readonly StoredReport[],
  now: number,
  wallOffset: number,
  calendar: Calendar,
): StoredReport[] {
  const { weekday } = calendar.dateOf(now)
  return reports.filter(({ schedule, savedAt, lastRun }) => {
    if (!schedule?.days.includes(weekday)) return false
    const [hours = 0, minutes = 0] = schedule.at.split(':').map(Number)
    const due = calendar.timeOn(now, hours * 60 + minutes) + wallOffset
    return due <= now + wallOffset && Math.max(savedAt, lastRun?.at ?? 0) < due
  })
}
