import { useState } from 'react'
import { useText } from '#renderer/i18n/text.ts'
import { CalendarField } from './CalendarField.tsx'
import { asDateTime, isDateTime } from './date-time.ts'

/** `2026-11-24T08:30`, or what was typed until it is a time; '' = none. Whose clock is meant says the view (i18n/site-clock.ts). */
type Props = { label: string; value: string; onChange: (value: string) => void }

export function DateTimeInput({ label, value, onChange }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState<string>()
  const isWrong = typed === undefined && value !== '' && !isDateTime(value)
  return (
    <CalendarField
      label={label}
      text={typed ?? value.replace('T', ' ')}
      onType={(text) => {
        setTyped(text)
        onChange(asDateTime(text))
      }}
      onReady={() => setTyped(undefined)}
      kind="datetime-local"
      picked={isDateTime(value) ? value : ''}
      onPick={(picked) => {
        setTyped(undefined)
        onChange(picked)
      }}
      placeholder="2026-11-30 08:00"
      error={isWrong ? t('date-time.wrong') : undefined}
    />
  )
}
