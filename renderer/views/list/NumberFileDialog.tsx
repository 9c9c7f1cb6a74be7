import { useEffect, useState } from 'react'
import type { ImportTable } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { sendFile } from '#renderer/state/file-transfer.ts'
import { listIn, setListIn, type ConditionNode } from '#renderer/state/list-rule-values.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { counted } from './counted.ts'

type Opened = { fileId: string; table: ImportTable }
type Done = { added: number; wrong: number; duplicate: number }

/** The numbers of one column of a file into the list of the rule. The rule is saved to the draft first: the list is kept there. */
export function NumberFileDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const text = useText()
  const { t, number } = text
  const { commands, list } = useScreen()
  const [opened, setOpened] = useState<Opened>()
  const [column, setColumn] = useState(0)
  const [replace, setReplace] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [done, setDone] = useState<Done>()

  useEffect(() => {
    let gone = false
    async function open(): Promise<void> {
      const sent = await sendFile(commands, file)
      if (gone) return
      if (!sent.ok) return setProblem(sent.error)
      const table = await commands.run('import.open', { fileId: sent.value.fileId }, 'caller')
      if (gone) return
      if (!table.ok) return setProblem(table.error)
      setOpened({ fileId: sent.value.fileId, table: table.value })
      setColumn(bestColumn(table.value))
    }
    void open()
    return () => {
      gone = true
    }
  }, [commands, file])

  async function take(): Promise<void> {
    const { form } = list.form.getState()
    if (!opened || !form || busy) return
    setBusy(true)
    const sample = firstNumber(opened.table, column)
    const isNew = !form.base || countOf(form.values.condition) === 0
    // A list is never stored empty: the first number of the file goes with the rule, and the file takes its place.
    if (isNew && sample !== undefined) list.form.change({ condition: withNumber(form.values.condition, sample) })
    const saved = isNew || list.form.isDirty() ? await list.form.save('stay') : true
    if (!saved) return onClose()
    const input = { fileId: opened.fileId, column, ruleId: form.ruleId, replace: replace || isNew }
    const result = await commands.run('import.numbers', input, 'caller')
    setBusy(false)
    if (!result.ok) return setProblem(result.error)
    setDone(result.value)
    void commands.run('files.drop', { fileId: opened.fileId }, 'caller')
    await list.form.reopen()
  }

  return (
    <Dialog title={t('number-file.title', { file: file.name })} onClose={onClose}>
      {problem && <p className="dialog-error">{problemWords(problem, t)}</p>}
      {!opened && !problem && <p role="status">{t('import.reading')}</p>}
      {opened && !done && (
        <>
          <Choice
            label={t('number-file.column')}
            look="list"
            value={String(column)}
            onChange={(value) => setColumn(Number(value))}
            options={opened.table.columns.map(({ index, header, samples }) => ({
              value: String(index),
              label: header || t('import.column', { number: index + 1 }),
              hint: samples.slice(0, 3).join(' · '),
            }))}
          />
          <p className="popover-note">{t('number-file.rows', counted(opened.table.rows, text))}</p>
          <Checkbox label={t('number-file.replace')} checked={replace} onChange={setReplace} />
          <p className="popover-note">{t('number-file.note')}</p>
        </>
      )}
      {done && (
        <p role="status">
          {t('number-file.done', {
            added: number(done.added),
            duplicate: number(done.duplicate),
            wrong: number(done.wrong),
          })}
        </p>
      )}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t(done ? 'panel.close' : 'list.cancel')}</Button>
        {opened && !done && (
          <Button look="main" isPending={busy} onPress={() => void take()}>
            {t('number-file.take')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

const looksLikeNumber = (text: string): boolean => (text.match(/[\d０-９]/g)?.length ?? 0) >= 3 && !/[a-z]/i.test(text)

const firstNumber = ({ columns }: ImportTable, column: number): string | undefined =>
  columns.find(({ index }) => index === column)?.samples.find(looksLikeNumber)

/** The column with the most samples that look like numbers. */
function bestColumn({ columns }: ImportTable): number {
  const score = (samples: string[]): number => samples.filter(looksLikeNumber).length
  const [best] = [...columns].sort((a, b) => score(b.samples) - score(a.samples))
  return best?.index ?? 0
}

const countOf = (condition: ConditionNode): number => {
  const known = listIn(condition)
  return known ? (known.stored?.count ?? 0) + known.added.length - known.removed.length : 0
}

const withNumber = (condition: ConditionNode, number: string): ConditionNode =>
  setListIn(condition, (known) => ({ ...known, added: [...known.added, number] }))
