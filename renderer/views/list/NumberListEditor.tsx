import { useState } from 'react'
import { conditionLimits } from '#shared/domain/priority/rule.ts'
import { Button } from '#renderer/components/Button.tsx'
import { FileButton } from '#renderer/components/FileButton.tsx'
import { TextArea } from '#renderer/components/TextArea.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { countNumbers, type NumberListValues } from '#renderer/state/list-rule-values.ts'
import { counted } from './counted.ts'
import { NumberFileDialog } from './NumberFileDialog.tsx'
import { pastedNumbers, type PastedNumbers } from './number-lines.ts'
import { useFoundNumbers } from './use-found-numbers.ts'

type Props = {
  ruleId: string
  list: NumberListValues
  error: string | undefined
  onChange: (list: NumberListValues) => void
}

/** A list of up to 100,000 numbers: pasted, taken from a file, searched; what is added or removed counts when the rule is saved. */
export function NumberListEditor({ ruleId, list, error, onChange }: Props) {
  const text = useText()
  const { t, number } = text
  const [typed, setTyped] = useState('')
  const [pasted, setPasted] = useState<PastedNumbers>()
  const [file, setFile] = useState<File>()
  const count = countNumbers(list)

  function add(): void {
    const known = new Set([...list.added, ...(list.stored?.numbers ?? [])].filter((one) => !list.removed.includes(one)))
    const result = pastedNumbers(typed, known)
    const back = new Set(result.numbers)
    setPasted(result)
    setTyped('')
    if (result.numbers.length === 0) return
    onChange({
      ...list,
      added: [...list.added, ...result.numbers.filter((one) => !list.removed.includes(one))],
      removed: list.removed.filter((one) => !back.has(one)),
    })
  }

  return (
    <div className="number-list">
      <p className="number-count">
        <b>{t('numbers.count', counted(count, text))}</b>
        {list.stored && (list.added.length > 0 || list.removed.length > 0) && (
          <span>
            {t('numbers.unsaved', { added: number(list.added.length), removed: number(list.removed.length) })}
          </span>
        )}
      </p>
      {error && <p className="form-error">{error}</p>}
      {count > conditionLimits.numbers && (
        <p className="form-error">{t('numbers.too-many', { most: number(conditionLimits.numbers) })}</p>
      )}
      <TextArea
        label={t('numbers.paste')}
        hint={t('numbers.paste.hint')}
        rows={3}
        value={typed}
        onChange={(next) => {
          setTyped(next)
          setPasted(undefined)
        }}
      />
      <div className="number-buttons">
        <Button size="small" isDisabled={typed.trim() === ''} onPress={add}>
          {t('numbers.add')}
        </Button>
        <FileButton size="small" accept=".csv,.txt,.xlsx" onFile={setFile}>
          {t('numbers.file')}
        </FileButton>
      </div>
      <p role="status" className="popover-note">
        {pasted && pastedWords(pasted, text)}
      </p>
      {count + list.removed.length > 0 && <Numbers ruleId={ruleId} list={list} onChange={onChange} />}
      {file && <NumberFileDialog file={file} onClose={() => setFile(undefined)} />}
    </div>
  )
}

function pastedWords({ numbers, duplicates, tooLong }: PastedNumbers, text: ReturnType<typeof useText>): string {
  const { t } = text
  return [
    t('numbers.added', counted(numbers.length, text)),
    duplicates > 0 && t('numbers.duplicates', counted(duplicates, text)),
    tooLong.length > 0 && t('numbers.too-long', { example: (tooLong[0] ?? '').slice(0, 60) }),
  ]
    .filter(Boolean)
    .join(' ')
}

function Numbers({ ruleId, list, onChange }: Omit<Props, 'error'>) {
  const { t, number } = useText()
  const [search, setSearch] = useState('')
  const found = useFoundNumbers(ruleId, list, search)
  const removed = new Set(list.removed)
  const added = new Set(list.added)
  function toggle(one: string): void {
    if (added.has(one)) onChange({ ...list, added: list.added.filter((known) => known !== one) })
    else if (removed.has(one)) onChange({ ...list, removed: list.removed.filter((known) => known !== one) })
    else onChange({ ...list, removed: [...list.removed, one] })
  }
  return (
    <>
      <TextInput
        label={t('numbers.search')}
        hideLabel
        placeholder={t('numbers.search')}
        value={search}
        onChange={(value) => setSearch(value.slice(0, 40))}
      />
      <ul className="numbers" aria-label={t('numbers.title')} tabIndex={0}>
        {found.numbers.map((one) => (
          <li key={one} data-state={added.has(one) ? 'added' : removed.has(one) ? 'removed' : 'kept'}>
            {removed.has(one) ? <del>{one}</del> : <span>{one}</span>}
            {added.has(one) && <span className="change-mark">{t('list.change.new')}</span>}
            <Button
              look="quiet"
              size="small"
              aria-label={t(removed.has(one) ? 'numbers.keep' : 'numbers.remove', { number: one })}
              onPress={() => toggle(one)}
            >
              {removed.has(one) ? t('said.undo') : '×'}
            </Button>
          </li>
        ))}
      </ul>
      {found.left > 0 && (
        <Button size="small" onPress={found.more}>
          {t('numbers.more', { left: number(found.left) })}
        </Button>
      )}
      {search && found.numbers.length === 0 && <p className="popover-note">{t('numbers.none', { text: search })}</p>}
    </>
  )
}
