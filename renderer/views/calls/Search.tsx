import type { FormEvent } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { fromSiteTime } from '#renderer/i18n/site-clock.ts'
import type { CallQuestion } from './use-call-search.ts'

/** What is typed; times as the browser's own date-time field gives them, in the site's time zone. */
export type SearchDraft = {
  number: string
  from: string
  to: string
  area: string
  classId: string
  outcome: '' | 'answered' | 'abandoned' | 'left-in-ivr' | 'lost' | 'unknown'
  seat: string
  listed: boolean
}

export const emptySearch: SearchDraft = {
  number: '',
  from: '',
  to: '',
  area: '',
  classId: '',
  outcome: '',
  seat: '',
  listed: false,
}

export function questionOf(draft: SearchDraft, timeZone?: string): CallQuestion {
  const question: CallQuestion = {}
  if (draft.number.trim()) question.number = draft.number.trim()
  const from = fromSiteTime(draft.from, timeZone)
  const to = fromSiteTime(draft.to, timeZone)
  if (from !== undefined) question.from = from
  if (to !== undefined) question.to = to
  if (draft.area) question.area = draft.area
  if (draft.classId) question.classId = draft.classId
  if (draft.outcome) question.outcome = draft.outcome
  if (draft.seat.trim()) question.seat = draft.seat.trim()
  if (draft.listed) question.listed = true
  return question
}

type Props = { draft: SearchDraft; onChange: (draft: SearchDraft) => void; onSearch: () => void }

const outcomes = ['answered', 'abandoned', 'lost', 'left-in-ivr', 'unknown'] as const

export function Search({ draft, onChange, onSearch }: Props) {
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
        onChange={(number) => set({ number })}
      />
      <DateTimeInput label={t('calls.from')} value={draft.from} onChange={(from) => set({ from })} />
      <DateTimeInput label={t('calls.to')} value={draft.to} onChange={(to) => set({ to })} />
      <Select
        label={t('calls.area')}
        value={draft.area}
        onChange={(area) => set({ area })}
        options={[any, ...(areas ?? []).map((one) => ({ value: one.area, label: localName(one.name, language, one.area) }))]}
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
      <TextInput label={t('calls.seat')} value={draft.seat} onChange={(seat) => set({ seat })} />
      <Checkbox label={t('calls.only-listed')} checked={draft.listed} onChange={(listed) => set({ listed })} />
      <Button type="submit" look="main">
        {t('calls.search')}
      </Button>
    </form>
  )
}
