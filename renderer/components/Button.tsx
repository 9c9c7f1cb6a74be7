import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import './controls.css'

type Props = Omit<ButtonProps, 'className'> & {
  /** `main` is the one thing to do here; `quiet` has no frame. */
  look?: 'main' | 'plain' | 'quiet'
  keyHint?: string
  size?: 'small'
}

export function Button({ look = 'plain', keyHint, size, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`button ${look}${size ? ` ${size}` : ''}`}>
      <>
        {children}
        {keyHint && <kbd aria-hidden="true">{keyHint}</kbd>}
      </>
    </AriaButton>
  )
}
