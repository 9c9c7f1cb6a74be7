import { useState, type FormEvent } from 'react'
import { classColours, classShapes, type PriorityClass, type SoundPattern } from '#shared/domain/priority/rule.ts'
import type { DraftOp } from '#shared/ipc/list-contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { newId } from '#renderer/state/list-form.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import type { ClassRow } from './ClassesPage.tsx'
import { counted } from './counted.ts'

const severities = ['P1', 'P2', 'P3'] as const
const sounds: SoundPattern[] = ['severity', 'p1', 'p2', 'p3', 'silent']

type Props = { known: ClassRow | undefined; all: ClassRow[]; onClose: () => void }

/** One class: its names, what a new rule of it starts with, and how it looks and sounds. */
export function ClassForm({ known, all, onClose }: Props) {
  const text = useText()
  const { t, language } = text
  const { list } = useScreen()
  const [values, setValues] = useState<PriorityClass>(() => (known ? plain(known) : freshClass(all)))
  /** What is stored now; changes when somebody else saved and his is to be overwritten. */
  const [expects, setExpects] = useState(known?.rev ?? null)
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const nameless = values.name.zh.trim() === '' && values.name.en.trim() === ''
  const silentP1 = values.severity === 'P1' && values.sound === 'silent'
  const change = (changes: Partial<PriorityClass>): void => setValues({ ...values, ...changes })

  async function send(op: DraftOp): Promise<void> {
    const result = await list.change([op])
    if (result.ok) return onClose()
    setProblem(result.error)
    if (result.error.kind === 'conflict') setExpects(all.find(({ id }) => id === values.id)?.rev ?? null)
  }
  function save(event: FormEvent): void {
    event.preventDefault()
    setTried(true)
    if (!nameless && !silentP1) void send({ op: 'put-class', class: values, expects })
  }

  return (
    <Dialog
      title={known ? t('class.edit.name', { name: localName(known.name, language, known.id) }) : t('class.new')}
      onClose={onClose}
    >
      <form className="class-form" noValidate onSubmit={save}>
        <div className="field-row even">
          <TextInput
            label={t('class.name.zh')}
            value={values.name.zh}
            onChange={(zh) => change({ name: { ...values.name, zh: zh.slice(0, 100) } })}
            error={tried && nameless ? t('class.name.missing') : undefined}
          />
          <TextInput
            label={t('class.name.en')}
            value={values.name.en}
            onChange={(en) => change({ name: { ...values.name, en: en.slice(0, 100) } })}
          />
        </div>
        <div className="field-row even">
          <Select
            label={t('class.severity')}
            value={values.severity}
            onChange={(severity) => change({ severity })}
            options={severities.map((value) => ({ value, label: `${value} ${t(`severity.${value}`)}` }))}
          />
          <Select
            label={t('rule.field.sound')}
            value={values.sound}
            onChange={(sound) => change({ sound })}
            options={sounds.map((value) => ({ value, label: t(`rule.sound.${value}`) }))}
          />
        </div>
        {silentP1 && <p className="form-error">{t('issue.silent-p1')}</p>}
        <Choice
          label={t('class.colour')}
          value={values.colour}
          onChange={(colour) => change({ colour })}
          options={classColours.map((colour) => ({
            value: colour,
            label: t(`class.colour.${colour}`),
            mark: <ClassMark colour={colour} shape={values.shape} />,
          }))}
        />
        <Choice
          label={t('class.shape')}
          value={values.shape}
          onChange={(shape) => change({ shape })}
          options={classShapes.map((shape) => ({
            value: shape,
            label: t(`class.shape.${shape}`),
            mark: <ClassMark colour={values.colour} shape={shape} />,
          }))}
        />
        {problem && (
          <p className="dialog-error" role="alert">
            {problemWords(problem, t)} {problem.kind === 'conflict' && t('class.conflict')}
          </p>
        )}
        <div className="dialog-buttons">
          {known && (
            <Button isDisabled={known.rules > 0} onPress={() => void send({ op: 'remove-class', classId: known.id })}>
              {t('class.remove')}
            </Button>
          )}
          <span className="top-space">{known && known.rules > 0 && t('class.in-use', counted(known.rules, text))}</span>
          <Button onPress={onClose}>{t('list.cancel')}</Button>
          <Button type="submit" look="main">
            {t('rule.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Without what only the screen has of it: the console takes nothing that it does not know. */
const plain = ({ id, name, severity, colour, shape, sound }: ClassRow): PriorityClass => ({
  id,
  name,
  severity,
  colour,
  shape,
  sound,
})

/** A colour and a shape that no class has yet, as long as there are any. */
const freshClass = (all: ClassRow[]): PriorityClass => ({
  id: newId(),
  name: { zh: '', en: '' },
  severity: 'P2',
  colour: classColours.find((colour) => !all.some((one) => one.colour === colour)) ?? 'grey',
  shape: classShapes.find((shape) => !all.some((one) => one.shape === shape)) ?? 'circle',
  sound: 'severity',
})
