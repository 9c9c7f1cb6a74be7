import type { ImportField } from '#shared/ipc/list-view.ts'
import { plainWord, type Words } from './words.ts'

/** What a column is most likely called. The first word of each language heads an export; earlier words are more certain than later ones. */
export type RuleColumn = Exclude<ImportField, 'ignore'>

export const headerWords: Record<RuleColumn, Words> = {
  id: { zh: ['规则编号', '编号', '规则ID'], en: ['Rule ID', 'id', 'identifier'] },
  name: {
    zh: ['名称', '规则名称', '用户名称', '客户名称', '单位名称', '姓名', '户名', '单位', '用户', '客户'],
    en: ['Name', 'rule name', 'customer name', 'rule', 'customer', 'title'],
  },
  class: {
    zh: ['类别', '用户类别', '分类', '客户类别', '类型'],
    en: ['Class', 'category', 'customer class', 'type', 'group'],
  },
  severity: {
    zh: ['级别', '优先级', '等级', '严重程度', '重要等级', '优先级别'],
    en: ['Severity', 'priority', 'level', 'importance'],
  },
  'condition-kind': {
    zh: ['条件类型', '匹配方式', '匹配类型', '条件种类'],
    en: ['Condition type', 'condition kind', 'match type', 'match', 'kind'],
  },
  condition: {
    zh: [
      '条件',
      '主叫号码',
      '电话号码',
      '号码',
      '手机号码',
      '联系电话',
      '电话',
      '手机',
      '手机号',
      '来电号码',
      '固定电话',
      '被叫号码',
    ],
    en: [
      'Condition',
      'caller number',
      'phone number',
      'number',
      'phone',
      'telephone',
      'mobile',
      'caller',
      'ani',
      'tel',
      'value',
    ],
  },
  enabled: { zh: ['启用', '是否启用', '状态', '是否有效', '有效'], en: ['Enabled', 'active', 'status', 'in use'] },
  'valid-from': {
    zh: ['生效日期', '开始日期', '起始日期', '有效期起', '生效时间', '开始时间', '起'],
    en: ['Valid from', 'start date', 'from', 'start', 'effective date'],
  },
  'valid-to': {
    zh: ['失效日期', '结束日期', '截止日期', '到期日期', '有效期止', '失效时间', '结束时间', '止'],
    en: ['Valid to', 'end date', 'valid until', 'until', 'to', 'end', 'expiry date', 'expires'],
  },
  hours: { zh: ['每周时段', '时段', '生效时段', '服务时段'], en: ['Weekly hours', 'hours', 'times', 'schedule'] },
  owner: { zh: ['负责人', '责任人', '归口人', '责任部门'], en: ['Owner', 'responsible', 'account manager'] },
  note: { zh: ['备注', '说明', '注释'], en: ['Note', 'notes', 'remark', 'remarks', 'comment', 'comments'] },
  sound: { zh: ['声音', '提示音', '告警音'], en: ['Sound', 'tone', 'alarm sound'] },
  ladder: { zh: ['短信阶梯', '短信梯级', '短信通知', '短信'], en: ['SMS ladder', 'ladder', 'sms'] },
  handling: {
    zh: ['处理建议', '处置建议', '处理方法', '应答要点'],
    en: ['Suggested handling', 'handling', 'instructions', 'what to do'],
  },
}

export const ruleColumns = Object.keys(headerWords) as RuleColumn[]

/** Brackets hold remarks: `电话号码（必填）`. */
const plainHeader = (text: string): string =>
  plainWord(text.normalize('NFKC').replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, ''))

const rankByWord = new Map<string, { field: RuleColumn; rank: number }>()
for (const field of ruleColumns)
  for (const words of Object.values(headerWords[field]))
    words.forEach((word, rank) => {
      const key = plainHeader(word)
      if (!rankByWord.has(key)) rankByWord.set(key, { field, rank })
    })

/** The field of each column; of several columns with words of one field, the one with the most certain word. */
export function suggestFields(header: string[]): ImportField[] {
  const found = header.map((word) => rankByWord.get(plainHeader(word)))
  return found.map((here, column) => {
    if (!here) return 'ignore'
    const better = found.some(
      (other, index) =>
        other?.field === here.field && (other.rank < here.rank || (other.rank === here.rank && index < column)),
    )
    return better ? 'ignore' : here.field
  })
}

/** A row of the list's words and nothing that could be a number or a date. */
export const looksLikeHeader = (cells: string[]): boolean =>
  cells.some((cell) => rankByWord.has(plainHeader(cell))) &&
  !cells.some((cell) => (cell.match(/\d/g)?.length ?? 0) >= 3)
