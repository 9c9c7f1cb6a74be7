import { useState, type FormEvent } from 'react'
import type { AccessPolicy, NumbersFor } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

type Wishes = {
  baseRole?: AccessPolicy['baseRole']
  minutes?: string
  numbers?: Partial<NumbersFor>
  approval?: boolean
}

/** What this admin wants otherwise than it is now; what he did not touch follows the console. */
export function changesOf(policy: AccessPolicy, wishes: Wishes): Partial<AccessPolicy> {
  const numbers = { ...policy.numbers, ...wishes.numbers }
  const minutes = wishes.minutes === undefined ? policy.idleMinutes : Number(wishes.minutes)
  return {
    ...(wishes.baseRole !== undefined && wishes.baseRole !== policy.baseRole && { baseRole: wishes.baseRole }),
    ...(minutes !== policy.idleMinutes && { idleMinutes: minutes }),
    ...(seers.some((role) => numbers[role] !== policy.numbers[role]) && { numbers }),
    ...(wishes.approval !== undefined && wishes.approval !== policy.approval && { approval: wishes.approval }),
  }
}

const seers = ['viewer', 'reception', 'supervisor'] as const
const isMinutes = (typed: string): boolean => /^\d{1,3}$/.test(typed.trim()) && +typed >= 1 && +typed <= 720

export function PolicyForm({ policy, admins }: { policy: AccessPolicy; admins: number }) {
  const { t } = useText()
  const { people: store } = useScreen()
  const [wishes, setWishes] = useState<Wishes>({})
  const [state, setState] = useState<'saved' | 'saving' | Problem>()
  const wish = (more: Wishes): void => {
    setState(undefined)
    setWishes({ ...wishes, ...more })
  }
  const minutes = wishes.minutes ?? String(policy.idleMinutes)
  const approval = wishes.approval ?? policy.approval
  const invalid = !isMinutes(minutes)
  const changes = invalid ? {} : changesOf(policy, wishes)
  const changed = Object.keys(changes).length > 0

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!changed) return
    setState('saving')
    const refused = await store.setPolicy(changes)
    if (!refused) setWishes({})
    setState(refused ?? 'saved')
  }

  return (
    <form className="policy-form" aria-label={t('policy.title')} onSubmit={(event) => void save(event)}>
      <h2>{t('policy.title')}</h2>
      <Choice
        label={t('policy.base')}
        look="list"
        value={wishes.baseRole ?? policy.baseRole}
        onChange={(baseRole) => wish({ baseRole })}
        options={(['reception', 'viewer'] as const).map((value) => ({
          value,
          label: t(`policy.base.${value}`),
          hint: t(`policy.base.${value}.hint`),
        }))}
      />
      <TextInput
        label={t('policy.minutes')}
        name="idle-minutes"
        inputMode="numeric"
        value={minutes}
        onChange={(typed) => wish({ minutes: typed })}
        error={invalid ? t('access.error.minutes') : undefined}
      />
      <fieldset>
        <legend>{t('policy.numbers')}</legend>
        <p className="form-hint">{t('policy.numbers.hint')}</p>
        <div className="policy-checks">
          {seers.map((role) => (
            <Checkbox
              key={role}
              label={t(`policy.numbers.${role}`)}
              checked={wishes.numbers?.[role] ?? policy.numbers[role]}
              onChange={(sees) => wish({ numbers: { ...wishes.numbers, [role]: sees } })}
            />
          ))}
        </div>
      </fieldset>
      <Checkbox label={t('policy.approval')} checked={approval} onChange={(on) => wish({ approval: on })} />
      {approval && admins < 2 && <p className="form-warning">{t('policy.approval.alone')}</p>}
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={!changed} isPending={state === 'saving'}>
          {t('policy.save')}
        </Button>
        <p role="status">
          {state === 'saved' && t('policy.saved')}
          {typeof state === 'object' && <span className="form-error">{problemWords(state, t)}</span>}
        </p>
      </div>
    </form>
  )
}
