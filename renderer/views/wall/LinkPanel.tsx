import type { ReactNode } from 'react'
import type { LinkState } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'
import { linkStateWords, useHostLostWords } from './link-words.ts'

/** What the wall says while there is nothing to show: why, and what to do about it. */
export function LinkPanel({ state }: { state: LinkState }) {
  const { t } = useText()
  switch (state.kind) {
    case 'idle':
    case 'up':
      return <Panel mark="wait" title={linkStateWords(state, t)} text={t('link.idle.text')} />
    case 'connecting':
      return (
        <Panel
          mark="wait"
          title={linkStateWords(state, t)}
          text={t('link.connecting.text', { attempt: state.attempt })}
        />
      )
    case 'waiting':
      return (
        <Panel
          mark="stop"
          title={t(`problem.${state.why.kind}`)}
          text={t(`cure.${state.why.kind}`)}
          detail={state.why.detail}
        >
          <NextTry until={state.until} attempt={state.attempt} />
          <RetryNow />
          <OpenConnection />
        </Panel>
      )
    case 'stopped':
      return (
        <Panel
          mark="stop"
          title={t(`problem.${state.why.kind}`)}
          text={t(`cure.${state.why.kind}`)}
          detail={state.why.detail}
        >
          <p>{t('link.stopped.text')}</p>
          <OpenConnection main />
          <RetryNow />
        </Panel>
      )
  }
}

export function LoadingPanel() {
  const { t } = useText()
  const connected = useConsole((state) => state.connected)
  const problem = useConsole((state) => state.snapshotProblem)
  const hostLost = useHostLostWords()
  if (connected && !problem) return <Panel mark="wait" title={t('loading.title')} text={t('loading.text')} />
  return <Panel mark="stop" {...hostLost} />
}

export function NoQueuesPanel() {
  const { t } = useText()
  return (
    <Panel mark="stop" title={t('queues.none')} text={t('queues.none.text')}>
      <OpenConnection main />
    </Panel>
  )
}

type PanelProps = { mark: 'wait' | 'stop'; title: string; text: string; detail?: string; children?: ReactNode }

function Panel({ mark, title, text, detail, children }: PanelProps) {
  const { t } = useText()
  return (
    <main className="panel" data-panel={mark}>
      <h1 className="visually-hidden">{t('view.wall')}</h1>
      <div className="panel-body" role="status">
        <svg className={`panel-mark ${mark}`} viewBox="0 0 24 24" aria-hidden="true">
          <path d={mark === 'wait' ? 'M12 3a9 9 0 1 0 9 9' : 'M7 17L17 7M9 4a9 9 0 0 1 11 11M4 9a9 9 0 0 0 11 11'} />
        </svg>
        <h2>{title}</h2>
        <p>{text}</p>
        {detail && <p className="panel-detail">{t('link.detail', { detail })}</p>}
      </div>
      {children && <div className="panel-actions">{children}</div>}
    </main>
  )
}

export function NextTry({ until, attempt }: { until: number; attempt: number }) {
  const { t } = useText()
  const seconds = useClockValue((now) => Math.max(0, Math.ceil((until - now) / 1000)))
  return <span className="next-try">{t('link.next-try', { seconds, attempt: attempt + 1 })}</span>
}

export function RetryNow() {
  const { t } = useText()
  const { commands } = useScreen()
  if (!useOffered('reception')) return null
  return <Button onPress={() => void commands.run('link.retryNow', {})}>{t('link.retry')}</Button>
}

export function OpenConnection({ main = false }: { main?: boolean }) {
  const { t } = useText()
  const { shell } = useScreen()
  if (!useOffered('admin')) return null
  return (
    <Button look={main ? 'main' : 'plain'} onPress={() => shell.setState({ view: 'connection' })}>
      {t('link.open-connection')}
    </Button>
  )
}
