import { useState } from 'react'
import { useStore } from 'zustand'
import type { PriorityClass, Severity } from '#shared/domain/priority/rule.ts'
import type { AreaView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText, type Language } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'

type Listing = { classId: string; severity: Severity }
type Queue = { area: string; name: string; limitSeconds: number; listed: Listing | null }

const severities: Severity[] = ['P1', 'P2', 'P3']
const defaultLimitSeconds = 20

/** The queues of the switch, and for each: do its callers come first, as what, and how soon must they be answered. */
export function QueueList() {
  const { t, language } = useText()
  const { connection } = useScreen()
  const areas = useConsole((state) => state.view?.areas)
  const found = useStore(connection, (state) => state.test?.queues)
  const queues = mergeQueues(areas ?? [], found ?? [], language)
  return (
    <section className="queue-list" aria-label={t('queues.title')}>
      <h2>{t('queues.title')}</h2>
      <p className="form-hint">{t('queues.hint')}</p>
      {queues.length === 0 && <p className="queue-none">{t('queues.not-yet')}</p>}
      {queues.length > 0 && (
        <div className="queue-row heads" aria-hidden="true">
          <span>{t('queues.queue')}</span>
          <span>{t('queues.head.class')}</span>
          <span>{t('queues.head.severity')}</span>
          <span>{t('queues.limit')}</span>
        </div>
      )}
      {queues.map((queue) => (
        <QueueRow
          key={`${queue.area} ${queue.limitSeconds} ${queue.listed?.classId} ${queue.listed?.severity}`}
          queue={queue}
        />
      ))}
    </section>
  )
}

/** Those that the console counts now, and those that the test has just found on the switch. */
export function mergeQueues(areas: AreaView[], found: string[], language: Language): Queue[] {
  const known = areas.map((area) => ({
    area: area.area,
    name: localName(area.name, language, area.area),
    limitSeconds: area.limitSeconds,
    listed: area.listed,
  }))
  const fresh = found
    .filter((name) => !areas.some(({ area }) => area === name))
    .map((area) => ({ area, name: area, limitSeconds: defaultLimitSeconds, listed: null }))
  return [...known, ...fresh]
}

function QueueRow({ queue }: { queue: Queue }) {
  const { t, language } = useText()
  const { commands } = useScreen()
  const classes = useConsole((state) => state.view?.classes)
  const [classId, setClassId] = useState(queue.listed?.classId ?? '')
  const [severity, setSeverity] = useState<Severity>(queue.listed?.severity ?? 'P1')
  const [limit, setLimit] = useState(String(queue.limitSeconds))
  const [saved, setSaved] = useState(false)
  const seconds = /^\d{1,4}$/.test(limit.trim()) ? Number(limit) : 0
  const invalid = seconds < 1 || seconds > 3600
  const changed =
    classId !== (queue.listed?.classId ?? '') ||
    (Boolean(classId) && severity !== queue.listed?.severity) ||
    seconds !== queue.limitSeconds

  async function save(): Promise<void> {
    if (invalid) return
    const listed = classId === '' ? null : { classId, severity }
    const result = await commands.run('areas.set', { area: queue.area, limitSeconds: seconds, listed })
    setSaved(result.ok)
  }

  return (
    <div className="queue-row" data-queue={queue.area}>
      <div className="queue-name">
        <b>{queue.name}</b>
        {queue.name !== queue.area && <code>{queue.area}</code>}
      </div>
      <Select
        label={t('queues.class', { queue: queue.name })}
        hideLabel
        value={classId}
        onChange={(next) => {
          setSaved(false)
          setClassId(next)
          setSeverity(classes?.find(({ id }) => id === next)?.severity ?? 'P2')
        }}
        options={classOptions(classes ?? [], language, t('queues.not-listed'))}
      />
      {classId ? (
        <Select
          label={t('queues.severity', { queue: queue.name })}
          hideLabel
          value={severity}
          onChange={(next) => {
            setSaved(false)
            setSeverity(next)
          }}
          options={severities.map((value) => ({ value, label: `${value} ${t(`severity.${value}`)}` }))}
        />
      ) : (
        <span className="queue-dash" aria-hidden="true" />
      )}
      <TextInput
        label={t('queues.limit.of', { queue: queue.name })}
        hideLabel
        value={limit}
        inputMode="numeric"
        onChange={(next) => {
          setSaved(false)
          setLimit(next)
        }}
        error={invalid ? t('queues.limit.error') : undefined}
      />
      <Button size="small" isDisabled={!changed || invalid} onPress={() => void save()}>
        {t(saved && !changed ? 'queues.saved' : 'queues.save')}
      </Button>
    </div>
  )
}

function classOptions(
  classes: PriorityClass[],
  language: Language,
  notListed: string,
): { value: string; label: string }[] {
  return [
    { value: '', label: notListed },
    ...classes.map(({ id, name }) => ({ value: id, label: localName(name, language, id) })),
  ]
}
