import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { countSelected } from '#renderer/state/list-rows.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import type { RuleActions } from './rule-actions.ts'

/** What can be done with everything that is selected, be it two rules or all that the filter shows. */
export function BulkBar({ actions, onRemove }: { actions: RuleActions; onRemove: () => void }) {
  const { t, number, language } = useText()
  const { list } = useScreen()
  const selected = useStore(list.rows, (state) => state.selected)
  const total = useStore(list.rows, (state) => state.total)
  const classes = useStore(list, (state) => state.list?.classes)
  const count = countSelected(selected, total)
  if (count === 0) return null
  const target = () => actions.target(undefined)
  const setEnabled = (enabled: boolean): void => {
    const chosen = target()
    if (chosen) void actions.setEnabled(chosen, enabled)
  }
  return (
    <div className="bulk-bar" role="group" aria-label={t('bulk.title')}>
      <b role="status">{t(selected.kind === 'all' ? 'bulk.count.all' : 'bulk.count', { count: number(count) })}</b>
      <Button size="small" onPress={() => setEnabled(true)}>
        {t('bulk.enable')}
      </Button>
      <Button size="small" onPress={() => setEnabled(false)}>
        {t('bulk.disable')}
      </Button>
      <Select
        label={t('bulk.class')}
        hideLabel
        value=""
        onChange={(classId) => {
          const chosen = target()
          if (chosen && classId) void actions.setClass(chosen, classId)
        }}
        options={[
          { value: '', label: t('bulk.class') },
          ...(classes ?? []).map(({ id, name }) => ({ value: id, label: localName(name, language, id) })),
        ]}
      />
      <Button size="small" keyHint="Delete" onPress={onRemove}>
        {t('bulk.remove')}
      </Button>
      <Button size="small" look="quiet" keyHint="Esc" onPress={() => list.rows.selectNone()}>
        {t('bulk.none')}
      </Button>
    </div>
  )
}
