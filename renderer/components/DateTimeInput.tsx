import { useId } from 'react'
import './controls.css'

type Props = { label: string; value: string; onChange: (value: string) => void }

/** The browser's own field for a day and a time (`2026-11-24T08:30`); whose clock is meant says the view (i18n/site-clock.ts). */
export function DateTimeInput({ label, value, onChange }: Props) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="datetime-local" value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  )
}
