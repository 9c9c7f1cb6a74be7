import type { Dimension } from '#shared/ipc/journal-view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { useNames } from '#renderer/views/wall/use-names.ts'

/** Of which calls a figure is. */
export function useDimensionWords(dimension: Dimension): string {
  const { t } = useText()
  const names = useNames()
  const areas = useConsole((state) => state.view?.areas)
  switch (dimension.kind) {
    case 'total':
      return t('provenance.of.total')
    case 'area':
      return names.area(dimension.area)
    case 'vdn':
      return t('provenance.of.vdn', { vdn: dimension.vdn })
    case 'class':
      return t('provenance.of.class', { name: names.className(dimension.classId) })
    case 'seat': {
      const known = areas?.flatMap((area) => area.seats.states).find(({ id }) => id === dimension.seatId)
      return t('provenance.of.seat', { seat: known?.name ?? dimension.seatId })
    }
  }
}
