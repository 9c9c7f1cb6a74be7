import type { zhAccess } from './zh-access.ts'
import type { Words } from './zh.ts'

export const enAccess: Words<typeof zhAccess> = {
  'view.list': 'Priority list',
  'view.people': 'People and rights',
}
