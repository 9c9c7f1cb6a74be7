import { useState } from 'react'
import { useStore } from 'zustand'
import type { VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { DifferenceList } from './DifferenceList.tsx'
import { focusGridIfLost } from './focus.ts'

/** An older version becomes the one in force again, as a new version with its own who, when and why. */
export function UndoDialog({ version, onClose }: { version: VersionMeta; onClose: () => void }) {
  const { t } = useText()
  const { list, commands } = useScreen()
  const state = useStore(list, (known) => known.list)
  const [why, setWhy] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  if (!state) return null

  async function undo(): Promise<void> {
    setTried(true)
    if (why.trim() === '' || busy) return
    setBusy(true)
    const result = await commands.run('list.undo', { version: version.version, why: why.trim() }, 'caller')
    setBusy(false)
    if (!result.ok) return setProblem(result.error)
    const { published, conflicts } = result.value
    list.say(
      published ? { kind: 'undone', version: published.version, from: version.version, conflicts } : { kind: 'asked' },
    )
    onClose()
    focusGridIfLost()
  }

  return (
    <Dialog title={t('undo.title', { version: version.version })} size="wide" onClose={onClose}>
      <p>{t('undo.text', { version: version.version, next: state.published.version + 1 })}</p>
      <DifferenceList before="published" after={version.version} />
      <form
        className="publish-form"
        onSubmit={(event) => {
          event.preventDefault()
          void undo()
        }}
      >
        <TextInput
          label={t('publish.why')}
          value={why}
          onChange={setWhy}
          maxLength={500}
          autoFocus
          error={tried && why.trim() === '' ? t('publish.why.missing') : undefined}
        />
        <p className="popover-note">{t(state.approval ? 'publish.note.ask' : 'publish.note')}</p>
        {problem && (
          <p className="dialog-error" role="alert">
            {problemWords(problem, t)}
          </p>
        )}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{t('list.cancel')}</Button>
          <Button type="submit" look="main" isPending={busy}>
            {t(state.approval ? 'publish.ask' : 'undo.do', { version: version.version })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
