import type { CallOutcome } from '#shared/domain/call/call.ts'
import type { PriorityClass } from '#shared/domain/priority/rule.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import type { Report, ReportColumn, ReportKind } from '#shared/ipc/journal-view.ts'

/** The words of an exported report, in both languages; on a screen the renderer has its own. */
export type Language = 'zh' | 'en'
type Both = Record<Language, string>

export const kindWords: Record<ReportKind, Both> = {
  day: { zh: '全日话务', en: 'The day' },
  waits: { zh: '等待与应答', en: 'Waits and answers' },
  'service-level': { zh: '服务水平', en: 'Service level' },
  outcomes: { zh: '结局构成', en: 'Outcomes' },
  'heat-map': { zh: '星期 × 小时话务量', en: 'Calls by weekday and hour' },
  seats: { zh: '座席', en: 'Seats' },
  classes: { zh: '优先类别', en: 'Priority classes' },
  'top-callers': { zh: '来电最多的号码', en: 'Who calls most' },
  'response-times': { zh: '告警响应时间', en: 'Alarm response times' },
}

const columnWords: Record<string, Both> = {
  interval: { zh: '时段', en: 'Interval' },
  date: { zh: '日期', en: 'Date' },
  offered: { zh: '呼入', en: 'Offered' },
  answered: { zh: '接通', en: 'Answered' },
  answeredInTime: { zh: '时限内接通', en: 'In time' },
  abandoned: { zh: '放弃', en: 'Abandoned' },
  shortAbandons: { zh: '短时放弃', en: 'Short abandons' },
  abandonRatePct: { zh: '放弃率', en: 'Abandon rate' },
  flowedOut: { zh: '转出', en: 'Flowed out' },
  cleared: { zh: '拆线', en: 'Cleared' },
  unknown: { zh: '不明', en: 'Unknown' },
  averageSpeedOfAnswerMs: { zh: '平均应答时长', en: 'Average speed of answer' },
  averageWaitMs: { zh: '平均等待', en: 'Average wait' },
  p90WaitMs: { zh: '90% 等待不超过', en: '90th percentile wait' },
  longestWaitMs: { zh: '最长等待', en: 'Longest wait' },
  serviceLevelPct: { zh: '服务水平', en: 'Service level' },
  normPct: { zh: '标准', en: 'Norm' },
  averageHandlingMs: { zh: '平均处理时长', en: 'Average handling time' },
  outcome: { zh: '结局', en: 'Outcome' },
  count: { zh: '数量', en: 'Count' },
  sharePct: { zh: '占比', en: 'Share' },
  weekday: { zh: '星期', en: 'Weekday' },
  seat: { zh: '座席', en: 'Seat' },
  talkMs: { zh: '通话', en: 'Talk' },
  holdMs: { zh: '保持', en: 'Hold' },
  wrapUpMs: { zh: '话后处理', en: 'Wrap-up' },
  occupancyPct: { zh: '座席占用率', en: 'Occupancy' },
  averageTalkMs: { zh: '平均通话', en: 'Average talk' },
  noAnswers: { zh: '振铃未接', en: 'Rang, no answer' },
  class: { zh: '类别', en: 'Class' },
  lost: { zh: '未接通', en: 'Lost' },
  recoveredPct: { zh: '已回访', en: 'Dealt with' },
  number: { zh: '号码', en: 'Number' },
  calls: { zh: '来电', en: 'Calls' },
  listed: { zh: '优先', en: 'Listed' },
  lastAt: { zh: '最近一次', en: 'Last call' },
  severity: { zh: '级别', en: 'Severity' },
  raised: { zh: '告警', en: 'Raised' },
  acknowledged: { zh: '已确认', en: 'Acknowledged' },
  averageMs: { zh: '平均响应', en: 'Average response' },
  p90Ms: { zh: '90% 不超过', en: '90 % within' },
  longestMs: { zh: '最长', en: 'Longest' },
}

/** Numbers are written in these units. */
const unitWords: Partial<Record<ReportColumn['unit'], Both>> = {
  ms: { zh: '（秒）', en: ' (s)' },
  pct: { zh: '（%）', en: ' (%)' },
}

export const columnTitle = ({ key, unit }: ReportColumn, language: Language): string =>
  `${columnWords[key]?.[language] ?? key}${unitWords[unit]?.[language] ?? ''}`

export const profileWords: Record<ServiceLevelProfile, Both> = {
  negative: { zh: '从严', en: 'Strict' },
  'ignore-early-abandons': { zh: '剔除短时放弃', en: 'Early abandons left out' },
  positive: { zh: '从宽', en: 'Lenient' },
  'answered-only': { zh: '仅计接通', en: 'Answered only' },
  accepted: { zh: '受理口径（Avaya VDN）', en: 'Accepted (Avaya VDN)' },
}

const outcomeWords: Record<CallOutcome['kind'], Both> = {
  answered: { zh: '已接通', en: 'Answered' },
  abandoned: { zh: '放弃', en: 'Gave up' },
  lost: { zh: '未接通', en: 'Not answered' },
  'left-in-ivr': { zh: '语音导航中挂断', en: 'Hung up in the IVR' },
  unknown: { zh: '不明', en: 'Not known' },
}

const weekdayWords: Record<Language, string> = {
  zh: '周一 周二 周三 周四 周五 周六 周日',
  en: 'Mon Tue Wed Thu Fri Sat Sun',
}

/** A cell of unit `text` that stands for something: its words. */
export function cellWords(key: string, text: string, language: Language, classes: readonly PriorityClass[]): string {
  switch (key) {
    case 'outcome':
      return outcomeWords[text as CallOutcome['kind']]?.[language] ?? text
    case 'weekday':
      return weekdayWords[language].split(' ')[Number(text) - 1] ?? text
    case 'class': {
      const name = classes.find(({ id }) => id === text)?.name
      return name?.[language] || name?.zh || text
    }
    case 'number':
      return text === '' ? { zh: '未显示号码', en: 'Withheld' }[language] : text
    default:
      return text
  }
}

/** What is said above the table. */
export const headWords = {
  window: { zh: '时段', en: 'Window' },
  compare: { zh: '对比时段', en: 'Compared with' },
  comparedUntil: { zh: '汇总数字对比到', en: 'Totals compared up to' },
  dimension: { zh: '范围', en: 'Of' },
  total: { zh: '全部排队区域', en: 'All queue areas' },
  profile: { zh: '服务水平口径', en: 'Service level formula' },
  norm: { zh: '标准', en: 'Norm' },
  made: { zh: '生成于', en: 'Made' },
  imported: { zh: '含补录通话', en: 'Imported calls' },
  gap: { zh: '此时段看不到交换机', en: 'Switch not seen' },
} as const satisfies Record<string, Both>

export function dimensionWords(
  { dimension }: Report['request'],
  language: Language,
  classes: readonly PriorityClass[],
): string {
  switch (dimension.kind) {
    case 'total':
      return headWords.total[language]
    case 'area':
      return dimension.area
    case 'vdn':
      return `VDN ${dimension.vdn}`
    case 'class':
      return cellWords('class', dimension.classId, language, classes)
    case 'seat':
      return dimension.seatId
  }
}
