import type { ReactNode } from 'react'
import type { VdnSource } from '#shared/settings/schema.ts'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText, type MessageKey } from '#renderer/i18n/text.ts'
import type { FieldsProps } from './ConnectionForm.tsx'
import { vdnSourceKinds, type Draft } from './draft.ts'

type TextField = 'vdnVariable' | 'codeVariable' | 'event' | 'vdnField' | 'codeField' | 'context'
const labels: Record<TextField, MessageKey> = {
  vdnVariable: 'field.vdn-variable',
  codeVariable: 'field.code-variable',
  event: 'field.event',
  vdnField: 'field.vdn-field',
  codeField: 'field.code-field',
  context: 'field.context',
}
const needed: Record<VdnSource['kind'], TextField[]> = {
  automatic: [],
  'channel-variable': ['vdnVariable', 'codeVariable'],
  'user-event': ['event', 'vdnField', 'codeField'],
  'variable-set': ['vdnVariable', 'codeVariable'],
  'dialplan-context': ['context'],
  'queue-only': [],
}

/** How the switch tells the VDN and the transfer code; with a sentence on when to choose which. */
export function VdnSourceFields({ draft, change, errorOf }: FieldsProps) {
  const { t } = useText()
  const input = (field: TextField): ReactNode => (
    <TextInput
      key={field}
      label={t(labels[field])}
      name={field}
      value={draft[field]}
      onChange={(value) => change({ [field]: value } satisfies Partial<Record<TextField, string>> as Partial<Draft>)}
      error={errorOf(field)}
    />
  )
  return (
    <fieldset>
      <legend>{t('field.vdn-source')}</legend>
      <Select
        label={t('field.vdn-source.how')}
        value={draft.vdnSource}
        onChange={(vdnSource) => change({ vdnSource })}
        options={vdnSourceKinds.map((kind) => ({ value: kind, label: t(`vdn-source.${kind}`) }))}
      />
      <p className="form-hint">{t(`vdn-source.${draft.vdnSource}.hint`)}</p>
      {needed[draft.vdnSource].length > 0 && <div className="field-row even">{needed[draft.vdnSource].map(input)}</div>}
    </fieldset>
  )
}
