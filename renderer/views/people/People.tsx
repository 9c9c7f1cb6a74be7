import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen, useSession } from '#renderer/state/screen.tsx'
import { BackupExport } from './BackupExport.tsx'
import { BackupRestore } from './BackupRestore.tsx'
import { NeedsRole } from './NeedsRole.tsx'
import { PeopleList } from './PeopleList.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import './people.css'

/** Who may sign in here as what, what each role may see, and the backup. What was typed stays when the role ends. */
export function People() {
  const { t } = useText()
  const { people: store } = useScreen()
  const people = useStore(store, (state) => state.people)
  const policy = useStore(store, (state) => state.policy)
  const problem = useStore(store, (state) => state.problem)
  const offered = useOffered('admin')
  const known = useSession((state) => state.session !== undefined)

  useEffect(() => {
    if (known && offered) store.open()
  }, [store, known, offered])

  return (
    <main className="people">
      <h1>{t('people.title')}</h1>
      <NeedsRole role="admin" />
      {offered && !people && (
        <p role="status" className="people-state">
          {problem ? problemWords(problem, t) : t('loading.title')}
          {problem && (
            <Button size="small" onPress={() => void store.load()}>
              {t('people.again')}
            </Button>
          )}
        </p>
      )}
      {people && policy && (
        <div className="people-columns">
          <div>
            <PeopleList people={people} />
            <PolicyForm policy={policy} admins={people.filter(({ role }) => role === 'admin').length} />
          </div>
          <div>
            <BackupExport />
            <BackupRestore />
          </div>
        </div>
      )}
    </main>
  )
}
