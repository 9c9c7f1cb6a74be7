import { useEffect, useState, type DragEvent } from 'react'
import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen, useSession } from '#renderer/state/screen.tsx'
import { ClassesPage } from './ClassesPage.tsx'
import { DraftBar } from './DraftBar.tsx'
import { HistoryPage } from './HistoryPage.tsx'
import { ImportPage } from './ImportPage.tsx'
import { ListHeader } from './ListHeader.tsx'
import { RulesPage } from './RulesPage.tsx'
import { SaidBar } from './SaidBar.tsx'
import './list.css'

/** The priority reception list: read by everyone who takes calls, edited by admins. A table dropped anywhere here is an import. */
export function ListView() {
  const { t } = useText()
  const { list } = useScreen()
  const state = useStore(list, (known) => known.list)
  const problem = useStore(list, (known) => known.problem)
  const place = useStore(list, (known) => known.place)
  const offered = useOffered('admin')
  const drop = useFileDrop(offered && state !== undefined)
  useEffect(() => list.open(), [list])
  return (
    <main className="list" {...drop.handlers}>
      <ListHeader />
      {state && !offered && <ReadOnlyNote />}
      <Lost />
      <DraftBar />
      <SaidBar />
      {!state && (
        <p role="status" className="list-state">
          {problem ? problemWords(problem, t) : t('loading.title')}
          {problem && problem.kind !== 'forbidden' && (
            <Button size="small" onPress={() => void list.load()}>
              {t('connection.again')}
            </Button>
          )}
        </p>
      )}
      {state && place === 'rules' && <RulesPage />}
      {state && place === 'classes' && <ClassesPage />}
      {state && place === 'history' && <HistoryPage />}
      {state && place === 'import' && offered && <ImportPage />}
      {drop.over && (
        <div className="drop-here" aria-hidden="true">
          <b>{t('import.drop')}</b>
          <span>{t('import.kinds')}</span>
        </div>
      )}
    </main>
  )
}

/** Why nothing can be changed here, and what helps. */
function ReadOnlyNote() {
  const { t } = useText()
  const { session } = useScreen()
  const people = useSession((known) => known.session?.people.length ?? 0)
  return (
    <p className="list-note">
      {t('list.read-only')}
      {people > 0 && (
        <Button size="small" onPress={() => session.openPanel()}>
          {t('list.sign-in')}
        </Button>
      )}
    </p>
  )
}

function Lost() {
  const { t } = useText()
  const connected = useConsole((state) => state.connected)
  return connected ? null : <p className="list-note">{t('list.lost')}</p>
}

function useFileDrop(enabled: boolean) {
  const { list } = useScreen()
  const [over, setOver] = useState(false)
  const holdsFile = (event: DragEvent): boolean => enabled && event.dataTransfer.types.includes('Files')
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!holdsFile(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event: DragEvent) => {
        const to = event.relatedTarget
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false)
      },
      onDrop: (event: DragEvent) => {
        if (!holdsFile(event)) return
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (!file) return
        list.goTo('import')
        void list.importing.choose(file, list.getState().list?.classes[0]?.id ?? '')
      },
    },
  }
}
