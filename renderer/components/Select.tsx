import { useId } from 'react'
import './controls.css'

type Props<T extends string> = {
  label: string
  value: T
  options: { value: T; label: string }[]
  onChange: (value: T) => void
  /** Names it for a reader only: the row or column already says it. */
  hideLabel?: boolean
}

/** The browser's own list: short, native by keyboard, touch and screen reader. */
export function Select<T extends string>({ label, value, options, onChange, hideLabel = false }: Props<T>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
