import type { AreaSettings, Settings } from './schema.ts'

/**
 * What a console starts with: the practice switch, its areas, and a list for them. The names are those of the practice
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
  version: 1,
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
  list: {
    version: 1,
    classes: [
      { id: 'repair', name: { zh: '抢修', en: 'Emergency repair' } },
      { id: 'complaint', name: { zh: '投诉', en: 'Complaint' } },
      { id: 'key-customer', name: { zh: '重要用户', en: 'Key customer' } },
    ],
    rules: [
      {
        id: 'repair-vdn',
        name: '抢修 VDN · Repair VDN',
        classId: 'repair',
        severity: 'P1',
        condition: { kind: 'vdn', vdn: '8001' },
        enabled: true,
      },
      {
        id: 'repair-area',
        name: '抢修区域 · Repair queue',
        classId: 'repair',
        severity: 'P1',
        condition: { kind: 'queue-area', area: 'repair' },
        enabled: true,
      },
      {
        id: 'hospital',
        name: '市人民医院 · City hospital',
        classId: 'key-customer',
        severity: 'P2',
        condition: { kind: 'caller-prefix', prefix: '07552688' },
        enabled: true,
      },
      {
        id: 'complaint-vdn',
        name: '投诉 VDN · Complaint VDN',
        classId: 'complaint',
        severity: 'P2',
        condition: { kind: 'vdn', vdn: '8002' },
        enabled: true,
      },
      {
        id: 'complaint-area',
        name: '投诉区域 · Complaint queue',
        classId: 'complaint',
        severity: 'P2',
        condition: { kind: 'queue-area', area: 'complaint' },
        enabled: true,
      },
    ],
  },
  practice: { seed: 20261120, speed: 1 },
}
