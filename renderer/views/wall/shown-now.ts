import { createContext, useContext } from 'react'
import { useClockValue } from '#renderer/state/screen.tsx'

/** The moment of the last data while the switch cannot be seen; missing while it can. */
export const FrozenAt = createContext<number | undefined>(undefined)

/**
 * Like `useClockValue`, but stands still while the switch is out of sight: a caller may have hung up meanwhile, and a
 * wait that goes on counting would claim otherwise.
 */
export function useShownValue<T extends string | number | boolean | undefined>(compute: (now: number) => T): T {
  const frozenAt = useContext(FrozenAt)
  return useClockValue((now) => compute(frozenAt ?? now))
}
