import type { CallOutcome } from '#shared/domain/call/call.ts'
import type { AlertChange } from '#shared/domain/journal/call-record.ts'
import type { TrailStep } from '#shared/ipc/journal-view.ts'
import type { LinkProblemKind } from '#shared/ipc/view.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { durationText } from '#renderer/i18n/format.ts'
import type { Text } from '#renderer/i18n/text.ts'
import type { Names } from '#renderer/views/wall/alert-words.ts'

/** The sentences of calls and their trails. Pure: what they need is given. */

export const lasting = (ms: number): string => durationText(Math.round(ms / 1000))

export function outcomeWords(outcome: CallOutcome, { t }: Pick<Text, 't'>): string {
  switch (outcome.kind) {
    case 'answered':
      return t('outcome-of.answered', { seat: outcome.seat.name })
    case 'abandoned':
      return t('outcome-of.abandoned', { wait: lasting(outcome.waitedMs) })
    case 'lost':
      return t('outcome-of.lost', { end: t(`leg-end.${outcome.end}`) })
    case 'left-in-ivr':
    case 'unknown':
      return t(`outcome-of.${outcome.kind}`)
    default:
      return assertNever(outcome)
  }
}

/** A step in one line, and what more is to be said of it in a second one. */
export type StepWords = { line: string; more?: string }

export function stepWords(step: TrailStep, { t }: Pick<Text, 't'>, names: Names): StepWords {
  switch (step.kind) {
    case 'arrived':
      return { line: t('step.arrived') }
    case 'ivr':
      return { line: t('step.ivr') }
    case 'code-refused':
      return { line: t('step.code-refused', { code: step.code }) }
    case 'routed':
      return step.code
        ? { line: t('step.routed.code', { code: step.code, vdn: step.vdn }) }
        : { line: t('step.routed', { vdn: step.vdn }) }
    case 'queue':
      return queueWords(step, t, names)
    case 'rang':
      return step.answered || step.rangMs === undefined
        ? { line: t('step.rang', { seat: step.seat.name }) }
        : { line: t('step.rang.no-answer', { seat: step.seat.name, seconds: Math.round(step.rangMs / 1000) }) }
    case 'talk':
      return talkWords(step, t)
    case 'transfer':
      return { line: t('step.transfer', { to: step.to }) }
    case 'ended':
      return { line: t(step.byCaller ? 'step.ended.caller' : 'step.ended') }
    case 'alert':
      return { line: changeWords(step.change, t), ...(step.change.note && { more: step.change.note }) }
    case 'action':
      return { line: t('step.action', { by: step.by, command: step.command, result: step.result }) }
    case 'gap':
      return { line: t('step.gap', { why: gapWords(step.why, t) }), more: lasting(step.to - step.at) }
    default:
      return assertNever(step)
  }
}

const linkProblems: Record<LinkProblemKind, true> = {
  unreachable: true,
  'host-not-found': true,
  refused: true,
  'timed-out': true,
  'not-ami': true,
  'tls-failed': true,
  'certificate-untrusted': true,
  'fingerprint-mismatch': true,
  'wrong-credentials': true,
  'no-permission': true,
  'never-booted': true,
  silent: true,
  closed: true,
  garbled: true,
  'too-much-data': true,
  'switch-shut-down': true,
  'no-secret': true,
  unknown: true,
}
const isLinkProblem = (why: string): why is LinkProblemKind => Object.hasOwn(linkProblems, why)

/** Why the switch was not seen: the link was gone, the console was off, or it was turned to the switch anew; '': nothing was recorded yet. */
export function gapWords(why: string, t: Text['t']): string {
  if (why === 'console-off' || why === 'reopened') return t(`gap.why.${why}`)
  if (why === '') return t('gap.why.before')
  return isLinkProblem(why) ? t(`problem.${why}`) : why
}

type Of<K extends TrailStep['kind']> = Extract<TrailStep, { kind: K }>

function queueWords(step: Of<'queue'>, t: Text['t'], names: Names): StepWords {
  const area = names.area(step.area)
  const line =
    step.position === undefined
      ? t('step.queue', { area })
      : t('step.queue.position', { area, position: step.position })
  const more = step.end
    ? t('step.queue.left', { wait: lasting(step.waitMs), end: t(`leg-end.${step.end}`) })
    : t('step.queue.open')
  return { line, more }
}

function talkWords(step: Of<'talk'>, t: Text['t']): StepWords {
  const line = t('step.talk', { seat: step.seat.name })
  if (step.endedAt === undefined) return { line, more: t('step.talk.open') }
  const talked = t('step.talk.ended', {
    talk: lasting(step.endedAt - step.at),
    by: t(`ended-by.${step.endedBy ?? 'unknown'}`),
  })
  if (step.holds.length === 0) return { line, more: talked }
  const held = step.holds.reduce((sum, hold) => sum + ((hold.to ?? step.endedAt ?? hold.from) - hold.from), 0)
  return { line, more: `${talked} · ${t('step.hold', { count: step.holds.length, time: lasting(held) })}` }
}

function changeWords(change: AlertChange, t: Text['t']): string {
  const by = change.by ?? ''
  switch (change.change) {
    case 'raised':
    case 'stronger':
      return t(`change.${change.change}`, { rule: `${change.severity} ${change.ruleName}` })
    case 'acknowledged':
      return t('change.acknowledged', { by })
    case 'unlisted':
      return t('change.unlisted', { version: change.listVersion })
    case 'outcome':
      return t('change.outcome', { by, outcome: change.outcome ? t(`outcome.${change.outcome}`) : '' })
    default:
      return t(`change.${change.change}`)
  }
}
