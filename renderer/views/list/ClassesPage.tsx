import { useState } from 'react'
import { useStore } from 'zustand'
import type { ListState } from '#shared/ipc/list-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { ClassForm } from './ClassForm.tsx'
import { counted } from './counted.ts'
import { DialForm } from './DialForm.tsx'
import './pages.css'

export type ClassRow = ListState['classes'][number]

/** The classes that the utility sorts its listed calls into, and how this site writes numbers. Both belong to the draft. */
export function ClassesPage() {
  const text = useText()
  const { t, language } = text
  const { list } = useScreen()
  const classes = useStore(list, (state) => state.list?.classes) ?? []
  const dial = useStore(list, (state) => state.list?.dial)
  const pending = useStore(list, (state) => state.list?.draft.pending !== undefined)
  const offered = useOffered('admin') && !pending
  const [editing, setEditing] = useState<ClassRow | 'new'>()
  return (
    <div className="list-page">
      <section className="page-card" aria-label={t('class.title')}>
        <header>
          <h2>{t('class.title')}</h2>
          {offered && (
            <Button size="small" look="main" onPress={() => setEditing('new')}>
              {t('class.new')}
            </Button>
          )}
        </header>
        <p className="popover-note">{t('class.hint')}</p>
        <table className="class-table">
          <thead>
            <tr>
              <th scope="col">{t('class.name')}</th>
              <th scope="col">{t('class.name.other')}</th>
              <th scope="col">{t('rule.field.severity')}</th>
              <th scope="col">{t('rule.field.sound')}</th>
              <th scope="col">{t('class.rules')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {classes.map((known) => {
              const name = localName(known.name, language, known.id)
              return (
                <tr key={known.id} data-class={known.id}>
                  <th scope="row">
                    <span className="class-name">
                      <ClassMark colour={known.colour} shape={known.shape} />
                      {name}
                    </span>
                  </th>
                  <td>{known.name[language === 'zh' ? 'en' : 'zh'] || '–'}</td>
                  <td>
                    <span className="grid-severity" data-severity={known.severity}>
                      <SeverityMark severity={known.severity} />
                      <b>{known.severity}</b> <span>{t(`severity.${known.severity}`)}</span>
                    </span>
                  </td>
                  <td>{t(`rule.sound.${known.sound}`)}</td>
                  <td>
                    <button
                      type="button"
                      className="link-button"
                      onClick={() => {
                        list.rows.show({ filter: { classId: known.id } })
                        list.goTo('rules')
                      }}
                    >
                      {t('class.rules.count', counted(known.rules, text))}
                    </button>
                  </td>
                  <td className="table-buttons">
                    {offered && (
                      <Button
                        size="small"
                        aria-label={t('class.edit.name', { name })}
                        onPress={() => setEditing(known)}
                      >
                        {t('class.edit')}
                      </Button>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      {dial && <DialForm key={`${dial.country} ${dial.areaCode}`} dial={dial} readOnly={!offered} />}
      {editing && (
        <ClassForm
          known={editing === 'new' ? undefined : editing}
          all={classes}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  )
}
