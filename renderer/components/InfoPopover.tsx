import type { ReactNode } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Button } from './Button.tsx'

type Props = {
  label: ReactNode
  /** The name of the button, when its label alone does not say it. */
  name?: string
  title: string
  look?: 'plain' | 'quiet'
  size?: 'small'
  children: ReactNode
}

/** A button that opens a small panel beside it. Not modal: an alarm must never wait for a panel to be closed. */
export function InfoPopover({ label, name, title, look = 'quiet', size, children }: Props) {
  return (
    <DialogTrigger>
      <Button look={look} {...(size && { size })} {...(name && { 'aria-label': name })}>
        {label}
      </Button>
      <Popover className="popover" isNonModal placement="bottom end" offset={8}>
        <Dialog className="popover-dialog" aria-label={title}>
          <h2>{title}</h2>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
