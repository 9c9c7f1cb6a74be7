import { useRef } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'

type Props = {
  label: string
  /** `2026-11-20`, or what was typed until it is a date; '' = none. */
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hideLabel?: boolean
}

/**
 * A day, typed as it is shown everywhere else, or picked from the browser's calendar. The browser's own field is not shown: it writes
 * days in the order of the machine's language, which need not be that of the screen.
 */
export function DateInput({ label, value, onChange, error, hideLabel = false }: Props) {
  const { t } = useText()
  const calendar = useRef<HTMLInputElement>(null)
  return (
    <div className="date-input" onBlur={() => onChange(asDay(value))}>
      <TextInput
        label={label}
        value={value}
        onChange={onChange}
        error={error}
        inputMode="numeric"
        placeholder="2026-11-30"
        hideLabel={hideLabel}
      />
      <Button
        look="quiet"
        size="small"
        aria-label={t('date.pick', { field: label })}
        onPress={() => calendar.current?.showPicker()}
      >
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4" />
        </svg>
      </Button>
      <input
        ref={calendar}
        type="date"
        className="date-picker"
        aria-hidden="true"
        tabIndex={-1}
        value={isDay(value) ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
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
