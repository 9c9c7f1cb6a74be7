import type { ChangeCounts } from '#shared/domain/priority/list-answers.ts'
import type { Text } from '#renderer/i18n/text.ts'
import { counted } from './counted.ts'

/** What differs, as counts in one line; '' when nothing does. */
export function changeWords({ added, changed, removed, classes, dial }: ChangeCounts, text: Text): string {
  const { t, list } = text
  return list(
    [
      added > 0 && t('changes.added', counted(added, text)),
      changed > 0 && t('changes.changed', counted(changed, text)),
      removed > 0 && t('changes.removed', counted(removed, text)),
      classes > 0 && t('changes.classes', counted(classes, text)),
      dial && t('changes.dial'),
    ].filter((words) => words !== false),
  )
}

export const hasChanges = ({ added, changed, removed, classes, dial }: ChangeCounts): boolean =>
  added + changed + removed + classes > 0 || dial
