import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { AuditEntry, AuditPage } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { saveOffer } from '#renderer/state/file-transfer.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { auditFacts } from './audit-words.ts'

const inOneGo = 100

/** Who did what to the list, to people and to rights, newest first. */
export function AuditTrail() {
  const { t, number, language } = useText()
  const { commands, list } = useScreen()
  const { page, problem, more } = useAudit()
  const [busy, setBusy] = useState(false)

  async function save(): Promise<void> {
    setBusy(true)
    const offer = await commands.run('list.exportAudit', { language })
    if (offer.ok) {
      const failed = await saveOffer(commands, offer.value)
      if (failed) commands.report(failed)
      else list.say({ kind: 'exported', name: offer.value.name })
    }
    setBusy(false)
  }

  return (
    <section className="page-card" aria-label={t('history.audit')}>
      <header>
        <h2>{t('history.audit')}</h2>
        <Button size="small" isPending={busy} onPress={() => void save()}>
          {t('audit.export')}
        </Button>
      </header>
      {problem && <p className="form-error">{problemWords(problem, t)}</p>}
      <table className="audit-table">
        <thead>
          <tr>
            <th scope="col">{t('audit.at')}</th>
            <th scope="col">{t('audit.by')}</th>
            <th scope="col">{t('audit.what')}</th>
            <th scope="col">{t('audit.facts')}</th>
          </tr>
        </thead>
        <tbody>
          {page?.entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
      {page && page.entries.length < page.total && (
        <Button size="small" onPress={more}>
          {t('history.more', { left: number(page.total - page.entries.length) })}
        </Button>
      )}
      {page?.total === 0 && <p className="popover-note">{t('audit.none')}</p>}
    </section>
  )
}

function Row({ entry }: { entry: AuditEntry }) {
  const text = useText()
  const { t, dateTime } = text
  return (
    <tr data-audit={entry.kind}>
      <td>
        <time>{dateTime(entry.at)}</time>
      </td>
      <td>
        {entry.by || t('card.somebody')} <span className="audit-role">{t(`role.${entry.role}`)}</span>
      </td>
      <td>{t(`audit.kind.${entry.kind}`)}</td>
      <td>{auditFacts(entry.facts, text)}</td>
    </tr>
  )
}

function useAudit() {
  const { commands, list } = useScreen()
  const state = useStore(list, (known) => `${known.list?.published.version} ${known.list?.draft.revision}`)
  const [page, setPage] = useState<AuditPage>()
  const [problem, setProblem] = useState<Problem>()
  const fetch = useCallback(
    async (offset: number): Promise<void> => {
      const result = await commands.run('list.audit', { offset, limit: inOneGo }, 'caller')
      setProblem(result.ok ? undefined : result.error)
      if (!result.ok) return
      setPage((known) =>
        known && offset > 0 ? { ...result.value, entries: [...known.entries, ...result.value.entries] } : result.value,
      )
    },
    [commands],
  )
  useEffect(() => void fetch(0), [fetch, state])
  return { page, problem, more: () => void fetch(page?.entries.length ?? 0) }
}
