import { Button } from '#renderer/components/Button.tsx'
import { InfoPopover } from '#renderer/components/InfoPopover.tsx'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useSpeaker } from '#renderer/sounds/SoundProvider.tsx'
import { useClockValue, useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'

const pauseMinutes = [2, 5, 10, 30]
const patterns = ['p1', 'p2', 'p3'] as const

/** Whether the sound is on, how long it is paused, and whether the browser lets it through at all. */
export function SoundControl() {
  const { t } = useText()
  const { blocked, speaker } = useSpeaker()
  const { commands } = useScreen()
  const offered = useOffered('reception')
  const left = usePauseLeft()
  const playing = useConsole((state) => state.view?.sound.play)
  if (blocked) {
    return (
      <span className="sound" data-sound="blocked">
        <Button look="main" size="small" onPress={() => speaker?.unblock()}>
          {t('sound.blocked')}
        </Button>
      </span>
    )
  }
  return (
    <span className="sound" data-sound={left > 0 ? 'paused' : playing ? 'sounding' : 'on'}>
      <InfoPopover
        look="plain"
        label={
          <>
            <SoundIcon off={left > 0} />
            {left > 0 ? t('sound.paused', { left: durationText(left) }) : t('sound.on')}
          </>
        }
        title={t('sound.title')}
      >
        {offered && <PauseChoices left={left} />}
        <p className="popover-label">{t('sound.test')}</p>
        <div className="popover-buttons">
          {patterns.map((pattern) => (
            <Button key={pattern} size="small" onPress={() => speaker?.play(pattern)}>
              {t('sound.test.severity', { severity: pattern.toUpperCase() })}
            </Button>
          ))}
        </div>
        <p className="popover-note">{t('sound.note')}</p>
      </InfoPopover>
      {offered && left > 0 && (
        <Button size="small" onPress={() => void commands.run('sound.resume', {})}>
          {t('sound.resume')}
        </Button>
      )}
    </span>
  )
}

/** Seconds; 0 when the sound is not paused. */
function usePauseLeft(): number {
  const until = useConsole((state) => state.view?.sound.pausedUntil ?? 0)
  return useClockValue((now) => Math.max(0, Math.ceil((until - now) / 1000)))
}

function PauseChoices({ left }: { left: number }) {
  const { t } = useText()
  const { commands } = useScreen()
  return (
    <>
      <p className="popover-label">{left > 0 ? t('sound.paused', { left: durationText(left) }) : t('sound.pause')}</p>
      <div className="popover-buttons">
        {pauseMinutes.map((minutes) => (
          <Button key={minutes} size="small" onPress={() => void commands.run('sound.pause', { minutes })}>
            {t('sound.pause.minutes', { count: minutes })}
          </Button>
        ))}
      </div>
    </>
  )
}

function SoundIcon({ off }: { off: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={`M4 9.5v5h3.5L12 19V5L7.5 9.5z${off ? 'M16 9l5 6M21 9l-5 6' : 'M15.5 9a4 4 0 0 1 0 6M18 6a8 8 0 0 1 0 12'}`}
      />
    </svg>
  )
}
