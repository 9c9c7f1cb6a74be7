import type { AlertChange } from '#shared/domain/journal/call-record.ts'
import type { Because } from '#shared/domain/priority/rule.ts'

/**
 * Why a call was listed is kept with the change that raised its alert. The journal has one place for words there: a person's
 * note, which these changes never have.
 */
export function packBecause(change: AlertChange): AlertChange {
  const { because, ...rest } = change
  return because === undefined ? change : { ...rest, note: JSON.stringify(because) }
}

export function unpackBecause(change: AlertChange): AlertChange {
  if (change.change !== 'raised' && change.change !== 'stronger') return change
  const { note, ...rest } = change
  const because = parse(note)
  return because === undefined ? rest : { ...rest, because }
}

function parse(note: string | undefined): Because | undefined {
  try {
    return note === undefined ? undefined : (JSON.parse(note) as Because)
  } catch {
    return undefined
  }
}
