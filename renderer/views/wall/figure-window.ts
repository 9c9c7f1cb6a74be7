import type { Figures } from '#shared/domain/statistics/figures.ts'
import type { WindowSpec } from '#shared/ipc/journal-view.ts'

/** The window of figures as a question to the console. */
export const windowOf = ({ window }: Pick<Figures, 'window'>): WindowSpec =>
  window.kind === 'today' ? { kind: 'day', at: window.from } : { kind: 'last', minutes: 30 }
