import { FieldError, Label, Text, TextArea as AriaTextArea, TextField } from 'react-aria-components'
import './controls.css'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hint?: string
  rows?: number
  maxLength?: number
  autoFocus?: boolean
}

/** Words of more than one line. */
export function TextArea({ label, value, onChange, error, hint, rows = 2, maxLength, autoFocus = false }: Props) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoFocus={autoFocus}
      {...(maxLength && { maxLength })}
    >
      <Label>{label}</Label>
      <AriaTextArea rows={rows} />
      {hint && <Text slot="description">{hint}</Text>}
      {error !== undefined && <FieldError>{error}</FieldError>}
    </TextField>
  )
}
