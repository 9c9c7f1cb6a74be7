import { useCallback, useState } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

/** Goes on at once, unless the form holds something that is not saved: then the person decides. */
export function useLeaveForm() {
  const { t } = useText()
  const { list } = useScreen()
  const [then, setThen] = useState<{ go: () => void }>()
  const leave = useCallback(
    (go: () => void): void => {
      if (list.form.isDirty()) setThen({ go })
      else go()
    },
    [list],
  )
  const dialog = then && (
    <Dialog title={t('leave.title')} role="alertdialog" onClose={() => setThen(undefined)}>
      <p>{t('leave.text')}</p>
      <div className="dialog-buttons">
        <Button
          onPress={() => {
            setThen(undefined)
            list.form.close()
            then.go()
          }}
        >
          {t('leave.drop')}
        </Button>
        <Button autoFocus onPress={() => setThen(undefined)}>
          {t('leave.stay')}
        </Button>
        <Button
          look="main"
          onPress={() => {
            setThen(undefined)
            void list.form.save().then((saved) => saved && then.go())
          }}
        >
          {t('leave.save')}
        </Button>
      </div>
    </Dialog>
  )
  return { leave, dialog }
}
