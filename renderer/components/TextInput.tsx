import { FieldError, Input, Label, Text, TextField } from 'react-aria-components'
import './controls.css'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hint?: string
  type?: 'text' | 'password'
  inputMode?: 'numeric' | 'text'
  placeholder?: string
  name?: string
  /** Names it for a reader only: the row or column already says it. */
  hideLabel?: boolean
  /** The id of a `datalist` with suggestions. */
  list?: string
  maxLength?: number
  autoFocus?: boolean
}

export function TextInput({
  label,
  value,
  onChange,
  error,
  hint,
  type = 'text',
  inputMode,
  placeholder,
  name,
  hideLabel,
  list,
  maxLength,
  autoFocus = false,
}: Props) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      type={type}
      autoComplete={type === 'password' ? 'new-password' : 'off'}
      spellCheck="false"
      autoFocus={autoFocus}
      {...(maxLength && { maxLength })}
      {...(name && { name })}
    >
      <Label {...(hideLabel && { className: 'visually-hidden' })}>{label}</Label>
      <Input {...(inputMode && { inputMode })} {...(placeholder && { placeholder })} {...(list && { list })} />
      {hint && <Text slot="description">{hint}</Text>}
      {error !== undefined && <FieldError>{error}</FieldError>}
    </TextField>
  )
}
