import type { PublishedList } from '#electron/list/list-keeper.ts'
import type { CoreSettings } from '#shared/domain/core.ts'
import { createCalendar, type Calendar } from '#shared/domain/statistics/calendar.ts'
import { shortAbandonLimit } from '#shared/domain/statistics/limits.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { Clock } from './ports.ts'

/** What calls are judged and counted by: the list in force, the areas' limits, and the site's calendar. */

export function coreRules(settings: Settings, calendar: Calendar, published: PublishedList | undefined): CoreSettings {
  const areas = new Map(settings.areas.map((one) => [one.area, one]))
  const { figures, defaultLimitSeconds } = settings
  return {
    lookup: published?.lookup,
    dayStart: calendar.dayStart,
    limitMs: (area) => (areas.get(area)?.limitSeconds ?? defaultLimitSeconds) * 1000,
    shortAbandonMs: (area) =>
      shortAbandonLimit(
        (areas.get(area)?.shortAbandonSeconds ?? figures.shortAbandonSeconds) * 1000,
        published?.areas.get(area)?.severity === 'P1',
      ),
    profile: 'negative',
  }
}

/** Days begin by the wall clock; the console's own does not follow it when somebody sets it. */
export function createSiteCalendar(timeZone: () => string, clock: Clock): Calendar {
  let zone = timeZone()
  let wall = createCalendar(zone)
  const now = (): { calendar: Calendar; offset: number } => {
    if (timeZone() !== zone) {
      zone = timeZone()
      wall = createCalendar(zone)
    }
    return { calendar: wall, offset: clock.wallOffset?.() ?? 0 }
  }
  return {
    dayStart(at) {
      const { calendar, offset } = now()
      return calendar.dayStart(at + offset) - offset
    },
    nextDay(at) {
      const { calendar, offset } = now()
      return calendar.nextDay(at + offset) - offset
    },
    startOf(year, month, day) {
      const { calendar, offset } = now()
      return calendar.startOf(year, month, day) - offset
    },
    timeOn(at, minutes) {
      const { calendar, offset } = now()
      return calendar.timeOn(at + offset, minutes) - offset
    },
    dateOf(at) {
      const { calendar, offset } = now()
      return calendar.dateOf(at + offset)
    },
    minutesOf(at) {
      const { calendar, offset } = now()
      return calendar.minutesOf(at + offset)
    },
  }
}
