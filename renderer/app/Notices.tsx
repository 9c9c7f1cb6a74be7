import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useCommandState, useScreen } from '#renderer/state/screen.tsx'

/** What went wrong with something a person just asked for. Each goes by itself, or at once by a press. */
export function Notices() {
  const { t } = useText()
  const { commands } = useScreen()
  const notices = useCommandState((state) => state.notices)
  return (
    <div className="notices" role="status" aria-label={t('notices.title')}>
      {notices.map(({ id, problem }) => (
        <p key={id} className="notice" data-problem={problem.kind}>
          <span>{problemWords(problem, t)}</span>
          <Button look="quiet" size="small" aria-label={t('notices.dismiss')} onPress={() => commands.dismiss(id)}>
            ×
          </Button>
        </p>
      ))}
    </div>
  )
}
