import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { InfoPopover } from '#renderer/components/InfoPopover.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { alwaysShown, ruleColumns } from '#renderer/state/list-columns.ts'
import { useScreen } from '#renderer/state/screen.tsx'

/** Which columns, in which order; this screen remembers. */
export function ColumnChooser() {
  const { t } = useText()
  const { list } = useScreen()
  const shown = useStore(list.columns, (state) => state.shown)
  const hidden = ruleColumns.filter((name) => !shown.includes(name))
  return (
    <InfoPopover look="plain" size="small" label={t('columns.button')} title={t('columns.title')}>
      <ul className="column-chooser">
        {[...shown, ...hidden].map((name) => (
          <li key={name}>
            <Checkbox
              label={t(`list.column.${name}`)}
              checked={shown.includes(name)}
              isDisabled={name === alwaysShown}
              onChange={() => list.columns.toggle(name)}
            />
            {shown.includes(name) && (
              <>
                {([-1, 1] as const).map((by) => (
                  <Button
                    key={by}
                    look="quiet"
                    size="small"
                    isDisabled={shown[shown.indexOf(name) + by] === undefined}
                    aria-label={t(by < 0 ? 'columns.left' : 'columns.right', { column: t(`list.column.${name}`) })}
                    onPress={() => list.columns.move(name, by)}
                  >
                    {by < 0 ? '↑' : '↓'}
                  </Button>
                ))}
              </>
            )}
          </li>
        ))}
      </ul>
      <Button size="small" onPress={() => list.columns.reset()}>
        {t('columns.reset')}
      </Button>
    </InfoPopover>
  )
}
