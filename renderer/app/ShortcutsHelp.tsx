import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from '#renderer/components/Button.tsx'
import { useText, type MessageKey } from '#renderer/i18n/text.ts'
import { useScreen, useShell } from '#renderer/state/screen.tsx'

const shortcuts: [keys: string, what: MessageKey][] = [
  ['↑ ↓ · J K', 'keys.move'],
  ['N', 'keys.next'],
  ['A · Enter', 'keys.acknowledge'],
  ['Shift A', 'keys.acknowledge-returned'],
  ['1 – 4', 'keys.outcome'],
  ['M', 'keys.sound'],
  ['F', 'keys.full-screen'],
  ['T', 'keys.trail'],
  ['W · H · B · R', 'keys.views'],
  ['L · C · P', 'keys.views.setup'],
  ['S', 'keys.sign-in'],
  ['?', 'keys.help'],
  ['Esc', 'keys.close'],
]

export function ShortcutsHelp() {
  const { t } = useText()
  const { shell } = useScreen()
  const open = useShell((state) => state.helpOpen)
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={open}
      onOpenChange={(helpOpen) => shell.setState({ helpOpen })}
      isDismissable
    >
      <Modal className="modal">
        <Dialog className="modal-dialog">
          <Heading slot="title" level={2}>
            {t('keys.title')}
          </Heading>
          <dl className="shortcuts">
            {shortcuts.map(([keys, what]) => (
              <div key={what}>
                <dt>
                  {keys.split(' ').map((key, index) => (
                    <kbd key={`${key}${index}`} data-plain={key === '·' || key === '–'}>
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{t(what)}</dd>
              </div>
            ))}
          </dl>
          <p className="popover-note">{t('keys.note')}</p>
          <Button slot="close">{t('keys.close.button')}</Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
