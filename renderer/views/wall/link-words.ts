import type { LinkState } from '#shared/ipc/view.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import type { Translate } from '#renderer/i18n/text.ts'

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
