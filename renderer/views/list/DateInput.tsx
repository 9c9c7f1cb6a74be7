import { CalendarField } from '#renderer/components/CalendarField.tsx'

type Props = {
  label: string
  /** `2026-11-20`, or what was typed until it is a date; '' = none. */
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hideLabel?: boolean
}

export function DateInput({ label, value, onChange, error, hideLabel = false }: Props) {
  return (
    <CalendarField
      label={label}
      text={value}
      onType={onChange}
      onReady={() => onChange(asDay(value))}
      kind="date"
      picked={isDay(value) ? value : ''}
      onPick={onChange}
      placeholder="2026-11-30"
      error={error}
      hideLabel={hideLabel}
    />
  )
}

/** 20261130, 2026/11/30 and 2026.11.30 are days, too; anything else stays as it was typed. */
export function asDay(typed: string): string {
  const parts = /^(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})\D?$/.exec(typed.trim())
  if (!parts) return typed.trim()
  const [, year = '', month = '', day = ''] = parts
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
