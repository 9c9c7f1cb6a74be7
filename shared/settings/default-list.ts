import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import {
  plainRule,
  type Condition,
  type ListDocument,
  type PriorityRule,
  type Severity,
} from '#shared/domain/priority/rule.ts'

/** The list that a console starts with: right for the practice utility and for the reference dialplan (e2e/asterisk). */
const rule = (id: string, name: string, classId: string, severity: Severity, condition: Condition): PriorityRule => ({
  id,
  name,
  classId,
  severity,
  condition,
  ...plainRule(),
})

export const defaultList: ListDocument = {
  dial: defaultDialPlan,
  classes: [
    {
      id: 'repair',
      name: { zh: '抢修', en: 'Emergency repair' },
      severity: 'P1',
      colour: 'red',
      shape: 'octagon',
      sound: 'severity',
    },
    {
      id: 'complaint',
      name: { zh: '投诉', en: 'Complaint' },
      severity: 'P2',
      colour: 'amber',
      shape: 'diamond',
      sound: 'severity',
    },
    {
      id: 'key-customer',
      name: { zh: '重要用户', en: 'Key customer' },
      severity: 'P2',
      colour: 'violet',
      shape: 'star',
      sound: 'severity',
    },
  ],
  rules: [
    rule('repair-vdn', '抢修 VDN · Repair VDN', 'repair', 'P1', { kind: 'vdn', vdn: '8001' }),
    rule('repair-area', '抢修区域 · Repair queue', 'repair', 'P1', { kind: 'queue-area', area: 'repair' }),
    rule('hospital', '市人民医院 · City hospital', 'key-customer', 'P2', { kind: 'caller-prefix', prefix: '07552688' }),
    rule('complaint-vdn', '投诉 VDN · Complaint VDN', 'complaint', 'P2', { kind: 'vdn', vdn: '8002' }),
    rule('complaint-area', '投诉区域 · Complaint queue', 'complaint', 'P2', { kind: 'queue-area', area: 'complaint' }),
  ],
}
