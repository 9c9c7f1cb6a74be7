import { useMemo } from 'react'
import { useConsole } from '#renderer/state/screen.tsx'
import type { SiteClock } from './site-clock.ts'

/** What turns the times that people write into the console's, and back. */
export function useSiteClock(): SiteClock {
  const timeZone = useConsole((state) => state.view?.site.timeZone)
  const aheadMs = useConsole((state) => state.view?.site.wallOffsetMs ?? 0)
  return useMemo(() => ({ timeZone, aheadMs }), [timeZone, aheadMs])
}
