import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { RuleField } from '#shared/domain/priority/list-answers.ts'
import type { Severity, SoundPattern } from '#shared/domain/priority/rule.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextArea } from '#renderer/components/TextArea.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import type { RuleForm as Form } from '#renderer/state/list-form.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { ConditionBuilder } from './ConditionBuilder.tsx'
import { ConflictNote } from './ConflictNote.tsx'
import { DateInput } from './DateInput.tsx'
import { findingWords, issueWords } from './finding-words.ts'
import { focusGrid } from './focus.ts'
import { HoursEditor } from './HoursEditor.tsx'
import { useLeaveForm } from './use-leave-form.tsx'
import './form.css'

const severities: Severity[] = ['P1', 'P2', 'P3']
const sounds: ('class' | SoundPattern)[] = ['class', 'severity', 'p1', 'p2', 'p3', 'silent']

/** Every field of one rule, beside the grid. What was typed stays until it is saved or dropped by the person. */
export function RuleForm({ form, readOnly }: { form: Form; readOnly: boolean }) {
  const text = useText()
  const { t } = text
  const { list } = useScreen()
  const { leave, dialog } = useLeaveForm()
  const element = useRef<HTMLFormElement>(null)
  const title = t(readOnly ? 'panel.form.look' : form.base ? 'panel.form' : 'panel.form.new')
  useFocus(element, form)

  const close = (): void =>
    leave(() => {
      list.form.close()
      list.showPanel('try')
      focusGrid()
    })
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (readOnly) return
    const { ruleId, base } = form
    const name = form.values.name
    if (!(await list.form.save())) return
    if (!base) list.setState({ reveal: ruleId })
    list.say({ kind: 'saved-rule', name })
    list.showPanel('try')
    focusGrid()
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented) return
    if (event.key === 'Escape') {
      event.preventDefault()
      close()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      element.current?.requestSubmit()
    }
  }

  return (
    <aside className="list-panel" aria-label={title} onKeyDown={onKeyDown}>
      <header>
        <h2>{title}</h2>
        <Button look="quiet" size="small" aria-label={t('panel.close')} onPress={close}>
          ×
        </Button>
      </header>
      <form ref={element} className="rule-form" noValidate onSubmit={(event) => void save(event)}>
        {form.conflict && <ConflictNote form={form} conflict={form.conflict} />}
        <fieldset disabled={readOnly} className="rule-fields">
          <RuleFields form={form} />
        </fieldset>
        {form.base && form.base.findings.length > 0 && (
          <ul className="form-findings" aria-label={t('finding.title')}>
            {form.base.findings.map((finding, at) => (
              <li key={at} data-error={finding.kind === 'error'}>
                {findingWords(finding, text)}
              </li>
            ))}
          </ul>
        )}
        <div className="rule-form-actions">
          <p role="alert" className="rule-form-state">
            {form.issues.length > 0 && (
              <span className="form-error">{t('rule.issues', { count: form.issues.length })}</span>
            )}
            {form.problem && <span className="form-error">{problemWords(form.problem, t)}</span>}
          </p>
          <Button onPress={close}>{t(readOnly ? 'panel.close' : 'list.cancel')}</Button>
          {!readOnly && (
            <Button type="submit" look="main" isPending={form.saving}>
              {t('rule.save')}
            </Button>
          )}
        </div>
      </form>
      {dialog}
    </aside>
  )
}

/** The first field of a new rule; after a try that failed, the first that is wrong. */
function useFocus(element: React.RefObject<HTMLFormElement | null>, { issues, ruleId }: Form): void {
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }, [element, ruleId])
  useEffect(() => {
    if (issues.length === 0) return
    element.current
      ?.querySelector<HTMLElement>('[data-invalid] input, input[data-invalid], [aria-invalid="true"]')
      ?.focus()
  }, [element, issues])
}

