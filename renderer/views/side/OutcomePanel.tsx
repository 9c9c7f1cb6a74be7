import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { OutcomeForm } from '#renderer/views/recovery/OutcomeForm.tsx'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'

/** What became of a lost caller of the wall, with a note. */
export function OutcomePanel({ callId, onClose }: { callId: string; onClose: () => void }) {
  const text = useText()
  const names = useNames()
  const alert = useConsole((state) => state.view?.alerts[callId])
  return (
    <>
      {alert && (
        <p className="trail-caller">
          <b>{callerWords(alert.callerNumber, text)}</b>
          {alert.callerName && <span>{alert.callerName}</span>}
          <span>
            {alert.severity} {names.className(alert.classId)}
          </span>
        </p>
      )}
      <OutcomeForm callId={callId} onDone={onClose} onCancel={onClose} />
    </>
  )
}
