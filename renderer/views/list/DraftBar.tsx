import { useState } from 'react'
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
            <Button size="small" look="main" isDisabled={draft.errors > 0} onPress={() => setOpen('publish')}>
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

const countAll = ({ added, changed, removed, classes, dial }: Parameters<typeof hasChanges>[0]): number =>
  added + changed + removed + classes + (dial ? 1 : 0)
