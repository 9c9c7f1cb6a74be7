import { useState } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import type { Draft } from './draft.ts'
import { managerConf } from './manager-conf.ts'

const copiedMs = 3000

/** What the administrator of the switch has to put into manager.conf for this form to work. */
export function ManagerConf({ draft }: { draft: Draft }) {
  const { t } = useText()
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const text = managerConf(draft, t('manager.address'), t('manager.secret'))

  async function copy(): Promise<void> {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false, // no permission: the text can still be selected by hand
    )
    setCopied(done ? 'yes' : 'failed')
    setTimeout(() => setCopied('no'), copiedMs)
  }

  return (
    <details className="manager-conf">
      <summary>{t('manager.title')}</summary>
      <p className="form-hint">{t('manager.hint')}</p>
      <pre tabIndex={0} aria-label="manager.conf">
        {text}
      </pre>
      <div className="form-actions">
        <Button size="small" onPress={() => void copy()}>
          {t('manager.copy')}
        </Button>
        <span role="status">{copied !== 'no' && t(copied === 'yes' ? 'manager.copied' : 'manager.copy-failed')}</span>
      </div>
    </details>
  )
}
