import type { Problem } from '#shared/ipc/problem.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { durationText } from './format.ts'
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
      return tooLarge(problem.limitBytes, t)
    case 'conflict':
      return t(`command.conflict.${problem.what}`, { by: problem.by || t('card.somebody') })
    case 'bad-rule':
      return t('command.bad-rule', { count: problem.issues.length })
    case 'bad-file':
      return withDetail(t(`command.bad-file.${problem.why}`), problem.detail, t)
    case 'wrong-pin':
      return problem.waitMs > 0 ? t('command.wrong-pin.wait', waitOf(problem.waitMs)) : t('command.wrong-pin')
    case 'too-many-tries':
      return t('command.too-many-tries', waitOf(problem.waitMs))
    case 'disconnected':
      return t('command.disconnected')
    case 'internal':
      return t('command.internal')
    default:
      return assertNever(problem)
  }
}

const megabyte = 1024 * 1024

const tooLarge = (bytes: number, t: Translate): string =>
  bytes >= megabyte
    ? t('command.too-large.mb', { megabytes: Math.round(bytes / megabyte) })
    : t('command.too-large', { kilobytes: Math.round(bytes / 1024) })

const waitOf = (ms: number): { wait: string } => ({ wait: durationText(Math.ceil(ms / 1000)) })

/** `detail` names the place in the file: a sheet, a row, a version. */
const withDetail = (words: string, detail: string, t: Translate): string =>
  detail === '' ? words : t('command.with-detail', { words, detail })
