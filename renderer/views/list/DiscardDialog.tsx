import { useState } from 'react'
import { useStore } from 'zustand'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { counted } from './counted.ts'
import { focusGridIfLost } from './focus.ts'

/** Throws all changes of the draft away; names the revision that is on the screen, so that nobody's newer change goes with it unseen. */
export function DiscardDialog({ count, onClose }: { count: number; onClose: () => void }) {
  const text = useText()
  const { t } = text
  const { list, commands } = useScreen()
  const state = useStore(list, (known) => known.list)
  const [problem, setProblem] = useState<Problem>()
  if (!state) return null
  const { revision, changedBy } = state.draft

  async function discard(): Promise<void> {
    const result = await commands.run('list.discard', { revision }, 'caller')
    if (!result.ok) return setProblem(result.error)
    list.form.close()
    list.rows.selectNone()
    list.say({ kind: 'discarded' })
    onClose()
    focusGridIfLost()
  }

  return (
    <Dialog title={t('discard.title', counted(count, text))} role="alertdialog" onClose={onClose}>
      <p>
        {t('discard.text', { version: state.published.version })}
        {changedBy !== undefined && ` ${t('discard.by', { by: changedBy || t('card.somebody') })}`}
      </p>
      {problem && <p className="dialog-error">{problemWords(problem, t)}</p>}
      <div className="dialog-buttons">
        <Button autoFocus onPress={onClose}>
          {t('discard.keep')}
        </Button>
        <Button look="main" onPress={() => void discard()}>
          {t('discard.do')}
        </Button>
      </div>
    </Dialog>
  )
}
