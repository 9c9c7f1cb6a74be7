import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import type { ListPanel as PanelName } from '#renderer/state/list-store.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { DifferenceList } from './DifferenceList.tsx'
import { DryRunPanel } from './DryRunPanel.tsx'
import { focusGrid } from './focus.ts'
import { RuleForm } from './RuleForm.tsx'
import { TryPanel } from './TryPanel.tsx'
import './panel.css'

/** Beside the rules, never over them: the grid can be read and used while a rule is edited or tried. */
export function ListPanel({ panel, readOnly }: { panel: PanelName; readOnly: boolean }) {
  const { t } = useText()
  const { list } = useScreen()
  const form = useStore(list.form, (state) => state.form)
  if (panel === 'form') return form ? <RuleForm key={form.ruleId} form={form} readOnly={readOnly} /> : null
  return (
    <aside
      className="list-panel"
      aria-label={t(`panel.${panel}`)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) focusGrid()
      }}
    >
      <header>
        <h2>{t(`panel.${panel}`)}</h2>
        <Button look="quiet" size="small" aria-label={t('panel.close')} onPress={() => list.showPanel(undefined)}>
          ×
        </Button>
      </header>
      {form && (
        <p className="list-note">
          {t('panel.unsaved', { name: form.values.name })}
          <Button size="small" onPress={() => list.showPanel('form')}>
            {t('leave.stay')}
          </Button>
        </p>
      )}
      {panel === 'try' && <TryPanel />}
      {panel === 'dry-run' && <DryRunPanel />}
      {panel === 'changes' && <Changes />}
    </aside>
  )
}

function Changes() {
  const { list } = useScreen()
  const version = useStore(list, (state) => state.list?.published.version)
  const revision = useStore(list, (state) => state.list?.draft.revision)
  return <DifferenceList key={`${version} ${revision}`} before="published" after="draft" />
}
