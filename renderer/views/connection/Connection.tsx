import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen, useSession } from '#renderer/state/screen.tsx'
import { NeedsRole } from '#renderer/views/people/NeedsRole.tsx'
import { ConnectionForm } from './ConnectionForm.tsx'
import { PracticeControls } from './PracticeControls.tsx'
import { QueueList } from './QueueList.tsx'
import { TestReport } from './TestReport.tsx'
import './connection.css'

/** Which switch the console listens to, whether that works, and which of its queues come first. */
export function Connection() {
  const { t } = useText()
  const { connection } = useScreen()
  const stored = useStore(connection, (state) => state.stored)
  const problem = useStore(connection, (state) => state.problem)
  const connected = useConsole((state) => state.connected)
  const practice = useConsole((state) => state.view?.site.practice ?? false)

  const offered = useOffered('admin')
  const sessionKnown = useSession((state) => state.session !== undefined)

  useEffect(() => {
    if (connected && offered) void connection.load()
  }, [connection, connected, offered])

  return (
    <main className="connection">
      <h1>{t('connection.title')}</h1>
      <NeedsRole role="admin" />
      {!stored && (offered || !sessionKnown) && (
        <p role="status" className="connection-state">
          {problem ? problemWords(problem, t) : t('loading.title')}
          {problem && problem.kind !== 'forbidden' && (
            <Button size="small" onPress={() => void connection.load()}>
              {t('connection.again')}
            </Button>
          )}
        </p>
      )}
      <div className="connection-columns">
        <div>{stored && <ConnectionForm stored={stored} />}</div>
        <div>
          {practice && <PracticeControls />}
          <TestReport />
          {stored && <QueueList />}
        </div>
      </div>
    </main>
  )
}
