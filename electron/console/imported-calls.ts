import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import type { JournalKeeper } from './journal-keeper.ts'
import type { Clock } from './ports.ts'

/**
 * How many calls of the present came out of the switch's own log. Live counts are made of what was seen: they never have
 * these, so a screen of live figures says how many are missing, and whoever asks where a figure comes from gets the journal's.
 */
export type ImportedCalls = {
  /** That arrived in the site's present day. */
  today(): number
  /** Whether any arrived today or yesterday, which is as far as live counts reach. */
  any(): boolean
  /** Asks the journal: at the start, and after each import. */
  look(): Promise<void>
}

export function createImportedCalls(keeper: JournalKeeper, calendar: Calendar, clock: Clock): ImportedCalls {
  let known = { day: -1, today: 0, before: 0 }
  return {
    today: () => (calendar.dayStart(clock.now()) === known.day ? known.today : 0),
    any: () => known.today + known.before > 0,
    async look() {
      const day = calendar.dayStart(clock.now())
      const count = async (from: number, to: number): Promise<number> => {
        const found = await keeper.ask({ kind: 'imported', from, to })
        return found.ok ? found.value : 0
      }
      const before = await count(calendar.dayStart(day - 1), day)
      known = { day, today: await count(day, calendar.nextDay(day)), before }
    },
  }
}
