import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import type { JournalHere } from './here.ts'
import type { ImportQuery } from './queries.ts'
import { record, t, t0 } from './testing.ts'

/** Asterisk's own logs, as app_queue and cdr_csv of Asterisk 16 to 22 write them. */

export const s = (seconds: number): number => t0 / 1000 + seconds

/** Two callers of whom one gives up, one who overflows, a seat that does not answer, an agent who is paused. */
export const queueLog = [
  `${s(-500)}|NONE|NONE|NONE|QUEUESTART|`,
  `${s(0)}|${s(-6)}.10|repair|NONE|ENTERQUEUE||13800001111|1`,
  `${s(1)}|${s(-5)}.11|repair|NONE|ENTERQUEUE||075512345678|2`,
  `${s(5)}|NONE|repair|Seat 1002|PAUSE|lunch`,
  `${s(15)}|${s(-6)}.10|repair|Seat 1002|RINGNOANSWER|15000`,
  `${s(20)}|${s(-6)}.10|repair|PJSIP/1001|CONNECT|20|${s(18)}.12|3`,
  `${s(31)}|${s(-5)}.11|repair|NONE|ABANDON|1|2|30`,
  `${s(80)}|${s(-6)}.10|repair|PJSIP/1001|COMPLETECALLER|20|60|1`,
  `${s(100)}|${s(90)}.20|repair|NONE|ENTERQUEUE||<unknown>|1`,
  `${s(160)}|${s(90)}.20|repair|NONE|EXITWITHTIMEOUT|1|1|60`,
  `${s(160)}|${s(90)}.20|complaint|NONE|ENTERQUEUE|||1`,
  `${s(170)}|${s(90)}.20|complaint|PJSIP/1009|CONNECT|10|${s(165)}.21|5`,
  `${s(200)}|${s(90)}.20|complaint|PJSIP/1009|BLINDTRANSFER|8001|from-queue|10|30|1`,
].join('\n')

const query = (text: string, change: Partial<ImportQuery> = {}): ImportQuery => ({
  kind: 'plan-import',
  format: 'queue-log',
  text,
  from: t(-1000),
  to: t(100_000),
  switchId: 'switch',
  timeZone: 'Asia/Shanghai',
  seats: [],
  ...change,
})

export const planOf = (journal: JournalHere, text: string, change: Partial<ImportQuery> = {}) =>
  journal.ask(query(text, change))

/** The first caller of that log, as the console saw him. */
export const known = (change: Parameters<typeof record>[0] = {}): CallRecord =>
  record({ id: `switch/${s(-6)}.10`, arrivedAt: t(-6), vdn: '7001', ...change })
