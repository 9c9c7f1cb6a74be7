import type { FormEvent } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { emptySearch, type SearchDraft } from './search-draft.ts'

type Props = { draft: SearchDraft; onChange: (draft: SearchDraft) => void; onSearch: () => void; backwards: boolean }

const outcomes = ['answered', 'abandoned', 'lost', 'left-in-ivr', 'unknown'] as const

export function Search({ draft, onChange, onSearch, backwards }: Props) {
  const { t, language } = useText()
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const any = { value: '', label: t('calls.any') }
  const set = (change: Partial<SearchDraft>): void => onChange({ ...draft, ...change })
  const search = (event: FormEvent): void => {
    event.preventDefault()
    onSearch()
  }
  return (
    <form className="calls-search" role="search" onSubmit={search}>
      <TextInput
        label={t('calls.number')}
        placeholder={t('calls.number.hint')}
        value={draft.number}
        onChange={(number) => set({ number: number.slice(0, 40) })}
      />
      <DateTimeInput label={t('calls.from')} value={draft.from} onChange={(from) => set({ from })} />
      <DateTimeInput label={t('calls.to')} value={draft.to} onChange={(to) => set({ to })} />
      <Select
        label={t('calls.area')}
        value={draft.area}
        onChange={(area) => set({ area })}
        options={[
          any,
          ...(areas ?? []).map((one) => ({ value: one.area, label: localName(one.name, language, one.area) })),
        ]}
      />
      <Select
        label={t('calls.class')}
        value={draft.classId}
        onChange={(classId) => set({ classId })}
        options={[any, ...(classes ?? []).map(({ id, name }) => ({ value: id, label: localName(name, language, id) }))]}
      />
      <Select
        label={t('calls.outcome')}
        value={draft.outcome}
        onChange={(outcome) => set({ outcome })}
        options={[
          { value: '' as const, label: t('calls.any') },
          ...outcomes.map((value) => ({ value, label: t(`outcome-kind.${value}`) })),
        ]}
      />
      <TextInput label={t('calls.vdn')} value={draft.vdn} onChange={(vdn) => set({ vdn: vdn.slice(0, 100) })} />
      <TextInput label={t('calls.seat')} value={draft.seat} onChange={(seat) => set({ seat: seat.slice(0, 100) })} />
      <Checkbox label={t('calls.only-listed')} checked={draft.listed} onChange={(listed) => set({ listed })} />
      <div className="form-actions">
        <Button type="submit" look="main">
          {t('calls.search')}
        </Button>
        <Button look="quiet" onPress={() => onChange(emptySearch)}>
          {t('calls.clear')}
        </Button>
      </div>
      {backwards && <p className="form-error calls-wide">{t('calls.backwards')}</p>}
    </form>
  )
}
