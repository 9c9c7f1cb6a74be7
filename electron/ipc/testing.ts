import type { CommandInput, CommandName } from '#shared/ipc/contract.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'

/** An input that each command takes, so that a test can send every command of the contract. */
const page = { offset: 0, limit: 50 }
const [rule] = defaultList.rules
if (!rule) throw new Error('the default list has rules')
const { ami } = defaultSettings.connection
const importPlan = {
  fileId: 'f1',
  fields: ['name' as const],
  defaults: { classId: 'repair', severity: 'class' as const, conditionKind: 'caller-number' as const },
}

const total = { kind: 'total' as const }
const today = { kind: 'day' as const, at: 1_800_000_000_000 }
const report = { kind: 'day' as const, window: today, dimension: total, profile: 'negative' as const }

export const sampleInputs: { [N in CommandName]: CommandInput<N> } = {
  'console.snapshot': {},
  'alerts.acknowledge': { alertIds: ['a1'] },
  'alerts.setOutcome': { alertId: 'a1', outcome: 'called-back' },
  'sound.pause': { minutes: 5 },
  'sound.resume': {},
  'link.retryNow': {},
  'connection.get': {},
  'connection.save': { mode: 'practice', ami },
  'connection.test': { testId: 't1', ami },
  'preferences.get': {},
  'preferences.set': { deskName: '三号台' },
  'areas.set': { area: 'repair', limitSeconds: 12, listed: null },
  'practice.do': { kind: 'storm' },
  'window.toggleFullScreen': {},

  'list.state': {},
  'list.page': { of: 'draft', filter: {}, sort: { column: 'position', descending: false }, ...page },
  'list.rule': { of: 'published', ruleId: 'hospital' },
  'list.numbers': { of: 'draft', ruleId: 'hospital', text: '', ...page },
  'list.change': { ops: [{ op: 'put-rule', rule, expects: 0 }] },
  'list.discard': { revision: 1 },
  'list.try': {
    of: 'draft',
    call: { callerNumber: '', dialledNumber: '', transferCode: '', vdn: '', area: '', at: 0, callsBefore: 0 },
  },
  'list.dryRun': { of: 'draft' },
  'list.publish': { revision: 1, why: '新增医院' },
  'list.approve': { revision: 1 },
  'list.refuse': { why: '' },
  'list.undo': { version: 1, why: '撤回' },
  'list.versions': page,
  'list.difference': { before: 1, after: 'draft', ...page },
  'list.export': { of: 'published', format: 'csv', language: 'zh' },
  'list.audit': page,
  'list.exportAudit': { language: 'zh' },
  'import.open': { fileId: 'f1' },
  'import.preview': importPlan,
  'import.rows': { fileId: 'f1', show: 'all', ...page },
  'import.apply': { fileId: 'f1', removeMissing: false, revision: 1 },
  'import.numbers': { fileId: 'f1', column: 0, ruleId: 'hospital', replace: false },

  'session.get': {},
  'session.signIn': { personId: 'p1', pin: '2580' },
  'session.resume': { ticket: 't1' },
  'session.signOut': {},
  'session.active': {},
  'people.setUp': { admin: null },
  'people.list': {},
  'people.put': { name: '李四', role: 'reception', pin: '1470' },
  'people.remove': { id: 'p1' },
  'access.set': { idleMinutes: 5 },
  'files.begin': { name: '名单.csv', bytes: 1 },
  'files.write': { fileId: 'f1', offset: 0, data: 'AA==' },
  'files.read': { fileId: 'f1', offset: 0 },
  'files.drop': { fileId: 'f1' },
  'backup.export': { passphrase: null },
  'backup.open': { fileId: 'f1', passphrase: null },
  'calls.search': { before: null, limit: 50 },
  'calls.trail': { callId: 'switch/1' },
  'calls.raw': { callId: 'switch/1' },
  'recovery.list': { show: 'open', before: null, limit: 50 },
  'recovery.setOutcome': { callId: 'switch/1', outcome: 'called-back', note: '' },
  'figures.provenance': { figure: 'offered', dimension: total, window: today, profile: 'negative' },
  'figures.calls': { part: 'offered', dimension: total, window: today, before: null, limit: 50 },
  'figures.rules': {},
  'figures.setRules': { norm: null, shortAbandonSeconds: 5, shifts: [] },
  'reports.run': report,
  'reports.export': { request: report, format: 'csv', language: 'zh' },
  'reports.saved': {},
  'reports.save': { id: 'r1', name: '日报', request: { ...report, window: 'yesterday' } },
  'reports.remove': { id: 'r1' },
  'handover.sheet': { from: 0, to: 1 },
  'journal.state': {},
  'journal.retain': { days: 30, megabytes: 1000, rawDays: 3 },
  'journal.recompute': {},
  'journal.openLog': { fileId: 'f1', kind: 'queue-log', from: 0, to: 1 },
  'journal.importLog': { fileId: 'f1' },
  'backup.restore': { fileId: 'f1', passphrase: null, settings: true, list: true, secrets: false, why: '换机器' },
}
