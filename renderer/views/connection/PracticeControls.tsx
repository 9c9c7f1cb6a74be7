import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'

const speeds = [0.5, 1, 2, 5, 10, 20]
const troubles = ['storm', 'drop-link', 'go-silent', 'restart', 'garble'] as const

/** What the practice switch can be made to do, so that people have seen it before it happens. */
export function PracticeControls() {
  const { t } = useText()
  const { commands } = useScreen()
  const speed = useConsole((state) => state.view?.site.practiceSpeed) ?? 1
  if (!useOffered('supervisor')) return null
  return (
    <section className="practice" aria-label={t('practice.title')}>
      <h2>{t('practice.title')}</h2>
      <Choice
        label={t('practice.speed')}
        value={String(speed)}
        onChange={(next) => void commands.practice({ kind: 'set-speed', speed: Number(next) })}
        options={offered(speed).map((value) => ({ value: String(value), label: `× ${value}` }))}
      />
      <ul>
        {troubles.map((kind) => (
          <li key={kind}>
            <Button onPress={() => void commands.practice({ kind })}>{t(`practice.${kind}`)}</Button>
            <span>{t(`practice.${kind}.hint`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** With the speed that it has, which somebody may have set elsewhere. */
const offered = (speed: number): number[] => [...new Set([...speeds, speed])].sort((a, b) => a - b)
