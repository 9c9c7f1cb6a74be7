import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './dialog.css'

type Props = {
  title: string
  /** `alertdialog`: something is about to be lost. */
  role?: 'dialog' | 'alertdialog'
  size?: 'wide'
  onClose: () => void
  children: ReactNode
}

/** A window over the page for one decision. Escape and a press beside it close it. New alerts are still announced and heard. */
export function Dialog({ title, role = 'dialog', size, onClose, children }: Props) {
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={`modal${size ? ` ${size}` : ''}`}>
        <AriaDialog className="modal-dialog" role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
