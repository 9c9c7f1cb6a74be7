import { useEffect, useEffectEvent, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { changeWords, hasChanges } from './change-words.ts'
import { counted } from './counted.ts'
import { DiscardDialog } from './DiscardDialog.tsx'
import { PendingBar } from './PendingBar.tsx'
import { PublishDialog } from './PublishDialog.tsx'

/** What the draft would change, who changed it last, what stands in the way; and what can be done with it. */
export function DraftBar() {
  const text = useText()
  const { t, dateTime } = text
  const { list } = useScreen()
  const state = useStore(list, (known) => known.list)
  const panel = useStore(list, (known) => known.panel)
  const offered = useOffered('admin')
  const [open, setOpen] = useState<'publish' | 'discard'>()
  const ready = state && offered && !state.draft.pending && state.draft.errors === 0 && hasChanges(state.draft.changes)
  usePublishKey(ready ? () => setOpen('publish') : undefined)
  if (!state || !hasChanges(state.draft.changes)) return null
  const { draft } = state
  if (draft.pending) return <PendingBar pending={draft.pending} draft={draft} />
  return (
    <section className="draft-bar" aria-label={t('draft.title')}>
      <p>
        <b>{t('draft.changes', { changes: changeWords(draft.changes, text) })}</b>
        {draft.changedBy !== undefined && draft.changedAt !== undefined && (
          <span>
            {t('draft.changed-by', { by: draft.changedBy || t('card.somebody'), time: dateTime(draft.changedAt) })}
          </span>
        )}
        <span>{t(offered ? 'draft.hint' : 'draft.hint.look')}</span>
        {draft.errors > 0 && (
          <button type="button" className="draft-errors" onClick={() => showFindings()}>
            {t('draft.errors', counted(draft.errors, text))}
          </button>
        )}
        {draft.errors === 0 && draft.findings > 0 && (
          <button type="button" className="draft-findings" onClick={() => showFindings()}>
            {t('draft.findings', counted(draft.findings, text))}
          </button>
        )}
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
        {offered && (
          <>
            <Button size="small" onPress={() => setOpen('discard')}>
              {t('draft.discard')}
            </Button>
            <Button
              size="small"
              onPress={() => {
                list.goTo('rules')
                list.showPanel('dry-run')
              }}
            >
              {t('draft.dry-run')}
            </Button>
            <Button
              size="small"
              look="main"
              keyHint="Ctrl ⏎"
              isDisabled={draft.errors > 0}
              onPress={() => setOpen('publish')}
            >
              {t(state.approval ? 'draft.ask' : 'draft.publish')}
            </Button>
          </>
        )}
      </div>
      {open === 'publish' && <PublishDialog onClose={() => setOpen(undefined)} />}
      {open === 'discard' && <DiscardDialog count={countAll(draft.changes)} onClose={() => setOpen(undefined)} />}
    </section>
  )

  function showFindings(): void {
    list.goTo('rules')
    list.rows.show({ of: 'draft', filter: { only: 'findings' } })
  }
}

/** Ctrl Enter, but not from the form or a dialog, where it sends those. */
function usePublishKey(publish: (() => void) | undefined): void {
  const run = useEffectEvent(() => publish?.())
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || event.repeat) return
      if (event.target instanceof Element && event.target.closest('.rule-form, [role="dialog"], [role="alertdialog"]'))
        return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

const countAll = ({ added, changed, removed, classes, dial }: Parameters<typeof hasChanges>[0]): number =>
  added + changed + removed + classes + (dial ? 1 : 0)
