import type { ConditionKind, Severity, SoundPattern } from '#shared/domain/priority/rule.ts'

/** The words of a spreadsheet, in both languages: the first of each is written, all are understood. */
export type Language = 'zh' | 'en'
export type Words = { zh: string[]; en: string[] }

/** One spelling of what people type: full-width letters, capitals, spaces and signs make no difference. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-–—.:：*·]/g, '')

/** Finds the key whose words hold the text. */
export function wordFinder<K extends string>(words: Record<K, Words>): (text: string) => K | undefined {
  const found = new Map<string, K>()
  for (const key of keysOf(words))
    for (const word of [key, ...words[key].zh, ...words[key].en])
      if (!found.has(plainWord(word))) found.set(plainWord(word), key)
  // Screens explain some words in brackets.
  return (text) => found.get(plainWord(text)) ?? found.get(plainWord(text.replace(/[(（].*$/, '')))
}

/** Object.keys with the type that an object literal of just these keys has. */
const keysOf = <K extends string>(record: Record<K, unknown>): K[] => Object.keys(record) as K[]

export const firstWord = (words: Words, language: Language): string => words[language][0] ?? ''

export const kindWords: Record<ConditionKind, Words> = {
  'caller-number': { zh: ['主叫号码', '号码', '主叫', '精确号码'], en: ['caller-number', 'number', 'caller', 'exact'] },
  'caller-prefix': { zh: ['主叫前缀', '前缀', '号码前缀'], en: ['caller-prefix', 'prefix', 'begins with'] },
  'caller-range': { zh: ['主叫号段', '号段', '号码段', '范围'], en: ['caller-range', 'range', 'number range'] },
  'caller-list': {
    zh: ['号码名单', '名单', '号码清单', '清单', '号码列表'],
    en: ['caller-list', 'list', 'number list'],
  },
  'caller-withheld': {
    zh: ['主叫未显示', '号码未显示', '隐藏号码', '匿名', '无主叫'],
    en: ['caller-withheld', 'withheld', 'anonymous'],
  },
  'dialled-number': { zh: ['被叫号码', '被叫'], en: ['dialled-number', 'dialed number', 'called number', 'dnis'] },
  'transfer-code': { zh: ['转接号', '按键'], en: ['transfer-code', 'code'] },
  vdn: { zh: ['VDN', '虚拟分机号'], en: ['vdn'] },
  'queue-area': { zh: ['排队区域', '区域', '队列'], en: ['queue-area', 'area', 'queue'] },
  'repeat-caller': { zh: ['重复来电'], en: ['repeat-caller', 'repeat', 'repeated calls'] },
  all: { zh: ['同时符合', '全部符合', '全部', '全部满足', '同时满足', '且'], en: ['all', 'all of', 'and'] },
  any: { zh: ['任一符合', '符合任意一项', '任一', '任意', '任一满足', '或'], en: ['any', 'any of', 'or'] },
  not: { zh: ['不符合', '不是', '不满足', '非'], en: ['not'] },
}

export const severityWords: Record<Severity, Words> = {
  P1: { zh: ['P1', '一级', '1级', '1', '紧急', '特急', '最高'], en: ['P1', 'emergency', 'critical', 'level 1'] },
  P2: { zh: ['P2', '二级', '2级', '2', '重要', '加急'], en: ['P2', 'urgent', 'high', 'level 2'] },
  P3: { zh: ['P3', '三级', '3级', '3', '一般', '提示', '普通'], en: ['P3', 'notice', 'normal', 'level 3'] },
}

export const soundWords: Record<'class' | SoundPattern, Words> = {
  class: { zh: ['随类别', '默认'], en: ['as class', 'class', 'default'] },
  severity: { zh: ['随级别'], en: ['as severity', 'severity'] },
  p1: { zh: ['P1 声', '一级音', '五声'], en: ['p1', 'five pulses'] },
  p2: { zh: ['P2 声', '二级音', '三声'], en: ['p2', 'three pulses'] },
  p3: { zh: ['P3 声', '三级音', '一声'], en: ['p3', 'one pulse'] },
  silent: { zh: ['静音', '无声'], en: ['silent', 'none', 'no sound'] },
}

export const enabledWords: Record<'yes' | 'no', Words> = {
  yes: {
    zh: ['启用', '是', '有效', '已启用', '开', '√', '✓'],
    en: ['yes', 'y', 'true', '1', 'on', 'enabled', 'active', 'enable'],
  },
  no: {
    zh: ['停用', '否', '无效', '已停用', '禁用', '关', '×', '✗'],
    en: ['no', 'n', 'false', '0', 'off', 'disabled', 'inactive', 'disable'],
  },
}

export const findKind = wordFinder(kindWords)
export const findSeverity = wordFinder(severityWords)
export const findSound = wordFinder(soundWords)
export const findEnabled = wordFinder(enabledWords)
