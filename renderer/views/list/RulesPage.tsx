import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { RuleRow } from '#shared/ipc/list-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { BulkBar } from './BulkBar.tsx'
import { counted } from './counted.ts'
import { FilterBar } from './FilterBar.tsx'
import { ListPanel } from './ListPanel.tsx'
import { RowDetail } from './RowDetail.tsx'
import { createRuleActions, type RuleActions, type Target } from './rule-actions.ts'
import { RuleGrid } from './RuleGrid.tsx'
import { useLeaveForm } from './use-leave-form.tsx'
import { useListKeys } from './use-list-keys.ts'

const hitsEveryMs = 30_000

/** The grid of rules with its filter, and beside it the form, the test box or the dry run. */
export function RulesPage() {
  const { t } = useText()
  const { list, commands } = useScreen()
  const panel = useStore(list, (state) => state.panel)
  const of = useStore(list.rows, (state) => state.of)
  const pending = useStore(list, (state) => state.list?.draft.pending !== undefined)
  const offered = useOffered('admin')
  // Whoever cannot change the draft wants to know what decides about calls now.
  useEffect(() => {
    const usual = offered ? 'draft' : 'published'
    if (list.rows.getState().of === usual) return
    list.rows.show({ of: usual })
    if (offered) void list.form.look()
  }, [list, offered])
  const readOnly = !offered || of !== 'draft' || pending
  const actions = useMemo(() => createRuleActions(list, commands), [list, commands])
  const [row, setRow] = useState<RuleRow>()
  const removal = useRemoval(actions, row)
  const { leave, dialog } = useLeaveForm()

  const create = useCallback((): void => {
    leave(() => {
      const { filter } = list.rows.getState()
      const classes = list.getState().list?.classes ?? []
      list.form.create(classes.find(({ id }) => id === filter.classId) ?? classes[0], null)
      list.showPanel('form')
    })
  }, [leave, list])
  useListKeys({
    create: readOnly ? undefined : create,
    filter: useCallback(() => document.querySelector<HTMLElement>('.filter-text input')?.focus(), []),
    tryCall: useCallback(() => {
      list.showPanel('try')
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.try-form input[name="caller"]')?.focus())
    }, [list]),
  })
  useEffect(() => {
    const timer = setInterval(list.rows.refresh, hitsEveryMs)
    return () => clearInterval(timer)
  }, [list])

  const open = (target: RuleRow): void =>
    leave(() => {
      list.form.edit(target)
      list.showPanel('form')
    })

  return (
    <div className="rules-page" data-panel={panel ?? 'none'}>
      <section className="rules-main" aria-label={t('list.place.rules')}>
        <FilterBar onCreate={readOnly ? undefined : create} />
        {!readOnly && <BulkBar actions={actions} onRemove={() => removal.start(undefined)} />}
        <GridState create={readOnly ? undefined : create} />
        <RuleGrid actions={actions} readOnly={readOnly} onOpen={open} onRemove={removal.start} onActive={setRow} />
        <RowDetail row={row} />
      </section>
      {panel && <ListPanel panel={panel} readOnly={readOnly} />}
      {removal.dialog}
      {dialog}
    </div>
  )
}

/** Why the grid is empty, and what helps. */
function GridState({ create }: { create: (() => void) | undefined }) {
  const { t } = useText()
  const { list } = useScreen()
  const { loaded, total, all, problem } = useStore(list.rows)
  if (problem)
    return (
      <p role="alert" className="list-state">
        {problemWords(problem, t)}
        <Button size="small" onPress={() => list.rows.refresh()}>
          {t('connection.again')}
        </Button>
      </p>
    )
  if (!loaded)
    return (
      <p role="status" className="list-state">
        {t('loading.title')}
      </p>
    )
  if (total > 0) return null
  return (
    <p role="status" className="list-state">
      {t(all === 0 ? 'list.empty' : 'list.none-found')}
      {all === 0 ? (
        create && (
          <Button size="small" onPress={create}>
            {t('list.new')}
          </Button>
        )
      ) : (
        <Button size="small" onPress={() => list.rows.show({ filter: {} })}>
          {t('filter.clear')}
        </Button>
      )}
    </p>
  )
}

/** A few rules go at once and can be had back by one press; many are asked about first. */
function useRemoval(actions: RuleActions, row: RuleRow | undefined) {
  const text = useText()
  const { t } = text
  const [asking, setAsking] = useState<Target>()
  const start = (pressed: RuleRow | undefined): void => {
    const target = actions.target(pressed ?? row)
    if (target) void actions.remove(target).then((answer) => answer === 'ask' && setAsking(target))
  }
  const dialog = asking && (
    <Dialog
      title={t('remove.title', counted(asking.count, text))}
      role="alertdialog"
      onClose={() => setAsking(undefined)}
    >
      <p>{t('remove.text')}</p>
      <div className="dialog-buttons">
        <Button autoFocus onPress={() => setAsking(undefined)}>
          {t('list.cancel')}
        </Button>
        <Button
          look="main"
          onPress={() => {
            setAsking(undefined)
            void actions.remove(asking, true)
          }}
        >
          {t('remove.do', counted(asking.count, text))}
        </Button>
      </div>
    </Dialog>
  )
  return { start, dialog }
}
