import { useState } from 'react'
import { useStore } from 'zustand'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { changeWords } from './change-words.ts'
import { counted } from './counted.ts'
import { DifferenceList } from './DifferenceList.tsx'
import { focusGridIfLost } from './focus.ts'

/** What will change for callers, and why: the last look before it does. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { t } = text
  const { list, commands } = useScreen()
  const state = useStore(list, (known) => known.list)
  const [seen, setSeen] = useState(state?.draft.revision ?? 0)
  const [why, setWhy] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  if (!state) return null
  const changedMeanwhile = state.draft.revision !== seen

  async function publish(): Promise<void> {
    setTried(true)
    if (why.trim() === '' || busy) return
    setBusy(true)
    const result = await commands.run('list.publish', { revision: seen, why: why.trim() }, 'caller')
    setBusy(false)
    if (!result.ok) return setProblem(result.error)
    const { published } = result.value
    list.say(published ? { kind: 'published', version: published.version } : { kind: 'asked' })
    onClose()
    focusGridIfLost()
  }

  return (
    <Dialog title={t(state.approval ? 'publish.title.ask' : 'publish.title')} size="wide" onClose={onClose}>
      <p>
        <b>{changeWords(state.draft.changes, text)}</b>
      </p>
      <DifferenceList key={seen} before="published" after="draft" />
      {state.draft.findings > 0 && (
        <p className="form-warning">{t('publish.findings', counted(state.draft.findings, text))}</p>
      )}
      <form
        className="publish-form"
        onSubmit={(event) => {
          event.preventDefault()
          void publish()
        }}
      >
        <TextInput
          label={t('publish.why')}
          hint={t('publish.why.hint')}
          value={why}
          onChange={setWhy}
          maxLength={500}
          autoFocus
          error={tried && why.trim() === '' ? t('publish.why.missing') : undefined}
        />
        <p className="popover-note">{t(state.approval ? 'publish.note.ask' : 'publish.note')}</p>
        {(changedMeanwhile || problem) && (
          <p className="dialog-error" role="alert">
            {changedMeanwhile
              ? t('publish.changed', { by: state.draft.changedBy || t('card.somebody') })
              : problem && problemWords(problem, t)}
          </p>
        )}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{t('list.cancel')}</Button>
          {changedMeanwhile ? (
            <Button
              look="main"
              onPress={() => {
                setSeen(state.draft.revision)
                setProblem(undefined)
              }}
            >
              {t('publish.look-again')}
            </Button>
          ) : (
            <Button type="submit" look="main" isPending={busy}>
              {t(state.approval ? 'publish.ask' : 'publish.do')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
