import { Checkbox as AriaCheckbox } from 'react-aria-components'
import './checkbox.css'

type Props = { label: string; checked: boolean; onChange: (checked: boolean) => void; isDisabled?: boolean }

export function Checkbox({ label, checked, onChange, isDisabled = false }: Props) {
  return (
    <AriaCheckbox className="checkbox" isSelected={checked} onChange={onChange} isDisabled={isDisabled}>
      <CheckMark state={checked ? 'on' : 'off'} />
      {label}
    </AriaCheckbox>
  )
}

/** The box alone, for a place that says the rest itself. */
export function CheckMark({ state }: { state: 'on' | 'off' | 'some' }) {
  return (
    <svg className="check-mark" data-state={state} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2.5" y="2.5" width="19" height="19" rx="4" />
      {state === 'on' && <path d="M6.5 12.5l4 4l7-8.5" />}
      {state === 'some' && <path d="M7 12h10" />}
    </svg>
  )
}
