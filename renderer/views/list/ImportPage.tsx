import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { FileButton } from '#renderer/components/FileButton.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import type { ImportState } from '#renderer/state/list-import.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { counted } from './counted.ts'
import { ImportMapping } from './ImportMapping.tsx'
import { ImportPreview } from './ImportPreview.tsx'
import './pages.css'
import './import.css'

const steps = ['file', 'mapping', 'preview'] as const

/** A spreadsheet becomes rules of the draft, in steps that each can be left; nothing changes before the last. */
export function ImportPage() {
  const { t } = useText()
  const { list } = useScreen()
  const state = useStore(list.importing)
  const at = state.step === 'mapping' ? 1 : state.step === 'preview' || state.step === 'done' ? 2 : 0
  return (
    <div className="list-page import-page" data-step={state.step}>
      <ol className="import-steps" aria-label={t('import.steps')}>
        {steps.map((step, index) => (
          <li key={step} aria-current={index === at ? 'step' : undefined} data-done={index < at}>
            {t(`import.step.${step}`)}
          </li>
        ))}
      </ol>
      <Step state={state} />
    </div>
  )
}

function Step({ state }: { state: ImportState }) {
  switch (state.step) {
    case 'none':
      return <ChooseFile state={state} />
    case 'sending':
      return <Sending state={state} />
    case 'mapping':
      return <ImportMapping state={state} />
    case 'preview':
      return <ImportPreview state={state} />
    case 'done':
      return <Done state={state} />
  }
}

function ChooseFile({ state }: { state: Extract<ImportState, { step: 'none' }> }) {
  const { t } = useText()
  const { list } = useScreen()
  const firstClass = useStore(list, (known) => known.list?.classes[0]?.id ?? '')
  return (
    <section className="page-card import-choose drop-zone" aria-label={t('import.step.file')}>
      {state.problem && (
        <p role="alert" className="dialog-error">
          {state.fileName && <b>{state.fileName} </b>}
          {problemWords(state.problem, t)}
        </p>
      )}
      <p>
        <b>{t('import.drop')}</b>
      </p>
      <FileButton look="main" accept=".csv,.txt,.xlsx" onFile={(file) => void list.importing.choose(file, firstClass)}>
        {t('import.choose')}
      </FileButton>
      <p className="popover-note">{t('import.kinds')}</p>
      <p className="popover-note">{t('import.hint')}</p>
    </section>
  )
}

function Sending({ state }: { state: Extract<ImportState, { step: 'sending' }> }) {
  const { t, percent } = useText()
  const { list } = useScreen()
  const { sent, bytes } = state.progress
  const whole = sent >= bytes
  return (
    <section className="page-card import-choose" aria-label={t('import.step.file')}>
      <p role="status">{t(whole ? 'import.reading.file' : 'import.sending', { file: state.fileName })}</p>
      <progress
        max={Math.max(1, bytes)}
        {...(!whole && { value: sent })}
        aria-label={t('import.sending', { file: state.fileName })}
      >
        {percent(bytes > 0 ? (100 * sent) / bytes : 0)}
      </progress>
      <Button size="small" onPress={() => list.importing.stop()}>
        {t('list.cancel')}
      </Button>
    </section>
  )
}

function Done({ state }: { state: Extract<ImportState, { step: 'done' }> }) {
  const text = useText()
  const { t } = text
  const { list } = useScreen()
  const { added, changed, removed, fileName } = state
  return (
    <section className="page-card import-choose" aria-label={t('import.step.preview')}>
      <p role="status">
        <b>{t('import.done', { file: fileName })}</b>{' '}
        {text.list([
          t('changes.added', counted(added, text)),
          t('changes.changed', counted(changed, text)),
          t('changes.removed', counted(removed, text)),
        ])}
      </p>
      <p className="popover-note">{t('import.done.next')}</p>
      <div className="draft-buttons">
        <Button
          look="main"
          onPress={() => {
            list.importing.stop()
            list.rows.show({ of: 'draft', filter: { only: 'changed' } })
            list.goTo('rules')
          }}
        >
          {t('import.done.show')}
        </Button>
        <Button onPress={() => list.importing.stop()}>{t('import.done.another')}</Button>
      </div>
    </section>
  )
}
