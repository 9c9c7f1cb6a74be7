import { useStore } from 'zustand'
import type { Severity } from '#shared/domain/priority/rule.ts'
import type { RuleFilter } from '#shared/ipc/list-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { ColumnChooser } from './ColumnChooser.tsx'
import { focusGrid } from './focus.ts'
import { GridHelp } from './GridHelp.tsx'

/** As many as stand in a line; the others are in a list. */
const mostChips = 6
const severities: Severity[] = ['P1', 'P2', 'P3']

/** Which rules the grid shows: by words or numbers in them, class, severity, state, and what is new or wrong. */
export function FilterBar({ onCreate }: { onCreate?: (() => void) | undefined }) {
  const { t } = useText()
  const { list } = useScreen()
  const filter = useStore(list.rows, (state) => state.filter)
  const of = useStore(list.rows, (state) => state.of)
  const set = (changes: { [K in keyof RuleFilter]: RuleFilter[K] | undefined }): void =>
    list.rows.show({ filter: without({ ...filter, ...changes }) })
  return (
    <div className="filter-bar" role="search" aria-label={t('filter.title')}>
      <div
        className="filter-text"
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          focusGrid()
        }}
      >
        <TextInput
          label={t('filter.text')}
          hideLabel
          name="filter"
          placeholder={t('filter.text')}
          value={filter.text ?? ''}
          onChange={(text) => set({ text: text.slice(0, 100) })}
        />
      </div>
      <ClassChips classId={filter.classId} onChange={(classId) => set({ classId })} />
      <Select
        label={t('filter.severity')}
        hideLabel
        value={filter.severity ?? ''}
        onChange={(value) => set({ severity: severities.find((known) => known === value) })}
        options={[
          { value: '', label: t('filter.severity.all') },
          ...severities.map((value) => ({ value, label: `${value} ${t(`severity.${value}`)}` })),
        ]}
      />
      <Select
        label={t('filter.enabled')}
        hideLabel
        value={filter.enabled === undefined ? '' : filter.enabled ? 'yes' : 'no'}
        onChange={(value) => set({ enabled: value === '' ? undefined : value === 'yes' })}
        options={[
          { value: '', label: t('filter.enabled.all') },
          { value: 'yes', label: t('filter.enabled.yes') },
          { value: 'no', label: t('filter.enabled.no') },
        ]}
      />
      {(['changed', 'findings'] as const).map((only) => (
        <button
          key={only}
          type="button"
          className="chip"
          aria-pressed={filter.only === only}
          onClick={() => set({ only: filter.only === only ? undefined : only })}
        >
          {t(`filter.only.${only}`)}
        </button>
      ))}
      <div className="filter-end">
        <div className="filter-of" role="group" aria-label={t('filter.of')}>
          {(['draft', 'published'] as const).map((which) => (
            <button
              key={which}
              type="button"
              className="chip"
              aria-pressed={of === which}
              onClick={() => list.rows.show({ of: which })}
            >
              {t(`filter.of.${which}`)}
            </button>
          ))}
        </div>
        <ColumnChooser />
        <GridHelp />
        {onCreate && (
          <Button size="small" look="main" keyHint="Insert" onPress={onCreate}>
            {t('list.new')}
          </Button>
        )}
      </div>
    </div>
  )
}

function ClassChips({
  classId,
  onChange,
}: {
  classId: string | undefined
  onChange: (id: string | undefined) => void
}) {
  const { t, number, language } = useText()
  const { list } = useScreen()
  const classes = useStore(list, (state) => state.list?.classes)
  const rules = useStore(list, (state) => state.list?.rules ?? 0)
  const known = classes ?? []
  const chips = known.length <= mostChips ? known : []
  return (
    <div className="chips" role="group" aria-label={t('list.column.class')}>
      <button type="button" className="chip" aria-pressed={classId === undefined} onClick={() => onChange(undefined)}>
        {t('filter.class.all')} <b>{number(rules)}</b>
      </button>
      {chips.map(({ id, name, colour, shape, rules: count }) => (
        <button
          key={id}
          type="button"
          className="chip"
          aria-pressed={classId === id}
          onClick={() => onChange(classId === id ? undefined : id)}
        >
          <ClassMark colour={colour} shape={shape} />
          {localName(name, language, id)} <b>{number(count)}</b>
        </button>
      ))}
      {known.length > mostChips && (
        <Select
          label={t('list.column.class')}
          hideLabel
          value={classId ?? ''}
          onChange={(id) => onChange(id || undefined)}
          options={[
            { value: '', label: t('filter.class.every') },
            ...known.map(({ id, name, rules: count }) => ({
              value: id,
              label: `${localName(name, language, id)} ${number(count)}`,
            })),
          ]}
        />
      )}
    </div>
  )
}

/** Missing is not undefined: the console takes no undefined. */
function without(filter: { [K in keyof RuleFilter]: RuleFilter[K] | undefined }): RuleFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))
}
