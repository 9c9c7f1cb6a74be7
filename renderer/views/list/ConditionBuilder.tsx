import { useId } from 'react'
import type { ConditionKind } from '#shared/domain/priority/rule.ts'
import { conditionLimits } from '#shared/domain/priority/rule.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import {
  groupKinds,
  isGroup,
  newNode,
  simpleKinds,
  type ConditionNode,
  type FormIssue,
} from '#renderer/state/list-rule-values.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { issueWords } from './finding-words.ts'
import { NumberListEditor } from './NumberListEditor.tsx'

type Props = {
  node: ConditionNode
  issues: FormIssue[]
  ruleId: string
  onChange: (node: ConditionNode) => void
  /** 1 = the whole condition. */
  depth?: number
  /** Another part of the tree holds the one number list that a condition may have. */
  listElsewhere?: boolean
  onRemove?: (() => void) | undefined
}

/** A condition, or a group of them, as deep as the console allows. Changing the kind keeps what was typed for the other kinds. */
export function ConditionBuilder(props: Props) {
  const { node, issues, onChange, depth = 1, listElsewhere = false, onRemove } = props
  const text = useText()
  const { t } = text
  const kinds: ConditionKind[] = [
    ...simpleKinds.filter((kind) => kind !== 'caller-list' || !listElsewhere || node.kind === 'caller-list'),
    ...(depth < conditionLimits.depth ? groupKinds : []),
  ]
  const own = issues.filter((issue) => issue.node === node.key)
  function setKind(kind: ConditionKind): void {
    const { key: _, ...fields } = node
    // What was there becomes the first part of a group: nobody who thinks of "and" last has to type it again.
    const isNewGroup = isGroup(kind) && !isGroup(node.kind) && node.of.length === 0
    onChange({ ...node, kind, of: isNewGroup ? [{ ...newNode(), ...fields }] : node.of })
  }
  return (
    <div className="condition-node" data-kind={node.kind} data-depth={depth}>
      <div className="condition-head">
        <Select
          label={t(depth === 1 ? 'cond.kind' : 'cond.kind.part')}
          hideLabel
          value={node.kind}
          onChange={setKind}
          options={kinds.map((kind) => ({ value: kind, label: t(`cond.kind.${kind}`) }))}
        />
        {onRemove && (
          <Button look="quiet" size="small" aria-label={t('cond.remove')} onPress={onRemove}>
            ×
          </Button>
        )}
      </div>
      {isGroup(node.kind) ? (
        <Group {...props} depth={depth} listElsewhere={listElsewhere} />
      ) : (
        <SimpleFields
          node={node}
          ruleId={props.ruleId}
          onChange={onChange}
          error={own.length > 0 ? own.map((issue) => issueWords(issue, text)).join(' ') : undefined}
        />
      )}
      {isGroup(node.kind) && own.length > 0 && (
        <p className="form-error">{own.map((issue) => issueWords(issue, text)).join(' ')}</p>
      )}
    </div>
  )
}

function Group({ node, issues, ruleId, onChange, depth = 1, listElsewhere = false }: Props) {
  const { t } = useText()
  const setPart = (at: number, part: ConditionNode): void =>
    onChange({ ...node, of: node.of.map((known, index) => (index === at ? part : known)) })
  const parts = node.kind === 'not' ? node.of.slice(0, 1) : node.of
  const room = node.kind === 'not' ? parts.length === 0 : parts.length < conditionLimits.parts
  return (
    <div className="condition-parts" role="group" aria-label={t(`cond.kind.${node.kind}`)}>
      {parts.map((part, at) => (
        <ConditionBuilder
          key={part.key}
          node={part}
          issues={issues}
          ruleId={ruleId}
          depth={depth + 1}
          listElsewhere={listElsewhere || parts.some((other) => other !== part && holdsList(other))}
          onChange={(next) => setPart(at, next)}
          onRemove={parts.length > 1 ? () => onChange({ ...node, of: node.of.filter((_, i) => i !== at) }) : undefined}
        />
      ))}
      {room && (
        <Button size="small" onPress={() => onChange({ ...node, of: [...node.of, newNode()] })}>
          {t('cond.add')}
        </Button>
      )}
    </div>
  )
}

const holdsList = (node: ConditionNode): boolean =>
  node.kind === 'caller-list' || (isGroup(node.kind) && node.of.some(holdsList))

type FieldProps = {
  node: ConditionNode
  ruleId: string
  error: string | undefined
  onChange: (node: ConditionNode) => void
}

function SimpleFields({ node, ruleId, error, onChange }: FieldProps) {
  const { t } = useText()
  const one = (field: 'number' | 'prefix' | 'code' | 'vdn', placeholder: string) => (
    <TextInput
      label={t(`cond.field.${field}`)}
      hideLabel
      value={node[field]}
      placeholder={placeholder}
      error={error}
      onChange={(value) => onChange({ ...node, [field]: value })}
    />
  )
  switch (node.kind) {
    case 'caller-number':
      return one('number', '0755-2688 4100')
    case 'dialled-number':
      return one('number', '96777')
    case 'caller-prefix':
      return one('prefix', '0755 2688')
    case 'transfer-code':
      return one('code', '1')
    case 'vdn':
      return one('vdn', '8001')
    case 'queue-area':
      return <AreaField node={node} error={error} onChange={onChange} />
    case 'caller-range':
      return (
        <div className="field-row even">
          <TextInput
            label={t('cond.field.from')}
            value={node.from}
            placeholder="0755 2688 4000"
            error={error}
            onChange={(from) => onChange({ ...node, from })}
          />
          <TextInput
            label={t('cond.field.to')}
            value={node.to}
            placeholder="0755 2688 4999"
            onChange={(to) => onChange({ ...node, to })}
          />
        </div>
      )
    case 'repeat-caller':
      return (
        <div className="field-row even">
          <TextInput
            label={t('cond.field.calls')}
            value={node.calls}
            inputMode="numeric"
            error={error}
            onChange={(calls) => onChange({ ...node, calls })}
          />
          <TextInput
            label={t('cond.field.minutes')}
            value={node.minutes}
            inputMode="numeric"
            onChange={(minutes) => onChange({ ...node, minutes })}
          />
        </div>
      )
    case 'caller-list':
      return (
        <NumberListEditor
          ruleId={ruleId}
          list={node.list}
          error={error}
          onChange={(list) => onChange({ ...node, list })}
        />
      )
    default:
      return <p className="popover-note">{t('cond.withheld.note')}</p>
  }
}

/** The queue areas that the console knows, and any other name. */
function AreaField({ node, error, onChange }: Omit<FieldProps, 'ruleId'>) {
  const { t } = useText()
  const areas = useConsole((state) => state.view?.areas)
  const id = useId()
  return (
    <>
      <TextInput
        label={t('cond.field.area')}
        hideLabel
        value={node.area}
        placeholder="repair"
        error={error}
        list={id}
        onChange={(area) => onChange({ ...node, area })}
      />
      <datalist id={id}>
        {areas?.map(({ area }) => (
          <option key={area} value={area} />
        ))}
      </datalist>
    </>
  )
}