function RuleFields({ form }: { form: Form }) {
  const text = useText()
  const { t, language } = text
  const { list } = useScreen()
  const classes = useStore(list, (state) => state.list?.classes) ?? []
  const { values, issues } = form
  const change = list.form.change
  const errorOf = (field: RuleField): string | undefined => {
    const found = issues.filter((issue) => issue.field === field && issue.node === undefined)
    return found.length > 0 ? found.map((issue) => issueWords(issue, text)).join(' ') : undefined
  }
  return (
    <>
      <TextInput
        label={t('rule.field.name')}
        name="name"
        value={values.name}
        onChange={(name) => change({ name })}
        error={errorOf('name')}
      />
      <div className="field-row even">
        <Select
          label={t('rule.field.classId')}
          value={values.classId}
          onChange={(classId) => {
            const usual = classes.find(({ id }) => id === classId)?.severity
            change({ classId, ...(!form.base && usual && { severity: usual }) })
          }}
          options={classes.map(({ id, name }) => ({ value: id, label: localName(name, language, id) }))}
        />
        <Select
          label={t('rule.field.severity')}
          value={values.severity}
          onChange={(severity) => change({ severity })}
          options={severities.map((value) => ({ value, label: `${value} ${t(`severity.${value}`)}` }))}
        />
      </div>
      {(errorOf('class') ?? errorOf('severity')) && (
        <p className="form-error">{errorOf('class') ?? errorOf('severity')}</p>
      )}
      <section aria-label={t('rule.field.condition')} className="form-section">
        <h3>{t('rule.field.condition')}</h3>
        <ConditionBuilder
          node={values.condition}
          issues={issues}
          ruleId={form.ruleId}
          onChange={(condition) => change({ condition })}
        />
        {errorOf('condition') && <p className="form-error">{errorOf('condition')}</p>}
        {errorOf('number') && <p className="form-error">{errorOf('number')}</p>}
      </section>
      <Checkbox label={t('rule.enabled')} checked={values.enabled} onChange={(enabled) => change({ enabled })} />
      <section aria-label={t('rule.when')} className="form-section">
        <h3>{t('rule.when')}</h3>
        <div className="field-row even">
          <DateInput
            label={t('rule.field.validFrom')}
            value={values.validFrom}
            onChange={(validFrom) => change({ validFrom })}
            error={errorOf('valid-from')}
          />
          <DateInput
            label={t('rule.field.validTo')}
            value={values.validTo}
            onChange={(validTo) => change({ validTo })}
            error={errorOf('valid-to')}
          />
        </div>
        <HoursEditor hours={values.hours} error={errorOf('hours')} onChange={(hours) => change({ hours })} />
      </section>
      <section aria-label={t('rule.what-to-do')} className="form-section">
        <h3>{t('rule.what-to-do')}</h3>
        <TextArea
          label={t('rule.field.handling')}
          hint={t('rule.handling.hint')}
          value={values.handling}
          onChange={(handling) => change({ handling })}
          maxLength={1000}
          error={errorOf('handling')}
        />
        <Select
          label={t('rule.field.sound')}
          value={values.sound}
          onChange={(sound) => change({ sound })}
          options={sounds.map((value) => ({ value, label: t(`rule.sound.${value}`) }))}
        />
        {errorOf('sound') && <p className="form-error">{errorOf('sound')}</p>}
        <TextInput
          label={t('rule.field.ladder')}
          hint={t('rule.ladder.hint')}
          value={values.ladder}
          onChange={(ladder) => change({ ladder: ladder.slice(0, 100) })}
          error={errorOf('ladder')}
        />
      </section>
      <TextInput
        label={t('rule.field.owner')}
        value={values.owner}
        onChange={(owner) => change({ owner: owner.slice(0, 100) })}
        error={errorOf('owner')}
      />
      <TextArea
        label={t('rule.field.note')}
        value={values.note}
        onChange={(note) => change({ note })}
        maxLength={1000}
        error={errorOf('note')}
      />
    </>
  )
}
