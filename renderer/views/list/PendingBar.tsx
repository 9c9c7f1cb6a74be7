import { useState } from 'react'
import { useStore } from 'zustand'
import type { DraftState } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { TextArea } from '#renderer/components/TextArea.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen, useSession } from '#renderer/state/screen.tsx'
import { changeWords } from './change-words.ts'
import { focusGridIfLost } from './focus.ts'

type Props = { draft: DraftState; pending: NonNullable<DraftState['pending']> }

/** A draft that waits for a second person: he approves or refuses it, the one who asked can take it back. Nobody edits meanwhile. */
export function PendingBar({ draft, pending }: Props) {
  const text = useText()
  const { t, dateTime } = text
  const { list, commands } = useScreen()
  const offered = useOffered('admin')
  const by = useSession((known) => known.session?.by)
  const panel = useStore(list, (known) => known.panel)
  const [refusing, setRefusing] = useState(false)
  const [busy, setBusy] = useState(false)
  const own = by === pending.by

  async function approve(): Promise<void> {
    setBusy(true)
    const result = await commands.run('list.approve', { revision: draft.revision })
    setBusy(false)
    if (!result.ok) return
    list.say({ kind: 'published', version: result.value.version })
    focusGridIfLost()
  }

  async function takeBack(): Promise<void> {
    const result = await commands.run('list.refuse', { why: '' })
    if (!result.ok) return
    list.say({ kind: 'taken-back' })
    focusGridIfLost()
  }

  return (
    <section className="draft-bar pending" aria-label={t('pending.title')}>
      <p>
        <b>{t('pending.asked', { by: pending.by || t('card.somebody'), time: dateTime(pending.at) })}</b>
        <span>{t('list.why', { why: pending.why })}</span>
        <span>{changeWords(draft.changes, text)}</span>
        <span>{t(own ? 'pending.own' : 'pending.locked')}</span>
      </p>
      <div className="draft-buttons">
        <Button
          size="small"
          aria-pressed={panel === 'changes'}
          onPress={() => {
            list.goTo('rules')
            list.showPanel(panel === 'changes' ? undefined : 'changes')
          }}
        >
          {t('draft.show')}
        </Button>
        {offered && own && (
          <Button size="small" onPress={() => void takeBack()}>
            {t('pending.take-back')}
          </Button>
        )}
        {offered && !own && (
          <>
            <Button size="small" onPress={() => setRefusing(true)}>
              {t('pending.refuse')}
            </Button>
            <Button size="small" look="main" isPending={busy} onPress={() => void approve()}>
              {t('pending.approve')}
            </Button>
          </>
        )}
      </div>
      {refusing && <RefuseDialog by={pending.by} onClose={() => setRefusing(false)} />}
    </section>
  )
}

function RefuseDialog({ by, onClose }: { by: string; onClose: () => void }) {
  const { t } = useText()
  const { list, commands } = useScreen()
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<Problem>()

  async function refuse(): Promise<void> {
    const result = await commands.run('list.refuse', { why: why.trim() }, 'caller')
    if (!result.ok) return setProblem(result.error)
    list.say({ kind: 'refused' })
    onClose()
    focusGridIfLost()
  }

  return (
    <Dialog title={t('pending.refuse.title', { by: by || t('card.somebody') })} onClose={onClose}>
      <TextArea label={t('pending.refuse.why')} value={why} onChange={setWhy} maxLength={500} autoFocus />
      {problem && <p className="dialog-error">{problemWords(problem, t)}</p>}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('list.cancel')}</Button>
        <Button look="main" onPress={() => void refuse()}>
          {t('pending.refuse.do')}
        </Button>
      </div>
    </Dialog>
  )
}
