import type { Problem } from '#shared/ipc/problem.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import type { Translate } from './text.ts'

/** Why a command did not do what was asked, and what helps, in one sentence. */
export function problemWords(problem: Problem, t: Translate): string {
  switch (problem.kind) {
    case 'invalid-input':
      return t('command.invalid-input', { where: problem.where, what: problem.what })
    case 'unknown-command':
      return t('command.unknown-command', { name: problem.name })
    case 'forbidden':
      return t('command.forbidden', { role: t(`role.${problem.needs}`) })
    case 'not-found':
      return t(`command.not-found.${problem.what}`)
    case 'not-saved':
      return t('command.not-saved', { detail: problem.detail })
    case 'not-in-this-state':
      return t(`command.not-in-this-state.${problem.why}`)
    case 'too-large':
      return t('command.too-large', { kilobytes: Math.round(problem.limitBytes / 1024) })
    case 'disconnected':
      return t('command.disconnected')
    case 'internal':
      return t('command.internal')
    default:
      return assertNever(problem)
  }
}
