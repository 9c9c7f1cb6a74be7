import type { FormEvent } from 'react'
import { serviceLevelProfiles } from '#shared/domain/statistics/service-level.ts'
import { Button } from '#renderer/components/Button.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { reportKinds, windows, type Missing, type ReportChoice } from './report-choice.ts'

type Props = {
  choice: ReportChoice
  onChange: (choice: ReportChoice) => void
  onRun: () => void
  missing: Missing | undefined
}

export function ReportForm({ choice, onChange, onRun, missing }: Props) {
  const { t } = useText()
  const set = (change: Partial<ReportChoice>): void => onChange({ ...choice, ...change })
  const run = (event: FormEvent): void => {
    event.preventDefault()
    if (missing === undefined) onRun()
  }
  return (
    <form className="report-form" aria-label={t('report.form')} onSubmit={run}>
      <Select
        label={t('report.kind')}
        value={choice.kind}
        onChange={(kind) => set({ kind })}
        options={reportKinds.map((value) => ({ value, label: t(`report.${value}`) }))}
      />
      <Select
        label={t('report.window')}
        value={choice.window}
        onChange={(window) => set({ window })}
        options={windows.map((value) => ({ value, label: t(`report.window.${value}`) }))}
      />
      {choice.window === 'range' && (
        <>
          <DateTimeInput label={t('calls.from')} value={choice.from} onChange={(from) => set({ from })} />
          <DateTimeInput label={t('calls.to')} value={choice.to} onChange={(to) => set({ to })} />
        </>
      )}
      <Select
        label={t('report.dimension')}
        value={choice.dimension}
        onChange={(dimension) => set({ dimension })}
        options={useDimensions()}
      />
      {choice.dimension === 'vdn' && (
        <TextInput label={t('calls.vdn')} value={choice.vdn} maxLength={100} onChange={(vdn) => set({ vdn })} />
      )}
      <Select
        label={t('report.profile')}
        value={choice.profile}
        onChange={(profile) => set({ profile })}
        options={serviceLevelProfiles.map((value) => ({ value, label: t(`profile.${value}`) }))}
      />
      <Select
        label={t('report.compare')}
        value={choice.compare}
        onChange={(compare) => set({ compare })}
        options={[
          { value: '', label: t('report.compare.none') },
          { value: 'before', label: t('report.compare.before') },
          { value: 'week-before', label: t('report.compare.week-before') },
        ]}
      />
      {missing && <p className="form-hint">{t(`report.missing.${missing}`)}</p>}
      <Button type="submit" look="main" isDisabled={missing !== undefined}>
        {t('report.run')}
      </Button>
    </form>
  )
}

function useDimensions(): { value: string; label: string }[] {
  const { t, language } = useText()
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const seats = new Map(areas?.flatMap((area) => area.seats.states.map(({ id, name }) => [id, name] as const)))
  return [
    { value: 'total', label: t('report.dimension.total') },
    ...(areas ?? []).map(({ area, name }) => ({ value: `area:${area}`, label: localName(name, language, area) })),
    ...(classes ?? []).map(({ id, name }) => ({
      value: `class:${id}`,
      label: t('report.dimension.class', { name: localName(name, language, id) }),
    })),
    { value: 'vdn', label: t('report.dimension.vdn') },
    ...[...seats].map(([id, name]) => ({ value: `seat:${id}`, label: t('report.dimension.seat', { name }) })),
  ]
}
