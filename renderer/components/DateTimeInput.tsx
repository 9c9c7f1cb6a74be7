import { useRef, useState } from 'react'
import { useText } from '#renderer/i18n/text.ts'
import { Button } from './Button.tsx'
import { asDateTime, isDateTime } from './date-time.ts'
import { TextInput } from './TextInput.tsx'
import './controls.css'

/** `2026-11-24T08:30`, or what was typed until it is a time; '' = none. Whose clock is meant says the view (i18n/site-clock.ts). */
type Props = { label: string; value: string; onChange: (value: string) => void }

/**
 * A day and a time, typed as they are shown everywhere else, or picked from the browser's calendar. The browser's own field is not shown: it
 * speaks the machine's language and counts the hours to twelve, whatever the screen does.
 */
export function DateTimeInput({ label, value, onChange }: Props) {
  const { t } = useText()
  const calendar = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string>()
  const isWrong = typed === undefined && value !== '' && !isDateTime(value)
  const take = (text: string): void => {
    setTyped(text)
    onChange(asDateTime(text))
  }
  return (
    <div
      className="date-input"
      onBlur={() => setTyped(undefined)}
      onKeyDown={({ key }) => key === 'Enter' && setTyped(undefined)}
    >
      <TextInput
        label={label}
        value={typed ?? value.replace('T', ' ')}
        onChange={take}
        error={isWrong ? t('date-time.wrong') : undefined}
        inputMode="numeric"
        placeholder="2026-11-30 08:00"
        maxLength={30}
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
        type="datetime-local"
        className="date-picker"
        aria-hidden="true"
        tabIndex={-1}
        value={isDateTime(value) ? value : ''}
        onChange={(event) => {
          setTyped(undefined)
          onChange(event.target.value)
        }}
      />
    </div>
  )
}
