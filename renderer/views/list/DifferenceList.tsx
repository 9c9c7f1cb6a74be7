import { useCallback, useEffect, useState } from 'react'
import type { Difference, DifferenceEntry } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { conditionWords } from './condition-words.ts'
import { differenceWords } from './difference-words.ts'
import { useNames } from './names.ts'
import { validityWords } from './time-words.ts'

type Which = 'draft' | 'published' | number
type Props = { before: Which; after: Which }

const inOneGo = 50

/** What differs between two versions, rule by rule and field by field. Give it a key that changes with what it shows. */
export function DifferenceList({ before, after }: Props) {
  const { t, number } = useText()
  const { difference, problem, more } = useDifference(before, after)
  if (problem && !difference) return <p className="dialog-error">{problemWords(problem, t)}</p>
  if (!difference) return <p role="status">{t('loading.title')}</p>
  if (difference.total === 0) return <p className="popover-note">{t('difference.none')}</p>
  const left = difference.total - difference.entries.length
  return (
    <div className="difference" tabIndex={0} role="region" aria-label={t('difference.title')}>
      <ul>
        {difference.entries.map((entry, at) => (
          <li key={at} data-difference={kindOf(entry)}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button size="small" onPress={more}>
          {t('difference.more', { left: number(left) })}
        </Button>
      )}
    </div>
  )
}

function useDifference(before: Which, after: Which) {
  const { commands } = useScreen()
  const [difference, setDifference] = useState<Difference>()
  const [problem, setProblem] = useState<Problem>()
  const fetch = useCallback(
    async (offset: number): Promise<void> => {
      const result = await commands.run('list.difference', { before, after, offset, limit: inOneGo }, 'caller')
      if (!result.ok) return setProblem(result.error)
      setDifference((known) =>
        known && offset > 0 ? { ...result.value, entries: [...known.entries, ...result.value.entries] } : result.value,
      )
    },
    [commands, before, after],
  )
  useEffect(() => void fetch(0), [fetch])
  return { difference, problem, more: () => void fetch(difference?.entries.length ?? 0) }
}

function kindOf(entry: DifferenceEntry): 'added' | 'removed' | 'changed' {
  if (entry.kind === 'dial') return 'changed'
  if (entry.kind !== 'class') return entry.kind
  return entry.before ? (entry.after ? 'changed' : 'removed') : 'added'
}

function Entry({ entry }: { entry: DifferenceEntry }) {
  const text = useText()
  const names = useNames()
  const { t, language } = text
  switch (entry.kind) {
    case 'added':
    case 'removed': {
      const { rule } = entry
      const facts = [
        names.className(rule.classId),
        rule.severity,
        conditionWords(rule.condition, text, names),
        validityWords(rule, text),
      ].join(' · ')
      return (
        <>
          <span className="difference-kind">{t(`difference.${entry.kind}`)}</span>
          <b>{rule.name}</b>
          <p>{entry.kind === 'removed' ? <del>{facts}</del> : facts}</p>
        </>
      )
    }
    case 'changed':
      return (
        <>
          <span className="difference-kind">{t('difference.changed')}</span>
          <b>{entry.name}</b>
          <dl>
            {entry.fields.map((field, at) => (
              <FieldChange key={at} {...differenceWords(field, text, names)} />
            ))}
          </dl>
        </>
      )
    case 'class': {
      const known = entry.after ?? entry.before
      return (
        <>
          <span className="difference-kind">{t(`difference.${kindOf(entry)}`)}</span>
          <span className="difference-class">
            {known && <ClassMark colour={known.colour} shape={known.shape} />}
            <b>
              {t('difference.class', { name: known ? localName(known.name, language, entry.classId) : entry.classId })}
            </b>
          </span>
          {entry.before && entry.after && <ClassChange before={entry.before} after={entry.after} />}
        </>
      )
    }
    case 'dial':
      return (
        <>
          <span className="difference-kind">{t('difference.changed')}</span>
          <b>{t('dial.title')}</b>
          <dl>
            <FieldChange
              what={t('dial.title')}
              before={`${entry.before.country} ${entry.before.areaCode}`}
              after={`${entry.after.country} ${entry.after.areaCode}`}
            />
          </dl>
        </>
      )
  }
}

type ClassEntry = Extract<DifferenceEntry, { kind: 'class' }>

function ClassChange({
  before,
  after,
}: {
  before: NonNullable<ClassEntry['before']>
  after: NonNullable<ClassEntry['after']>
}) {
  const { t } = useText()
  const rows: [what: string, before: string, after: string][] = [
    [t('class.name.zh'), before.name.zh, after.name.zh],
    [t('class.name.en'), before.name.en, after.name.en],
    [t('rule.field.severity'), before.severity, after.severity],
    [t('class.colour'), t(`class.colour.${before.colour}`), t(`class.colour.${after.colour}`)],
    [t('class.shape'), t(`class.shape.${before.shape}`), t(`class.shape.${after.shape}`)],
    [t('rule.field.sound'), t(`rule.sound.${before.sound}`), t(`rule.sound.${after.sound}`)],
  ]
  return (
    <dl>
      {rows
        .filter(([, old, fresh]) => old !== fresh)
        .map(([what, old, fresh]) => (
          <FieldChange key={what} what={what} before={old} after={fresh} />
        ))}
    </dl>
  )
}

function FieldChange({ what, before, after }: { what: string; before: string; after: string }) {
  const { t } = useText()
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        {before && (
          <del>
            <span className="visually-hidden">{t('difference.before')} </span>
            {before}
          </del>
        )}
        {after && (
          <ins>
            <span className="visually-hidden">{t('difference.after')} </span>
            {after}
          </ins>
        )}
      </dd>
    </div>
  )
}
