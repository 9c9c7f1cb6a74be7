import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import './controls.css'

/** `mark`: a picture beside the label. */
type Option<T extends string> = { value: T; label: string; hint?: string; mark?: ReactNode }
type Props<T extends string> = {
  label: string
  value: T
  options: Option<T>[]
  onChange: (value: T) => void
  /** `bar`: short options side by side; `cards`: options with an explanation; `list`: one under the other. */
  look?: 'bar' | 'cards' | 'list'
  /** Names it for a reader only: its place already says it. */
  hideLabel?: boolean
}

export function Choice<T extends string>({ label, value, options, onChange, look = 'bar', hideLabel }: Props<T>) {
  return (
    <RadioGroup className={`choice ${look}`} value={value} onChange={(next) => onChange(next as T)}>
      <Label {...(hideLabel && { className: 'visually-hidden' })}>{label}</Label>
      <div className="choice-options">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="choice-option">
            <span className="choice-dot" aria-hidden="true" />
            {option.mark}
            <span>
              <span className="choice-label">{option.label}</span>
              {option.hint && <span className="choice-hint">{option.hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
