import type { zhList } from './zh-list.ts'
import type { Words } from './zh.ts'

export const enList: Words<typeof zhList> = {
  'list.title': 'Priority reception list',
}
