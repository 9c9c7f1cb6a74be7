import { useStore } from 'zustand'
import type { Severity } from '#shared/domain/priority/rule.ts'
import type { ImportField, ImportTable } from '#shared/ipc/list-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import type { ImportState } from '#renderer/state/list-import.ts'
import { simpleKinds } from '#renderer/state/list-rule-values.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { counted } from './counted.ts'

export const importFields: ImportField[] = [
  'ignore',
  'name',
  'condition',
  'condition-kind',
  'class',
  'severity',
  'enabled',
  'valid-from',
  'valid-to',
  'hours',
  'owner',
  'note',
  'sound',
  'ladder',
  'handling',
  'id',
]
const encodings = ['utf-8', 'utf-16', 'gb18030'] as const
const severities: Severity[] = ['P1', 'P2', 'P3']

type Mapping = Extract<ImportState, { step: 'mapping' }>

/** What each column of the file means, and what rules get for the columns that it lacks. */
export function ImportMapping({ state }: { state: Mapping }) {
  const text = useText()
  const { t } = text
  const { list } = useScreen()
  const { table, fields, busy, problem } = state
  const nothing = !fields.includes('condition') && !fields.includes('name')
  return (
    <section className="page-card import-mapping" aria-label={t('import.step.mapping')}>
      <header>
        <h2>{state.fileName}</h2>
        <span>{t('import.rows', counted(table.rows, text))}</span>
        <ReadAs table={table} />
      </header>
      <p className="popover-note">{t('import.mapping.hint')}</p>
      <div className="mapping-scroll">
        <table className="mapping-table">
          <thead>
            <tr>
              <th scope="col">{t('import.head.column')}</th>
              <th scope="col">{t('import.head.means')}</th>
              <th scope="col">{t('import.head.samples')}</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map(({ index, header, samples }, at) => {
              const name = header || t('import.column', { number: index + 1 })
              return (
                <tr key={index} data-column={index} data-ignored={fields[at] === 'ignore'}>
                  <th scope="row">{name}</th>
                  <td>
                    <Select
                      label={t('import.means', { column: name })}
                      hideLabel
                      value={fields[at] ?? 'ignore'}
                      onChange={(field) => list.importing.map(at, field)}
                      options={importFields.map((value) => ({ value, label: t(`import.field.${value}`) }))}
                    />
                  </td>
                  <td className="mapping-samples">{samples.slice(0, 4).join(' · ')}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <Defaults state={state} />
      {nothing && <p className="form-error">{t('import.nothing-mapped')}</p>}
      {problem && (
        <p role="alert" className="dialog-error">
          {problemWords(problem, t)}
        </p>
      )}
      <div className="dialog-buttons">
        <Button onPress={() => list.importing.stop()}>{t('import.other-file')}</Button>
        <Button look="main" isDisabled={nothing} isPending={busy} onPress={() => void list.importing.preview()}>
          {t(busy ? 'import.comparing' : 'import.preview')}
        </Button>
      </div>
    </section>
  )
}

/** The sheet of a workbook, or how the letters of a text file were read. */
function ReadAs({ table }: { table: ImportTable }) {
  const { t } = useText()
  const { list } = useScreen()
  if (table.format === 'csv')
    return (
      <Select
        label={t('import.encoding')}
        value={table.encoding ?? 'utf-8'}
        onChange={(encoding) => void list.importing.reread({ encoding })}
        options={encodings.map((value) => ({ value, label: t(`import.encoding.${value}`) }))}
      />
    )
  return (
    <Select
      label={t('import.sheet')}
      value={table.sheet ?? ''}
      onChange={(sheet) => void list.importing.reread({ sheet })}
      options={table.sheets.map((value) => ({ value, label: value }))}
    />
  )
}

/** Asked only for what no column gives. */
function Defaults({ state }: { state: Mapping }) {
  const { t, language } = useText()
  const { list } = useScreen()
  const classes = useStore(list, (known) => known.list?.classes) ?? []
  const { fields, defaults } = state
  const lacks = (field: ImportField): boolean => !fields.includes(field)
  if (!lacks('class') && !lacks('severity') && !lacks('condition-kind')) return null
  return (
    <fieldset className="import-defaults">
      <legend>{t('import.defaults')}</legend>
      {lacks('class') && (
        <Select
          label={t('import.field.class')}
          value={defaults.classId}
          onChange={(classId) => list.importing.setDefaults({ classId })}
          options={classes.map(({ id, name }) => ({ value: id, label: localName(name, language, id) }))}
        />
      )}
      {lacks('severity') && (
        <Select
          label={t('import.field.severity')}
          value={defaults.severity}
          onChange={(severity) => list.importing.setDefaults({ severity })}
          options={[
            { value: 'class' as const, label: t('import.severity.class') },
            ...severities.map((value) => ({ value, label: `${value} ${t(`severity.${value}`)}` })),
          ]}
        />
      )}
      {lacks('condition-kind') && (
        <Select
          label={t('import.field.condition-kind')}
          value={defaults.conditionKind}
          onChange={(conditionKind) => list.importing.setDefaults({ conditionKind })}
          options={simpleKinds.map((kind) => ({
            value: kind as typeof defaults.conditionKind,
            label: t(`cond.kind.${kind}`),
          }))}
        />
      )}
    </fieldset>
  )
}
