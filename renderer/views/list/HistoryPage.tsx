import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { AuditTrail } from './AuditTrail.tsx'
import { changeWords } from './change-words.ts'
import { DifferenceList } from './DifferenceList.tsx'
import { UndoDialog } from './UndoDialog.tsx'
import './pages.css'

const inOneGo = 50

/** Every version that was ever in force: who, when, why, and what differs between any two. Undoing is publishing an older one again. */
export function HistoryPage() {
  const { t } = useText()
  const offered = useOffered('admin')
  const [tab, setTab] = useState<'versions' | 'audit'>('versions')
  return (
    <div className="list-page">
      {offered && (
        <nav className="list-places" aria-label={t('list.place.history')}>
          {(['versions', 'audit'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-current={tab === name ? 'page' : undefined}
              onClick={() => setTab(name)}
            >
              {t(`history.${name}`)}
            </button>
          ))}
        </nav>
      )}
      {tab === 'versions' || !offered ? <Versions /> : <AuditTrail />}
    </div>
  )
}

function Versions() {
  const { t, number } = useText()
  const { list } = useScreen()
  const published = useStore(list, (state) => state.list?.published.version ?? 1)
  const { versions, total, problem, more } = useVersions(published)
  const [before, setBefore] = useState<number>()
  const [after, setAfter] = useState<number>()
  const [undoing, setUndoing] = useState<VersionMeta>()
  const newer = after ?? published
  const older = before ?? Math.max(1, newer - 1)
  return (
    <div className="history">
      <section className="page-card" aria-label={t('history.versions')}>
        <h2>{t('history.versions')}</h2>
        <p className="popover-note">{t('history.hint')}</p>
        {problem && <p className="form-error">{problemWords(problem, t)}</p>}
        <ol className="versions">
          {versions.map((meta) => (
            <VersionRow
              key={meta.version}
              meta={meta}
              inForce={meta.version === published}
              before={older === meta.version}
              after={newer === meta.version}
              onBefore={() => setBefore(meta.version)}
              onAfter={() => setAfter(meta.version)}
              onUndo={() => setUndoing(meta)}
            />
          ))}
        </ol>
        {versions.length < total && (
          <Button size="small" onPress={more}>
            {t('history.more', { left: number(total - versions.length) })}
          </Button>
        )}
      </section>
      <section className="page-card">
        <h2>{t('history.difference', { before: older, after: newer })}</h2>
        {older === newer ? (
          <p className="popover-note">{t('history.choose')}</p>
        ) : (
          <DifferenceList key={`${older} ${newer}`} before={older} after={newer} />
        )}
      </section>
      {undoing && <UndoDialog version={undoing} onClose={() => setUndoing(undefined)} />}
    </div>
  )
}

function useVersions(published: number) {
  const { commands } = useScreen()
  const [versions, setVersions] = useState<VersionMeta[]>([])
  const [total, setTotal] = useState(0)
  const [problem, setProblem] = useState<Problem>()
  const fetch = useCallback(
    async (offset: number): Promise<void> => {
      const result = await commands.run('list.versions', { offset, limit: inOneGo }, 'caller')
      setProblem(result.ok ? undefined : result.error)
      if (!result.ok) return
      setTotal(result.value.total)
      setVersions((known) => (offset > 0 ? [...known, ...result.value.versions] : result.value.versions))
    },
    [commands],
  )
  useEffect(() => void fetch(0), [fetch, published])
  return { versions, total, problem, more: () => void fetch(versions.length) }
}

type RowProps = {
  meta: VersionMeta
  inForce: boolean
  before: boolean
  after: boolean
  onBefore: () => void
  onAfter: () => void
  onUndo: () => void
}

function VersionRow({ meta, inForce, before, after, onBefore, onAfter, onUndo }: RowProps) {
  const text = useText()
  const { t, dateTime, number } = text
  const offered = useOffered('admin')
  const changes = changeWords(meta.changes, text)
  return (
    <li data-version={meta.version} data-in-force={inForce}>
      <div className="version-marks">
        {(
          [
            ['history.before', before, onBefore],
            ['history.after', after, onAfter],
          ] as const
        ).map(([label, chosen, choose]) => (
          <label key={label}>
            <input
              type="radio"
              name={label}
              checked={chosen}
              onChange={choose}
              aria-label={`${t(label)} ${t('history.version', { version: meta.version })}`}
            />
            <span aria-hidden="true">{t(label)}</span>
          </label>
        ))}
      </div>
      <div className="version-facts">
        <p>
          <b>{t('history.version', { version: meta.version })}</b>
          {inForce && <span className="change-mark">{t('history.in-force')}</span>}
          <span>{meta.by || (meta.kind === 'first' ? t('history.program') : t('card.somebody'))}</span>
          <time>{dateTime(meta.at)}</time>
        </p>
        <p>
          {t(`history.kind.${meta.kind}`, { from: meta.fromVersion ?? '' })}
          {meta.why && <q>{meta.why}</q>}
        </p>
        <p className="popover-note">
          {[
            changes || (meta.kind !== 'first' && t('difference.none')),
            t('history.rules', { count: meta.rules, n: number(meta.rules) }),
            meta.approvedBy && t('history.approved', { by: meta.approvedBy }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {offered && !inForce && (
        <Button size="small" onPress={onUndo}>
          {t('history.undo')}
        </Button>
      )}
    </li>
  )
}
