import { InfoPopover } from '#renderer/components/InfoPopover.tsx'
import { useText, type MessageKey } from '#renderer/i18n/text.ts'

const keys: [keys: string[], what: MessageKey][] = [
  [['↑', '↓', '←', '→'], 'grid-keys.move'],
  [['Enter', 'F2'], 'grid-keys.edit'],
  [['Tab'], 'grid-keys.next'],
  [['Space'], 'grid-keys.select'],
  [['Shift', '↑', '↓'], 'grid-keys.extend'],
  [['Ctrl', 'A'], 'grid-keys.all'],
  [['Alt', '↑', '↓'], 'grid-keys.order'],
  [['Insert'], 'grid-keys.new'],
  [['Delete'], 'grid-keys.remove'],
  [['/'], 'grid-keys.filter'],
  [['T'], 'grid-keys.try'],
  [['Ctrl', 'Enter'], 'grid-keys.publish'],
]

/** The keys of the grid, beside it: what can be done by mouse can be done without. */
export function GridHelp() {
  const { t } = useText()
  return (
    <InfoPopover look="plain" size="small" label={t('grid-keys.button')} title={t('grid-keys.title')}>
      <dl className="grid-help">
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </InfoPopover>
  )
}
