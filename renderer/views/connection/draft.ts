import type { AmiSettings, TlsSettings, VdnSource } from '#shared/settings/schema.ts'
import { amiSchema } from '#shared/settings/schema.ts'
import type { MessageKey } from '#renderer/i18n/text.ts'

/**
 * The form as a person fills it in: every field is text and keeps what was typed, also in the parts that are not chosen
 * now, so that a change of mind loses nothing. `checkDraft` makes settings of it, or says which fields are wrong.
 */
export type Draft = {
  host: string
  port: string
  tls: TlsSettings['kind']
  caPath: string
  fingerprint: string
  username: string
  secret: string
  login: AmiSettings['login']
  vdnSource: VdnSource['kind']
  vdnVariable: string
  codeVariable: string
  event: string
  vdnField: string
  codeField: string
  context: string
}

export const tlsKinds: TlsSettings['kind'][] = ['off', 'system-ca', 'ca-file', 'fingerprint']
export const vdnSourceKinds: VdnSource['kind'][] = [
  'automatic',
  'channel-variable',
  'user-event',
  'variable-set',
  'dialplan-context',
  'queue-only',
]

export type DraftField = keyof Draft
export type FieldErrors = Partial<Record<DraftField, MessageKey>>

export function draftOf(ami: AmiSettings): Draft {
  const { tls, vdnSource } = ami
  const variables = vdnSource.kind === 'channel-variable' || vdnSource.kind === 'variable-set' ? vdnSource : undefined
  const event = vdnSource.kind === 'user-event' ? vdnSource : undefined
  return {
    host: ami.host,
    port: String(ami.port),
    tls: tls.kind,
    caPath: tls.kind === 'ca-file' ? tls.path : '',
    fingerprint: tls.kind === 'fingerprint' ? tls.sha256 : '',
    username: ami.username,
    secret: '',
    login: ami.login,
    vdnSource: vdnSource.kind,
    vdnVariable: variables?.vdn ?? 'VDN',
    codeVariable: variables?.code ?? 'CODE',
    event: event?.event ?? 'VDNRouted',
    vdnField: event?.vdnField ?? 'VDN',
    codeField: event?.codeField ?? 'Code',
    context: vdnSource.kind === 'dialplan-context' ? vdnSource.context : 'vdn',
  }
}

export type Checked = { ok: true; ami: AmiSettings; secret?: string } | { ok: false; errors: FieldErrors }

export function checkDraft(draft: Draft, hasSecret: boolean): Checked {
  const parsed = amiSchema.safeParse({
    host: draft.host,
    port: /^\d+$/.test(draft.port.trim()) ? Number(draft.port) : Number.NaN,
    tls: tlsOf(draft),
    username: draft.username,
    login: draft.login,
    vdnSource: vdnSourceOf(draft),
  })
  const errors: FieldErrors = {}
  for (const issue of parsed.error?.issues ?? []) {
    const field = fields[issue.path.join('.')]
    if (field) errors[field] = `field.error.${field}`
  }
  if (draft.secret === '' && !hasSecret) errors.secret = 'field.error.secret'
  else if (/[\r\n]/.test(draft.secret) || draft.secret.length > 200) errors.secret = 'field.error.secret-form'
  if (!parsed.success || Object.keys(errors).length > 0) return { ok: false, errors }
  return draft.secret === '' ? { ok: true, ami: parsed.data } : { ok: true, ami: parsed.data, secret: draft.secret }
}

function tlsOf(draft: Draft): TlsSettings {
  switch (draft.tls) {
    case 'ca-file':
      return { kind: 'ca-file', path: draft.caPath.trim() }
    case 'fingerprint':
      return { kind: 'fingerprint', sha256: draft.fingerprint.replace(/\s/g, '') }
    default:
      return { kind: draft.tls }
  }
}

function vdnSourceOf(draft: Draft): VdnSource {
  switch (draft.vdnSource) {
    case 'channel-variable':
    case 'variable-set':
      return { kind: draft.vdnSource, vdn: draft.vdnVariable, code: draft.codeVariable }
    case 'user-event':
      return { kind: 'user-event', event: draft.event, vdnField: draft.vdnField, codeField: draft.codeField }
    case 'dialplan-context':
      return { kind: 'dialplan-context', context: draft.context }
    default:
      return { kind: draft.vdnSource }
  }
}

type ErrorField = Exclude<DraftField, 'tls' | 'login' | 'vdnSource'>

const fields: Record<string, ErrorField> = {
  host: 'host',
  port: 'port',
  username: 'username',
  'tls.path': 'caPath',
  'tls.sha256': 'fingerprint',
  'vdnSource.vdn': 'vdnVariable',
  'vdnSource.code': 'codeVariable',
  'vdnSource.event': 'event',
  'vdnSource.vdnField': 'vdnField',
  'vdnSource.codeField': 'codeField',
  'vdnSource.context': 'context',
}
