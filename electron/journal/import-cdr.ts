import papaparse from 'papaparse'
import { createCalendar, type Calendar } from '#shared/domain/statistics/calendar.ts'
import type { Call } from '#shared/domain/call/call.ts'
import { createWrong, longestLine, newCall, type ReadLog, type SeatNamed, type WrongWhy } from './import-log.ts'

/**
 * Asterisk's CDR as CSV (cdr_csv's Master.csv, or one with a header line of the same names). It says that a call was there,
 * when, for which queue and which device answered, but not how long the caller waited: `answer` is when the switch
 * answered, often the voice menu. So a queue visit out of it ends `unknown`, and only the conversation counts. Lines of
 * one call (`linkedid`, else `uniqueid`) become one call; calls that a seat's own device began are no callers.
 */
const columns = [
  'accountcode',
  'src',
  'dst',
  'dcontext',
  'clid',
  'channel',
  'dstchannel',
  'lastapp',
  'lastdata',
  'start',
  'answer',
  'end',
  'duration',
  'billsec',
  'disposition',
  'amaflags',
  'uniqueid',
  'userfield',
] as const
const fewest = columns.indexOf('amaflags') + 1

/** Of a call whose line names no id: its start and number must do. */
export const madeUpId = 'cdr-'

type Row = Map<string, string>

export function readCdr(
  text: string,
  options: {
    from: number
    to: number
    switchId: string
    timeZone: string
    seat: SeatNamed
    isSeat(id: string): boolean
  },
): ReadLog {
  const wrong = createWrong()
  const timeOf = createTimes(createCalendar(options.timeZone))
  const calls = new Map<string, Call>()
  let header: readonly string[] = columns
  let lines = 0
  let line = 0
  papaparse.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimiter: ',',
    step({ data, errors }) {
      line += 1
      if (data.length === 1 && data[0]?.trim() === '') return
      const names = data.map((name) => name.trim().toLowerCase())
      if (lines === 0 && names.includes('start') && names.includes('src')) {
        header = names
        return
      }
      lines += 1
      const why = take(data, errors.length > 0)
      if (why) wrong.add(line, why)
    },
  })

  function take(data: string[], broken: boolean): WrongWhy | undefined {
    if (data.some((field) => field.length > longestLine)) return 'too-long'
    if (broken || data.length < Math.min(fewest, header.length)) return 'fields'
    const row: Row = new Map(header.map((name, i) => [name, data[i] ?? '']))
    const [start, end] = [timeOf(row.get('start') ?? ''), timeOf(row.get('end') ?? '')]
    if (start === undefined || end === undefined || end < start) return 'time'
    const channel = deviceOf(row.get('channel') ?? '')
    if (options.isSeat(channel)) return undefined
    const number = (row.get('src') ?? '').trim()
    const own = row.get('uniqueid')?.trim() ?? ''
    const id = row.get('linkedid')?.trim() || own || `${madeUpId}${start}-${number}`
    let call = calls.get(id)
    if (!call) {
      call = newCall(`${options.switchId}/${id}`, start, number)
      call.dialledNumber = (row.get('dst') ?? '').trim()
      // Its beginning is known; how it went through the queues is not.
      call.seenInMiddle = true
      calls.set(id, call)
    }
    addRow(call, row, start, end, timeOf(row.get('answer') ?? ''))
    return undefined
  }

  function addRow(call: Call, row: Row, start: number, end: number, answer: number | undefined): void {
    call.arrivedAt = Math.min(call.arrivedAt, start)
    call.endedAt = Math.max(call.endedAt ?? end, end)
    const area = row.get('lastapp')?.toLowerCase() === 'queue' ? (row.get('lastdata') ?? '').split(',')[0]?.trim() : ''
    const device = deviceOf(row.get('dstchannel') ?? '')
    const talked = device !== '' && answer !== undefined && row.get('disposition') === 'ANSWERED'
    if (area && !call.queueLegs.some((leg) => leg.area === area))
      call.queueLegs.push({
        area,
        enteredAt: start,
        endedAt: talked ? Math.max(start, answer) : end,
        end: 'unknown',
        rings: [],
      })
    if (!talked) return
    call.answeredSinceRouted = true
    call.talkLegs.push({
      seat: options.seat(device),
      startedAt: Math.max(start, answer),
      endedAt: end,
      endedBy: 'unknown',
      holds: [],
      ...(area ? { area } : {}),
    })
  }

  const found = [...calls.values()].map((call) => {
    call.queueLegs.sort((a, b) => a.enteredAt - b.enteredAt)
    call.talkLegs.sort((a, b) => a.startedAt - b.startedAt)
    return call
  })
  return {
    lines,
    calls: found.filter(({ arrivedAt }) => arrivedAt >= options.from && arrivedAt < options.to),
    ...wrong.result(),
  }
}

/** `PJSIP/1001-0000002a` → `PJSIP/1001` */
const deviceOf = (channel: string): string => channel.trim().replace(/-[0-9a-f]{8}(;\d)?$/i, '')

/** `2027-01-31 08:15:30` by the site's clock. */
function createTimes(calendar: Calendar): (text: string) => number | undefined {
  return (text) => {
    const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/.exec(text.trim())
    if (!match) return undefined
    const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(Number)
    if (month < 1 || month > 12 || day < 1 || day > 31 || hours > 23 || minutes > 59 || seconds > 60) return undefined
    return calendar.timeOn(calendar.startOf(year, month, day), hours * 60 + minutes) + seconds * 1000
  }
}
