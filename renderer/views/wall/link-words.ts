import type { LinkState } from '#shared/ipc/view.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { useText, type Translate } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'

/** The state of the link in a few words, as the pill shows it. */
export function linkStateWords(state: LinkState, t: Translate): string {
  switch (state.kind) {
    case 'idle':
      return t('link.idle')
    case 'connecting':
      return t(`link.connecting.${state.step}`)
    case 'up':
      return t('link.up')
    case 'waiting':
      return t('link.waiting')
    case 'stopped':
      return t('link.stopped')
    default:
      return assertNever(state)
  }
}

/** Why the console itself cannot be reached, and what to do about it. */
export function useHostLostWords(): { title: string; text: string } {
  const { t } = useText()
  const { host } = useScreen()
  const refused = useConsole((state) => state.refused)
  if (refused) return { title: t('host.refused'), text: t('host.refused.text') }
  return { title: t('host.lost'), text: t(host === 'browser' ? 'host.lost.browser' : 'host.lost.electron') }
}
