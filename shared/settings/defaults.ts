import { defaultAccess } from './default-access.ts'
import { defaultFigureRules, defaultRetention } from './default-journal.ts'
import type { AreaSettings, Settings } from './schema.ts'

/**
 * What a console starts with: the practice switch and its areas (the list: default-list.ts). The names are those of the practice
 * utility and of the reference dialplan (e2e/asterisk), so that a first real switch shows something at once.
 */
const areas: AreaSettings[] = [
  { area: 'repair', name: { zh: '抢修', en: 'Emergency repair' }, limitSeconds: 12 },
  { area: 'complaint', name: { zh: '投诉', en: 'Complaints' }, limitSeconds: 20 },
  { area: 'connection', name: { zh: '报装', en: 'New connections' }, limitSeconds: 20 },
  { area: 'billing', name: { zh: '缴费', en: 'Billing' }, limitSeconds: 20 },
  { area: 'operator', name: { zh: '总机', en: 'Operator' }, limitSeconds: 20 },
  { area: 'overflow', name: { zh: '溢出', en: 'Overflow' }, limitSeconds: 20 },
]

export const defaultSettings: Settings = {
  version: 3,
  preferences: { language: 'system', theme: 'system', deskName: '' },
  site: { name: '示例市燃气', hotline: '96777', timeZone: 'Asia/Shanghai' },
  connection: {
    mode: 'practice',
    ami: {
      host: '127.0.0.1',
      port: 5038,
      tls: { kind: 'off' },
      username: 'firstline',
      login: 'challenge',
      vdnSource: { kind: 'automatic' },
    },
  },
  defaultLimitSeconds: 20,
  areas,
  access: defaultAccess,
  figures: defaultFigureRules,
  journal: defaultRetention,
  reports: [],
  practice: { seed: 20261120, speed: 1 },
}
