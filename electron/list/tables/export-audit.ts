import type { AuditEntry, AuditKind } from '#shared/ipc/list-view.ts'
import type { Role } from '#shared/ipc/problem.ts'
import { csvBytes } from './export-rules.ts'
import type { Language } from './words.ts'

/** The audit trail as CSV, in the order given. */
type Both = Record<Language, string>

const kindText: Record<AuditKind, Both> = {
  'draft-changed': { zh: '修改草稿', en: 'Draft changed' },
  'draft-imported': { zh: '导入到草稿', en: 'Imported into the draft' },
  'draft-discarded': { zh: '放弃草稿', en: 'Draft discarded' },
  'draft-rebased': { zh: '草稿转到新版本之上', en: 'Draft carried over to a new version' },
  'approval-asked': { zh: '提交批准', en: 'Approval asked for' },
  'approval-refused': { zh: '退回或撤回', en: 'Approval refused or taken back' },
  published: { zh: '发布', en: 'Published' },
  undone: { zh: '恢复旧版本', en: 'Older version published again' },
  exported: { zh: '导出', en: 'Exported' },
  'signed-in': { zh: '登录', en: 'Signed in' },
  'signed-out': { zh: '退出', en: 'Signed out' },
  'sign-in-failed': { zh: '登录失败', en: 'Sign-in failed' },
  'person-changed': { zh: '修改人员', en: 'Person changed' },
  'person-removed': { zh: '移除人员', en: 'Person removed' },
  'access-changed': { zh: '修改权限', en: 'Access changed' },
  'backup-exported': { zh: '导出备份', en: 'Backup exported' },
  'backup-restored': { zh: '恢复备份', en: 'Backup restored' },
}

const roleText: Record<Role, Both> = {
  viewer: { zh: '只读', en: 'Viewer' },
  reception: { zh: '接待员', en: 'Reception' },
  supervisor: { zh: '班长', en: 'Supervisor' },
  admin: { zh: '管理员', en: 'Admin' },
}

const factText: Record<string, Both> = {
  version: { zh: '版本', en: 'version' },
  revision: { zh: '草稿修订号', en: 'draft revision' },
  asked: { zh: '提交人', en: 'asked by' },
  area: { zh: '区域', en: 'area' },
  person: { zh: '人员', en: 'person' },
  kind: { zh: '方式', en: 'kind' },
  own: { zh: '本人', en: 'own' },
  fromVersion: { zh: '来自版本', en: 'from version' },
  why: { zh: '原因', en: 'why' },
  rule: { zh: '规则', en: 'rule' },
  rules: { zh: '规则数', en: 'rules' },
  added: { zh: '新增', en: 'added' },
  changed: { zh: '修改', en: 'changed' },
  removed: { zh: '删除', en: 'removed' },
  wrong: { zh: '错误', en: 'wrong' },
  duplicate: { zh: '重复', en: 'duplicate' },
  conflicts: { zh: '冲突', en: 'conflicts' },
  file: { zh: '文件', en: 'file' },
  format: { zh: '格式', en: 'format' },
  name: { zh: '姓名', en: 'name' },
  role: { zh: '角色', en: 'role' },
  approvedBy: { zh: '批准人', en: 'approved by' },
}

const header: Record<Language, string[]> = {
  zh: ['序号', '时间', '操作人', '角色', '操作', '内容'],
  en: ['No.', 'Time', 'By', 'Role', 'What', 'Facts'],
}

export type AuditHow = { language: Language; timeZone: string | undefined }

export function exportAudit(entries: Iterable<AuditEntry>, { language, timeZone }: AuditHow): Uint8Array {
  const timeOf = timeWriter(timeZone)
  const rows = [header[language]]
  for (const { id, at, by, role, kind, facts } of entries)
    rows.push([
      String(id),
      timeOf(at),
      by,
      roleText[role][language],
      kindText[kind][language],
      Object.entries(facts)
        .map(
          ([name, value]) => `${factText[name]?.[language] ?? name}${language === 'zh' ? '：' : ': '}${String(value)}`,
        )
        .join(language === 'zh' ? '；' : '; '),
    ])
  return csvBytes(rows)
}

/** `2026-11-24 02:05:09 +08:00`: sorts as text, and says which clock it is. */
function timeWriter(timeZone: string | undefined): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...(timeZone !== undefined && { timeZone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  })
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
    const offset = part('timeZoneName').replace('GMT', '') || '+00:00'
    return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')} ${offset}`
  }
}
