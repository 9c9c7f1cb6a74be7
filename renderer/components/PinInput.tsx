import type { RefObject } from 'react'
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components'
import './controls.css'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hint?: string
  name: string
  inputRef?: RefObject<HTMLInputElement | null>
}

export const mostPinDigits = 12

/** A secret of digits. Not offered to the browser's password store: the desk is shared, and a remembered PIN is nobody's. */
export function PinInput({ label, value, onChange, error, hint, name, inputRef }: Props) {
  return (
    <TextField
      className="field pin"
      type="password"
      name={name}
      value={value}
      onChange={(typed) => onChange(digitsOf(typed))}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete="one-time-code"
      inputMode="numeric"
      spellCheck="false"
    >
      <Label>{label}</Label>
      <Input {...(inputRef && { ref: inputRef })} />
      {hint && <Text slot="description">{hint}</Text>}
      {error !== undefined && <FieldError>{error}</FieldError>}
    </TextField>
  )
}

/** Full-width digits of a Chinese keyboard are digits too; what is no digit is not taken. */
const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/\D/g, '').slice(0, mostPinDigits)

export const isPin = (pin: string): boolean => /^\d{4,12}$/.test(pin)
