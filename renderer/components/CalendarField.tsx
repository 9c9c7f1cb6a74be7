import { useRef } from 'react'
import { useText } from '#renderer/i18n/text.ts'
import { Button } from './Button.tsx'
import { TextInput } from './TextInput.tsx'
import './controls.css'

type Props = {
  label: string
  /** As it is shown and typed. */
  text: string
  onType: (text: string) => void
  /** Said to be ready: the field was left, or Enter pressed. */
  onReady: () => void
  kind: 'date' | 'datetime-local'
  /** What the calendar opens with, in the browser's own form; '' = today. */
  picked: string
  onPick: (picked: string) => void
  placeholder: string
  error?: string | undefined
  hideLabel?: boolean
}

/**
 * A day, or a day and a time, typed as they are shown everywhere else, or picked from the browser's calendar. The browser's own field is not
 * shown: it speaks the machine's language and counts the hours to twelve, whatever the screen does.
 */
export function CalendarField(props: Props) {
  const { label, text, onType, onReady, kind, picked, onPick, placeholder, error, hideLabel = false } = props
  const { t } = useText()
  const calendar = useRef<HTMLInputElement>(null)
  return (
    <div className="date-input" onBlur={onReady} onKeyDown={({ key }) => key === 'Enter' && onReady()}>
      <TextInput
        label={label}
        value={text}
        onChange={onType}
        error={error}
        inputMode="numeric"
        placeholder={placeholder}
        maxLength={30}
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
        type={kind}
        className="date-picker"
        aria-hidden="true"
        tabIndex={-1}
        value={picked}
        onChange={(event) => onPick(event.target.value)}
      />
    </div>
  )
}
