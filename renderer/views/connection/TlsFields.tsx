import { Choice } from '#renderer/components/Choice.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import type { FieldsProps } from './ConnectionForm.tsx'
import { tlsKinds } from './draft.ts'

/** Whether the line to the switch is encrypted, and how its certificate is trusted. */
export function TlsFields({ draft, change, errorOf }: FieldsProps) {
  const { t } = useText()
  return (
    <fieldset>
      <legend>{t('field.tls')}</legend>
      <Choice
        label={t('field.tls.how')}
        look="list"
        value={draft.tls}
        onChange={(tls) => change({ tls })}
        options={tlsKinds.map((kind) => ({ value: kind, label: t(`tls.${kind}`), hint: t(`tls.${kind}.hint`) }))}
      />
      {draft.tls === 'ca-file' && (
        <TextInput
          label={t('field.ca-path')}
          name="ca-path"
          value={draft.caPath}
          onChange={(caPath) => change({ caPath })}
          error={errorOf('caPath')}
          placeholder="/etc/ssl/asterisk-ca.pem"
        />
      )}
      {draft.tls === 'fingerprint' && (
        <TextInput
          label={t('field.fingerprint')}
          name="fingerprint"
          value={draft.fingerprint}
          onChange={(fingerprint) => change({ fingerprint })}
          error={errorOf('fingerprint')}
          hint={t('field.fingerprint.hint')}
        />
      )}
    </fieldset>
  )
}
