import { useEffect, useEffectEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { TryAnswer } from '#shared/domain/priority/list-answers.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { emptyTry, type TryValues } from '#renderer/state/list-store.ts'
import { DateInput } from './DateInput.tsx'
import { TimeInput } from './HoursEditor.tsx'
import { siteFields, siteMoment } from './site-time.ts'
import { TryResult } from './TryResult.tsx'

/** "What would this call match?": answered by the draft or by what is in force. Enter asks; what was typed stays. */
export function TryPanel() {
  const text = useText()
  const { t } = text
  const { list, commands, clock } = useScreen()
  const values = useStore(list, (state) => state.tried)
  const timeZone = useConsole((state) => state.view?.site.timeZone)
  const ahead = useConsole((state) => state.view?.site.wallOffsetMs ?? 0)
  const areas = useConsole((state) => state.view?.areas)
  const [answer, setAnswer] = useState<{ of: TryValues; value: TryAnswer }>()
  const [problem, setProblem] = useState<Problem>()
  const [badTime, setBadTime] = useState(false)
  const change = (changes: Partial<TryValues>): void => list.setState({ tried: { ...values, ...changes } })

  async function ask(values: TryValues): Promise<void> {
    const typed = values.now ? clock.now() : siteMoment(values.date, values.time, timeZone)
    setBadTime(typed === undefined)
    if (typed === undefined) return
    const { callerNumber, dialledNumber, transferCode, vdn, area, callsBefore, of } = values
    const call = {
      callerNumber,
      dialledNumber,
      transferCode,
      vdn,
      area,
      at: Math.round(values.now ? typed : typed - ahead),
      callsBefore: Math.min(100, Number.parseInt(callsBefore, 10) || 0),
    }
    const result = await commands.run('list.try', { of, call }, 'caller')
    setProblem(result.ok ? undefined : result.error)
    setAnswer(result.ok ? { of: values, value: result.value } : undefined)
  }

  const revision = useStore(list, (state) => `${state.list?.published.version} ${state.list?.draft.revision}`)
  const again = useEffectEvent(() => {
    if (answer) void ask(answer.of)
  })
  useEffect(() => again(), [revision])

  function setNow(now: boolean): void {
    change({ now, ...(now ? {} : siteFields(clock.now() + ahead, timeZone)) })
  }

  return (
    <form
      className="try-form"
      onSubmit={(event) => {
        event.preventDefault()
        void ask(values)
      }}
      noValidate
    >
      <Choice
        label={t('try.of')}
        value={values.of}
        onChange={(of) => change({ of })}
        options={(['draft', 'published'] as const).map((value) => ({ value, label: t(`filter.of.${value}`) }))}
      />
      <TextInput
        label={t('try.caller')}
        hint={t('try.caller.hint')}
        name="caller"
        placeholder="+86 755 2688 4100"
        value={values.callerNumber}
        onChange={(callerNumber) => change({ callerNumber: callerNumber.slice(0, 40) })}
      />
      <div className="field-row even">
        <TextInput
          label={t('try.dialled')}
          placeholder="96777"
          value={values.dialledNumber}
          onChange={(dialledNumber) => change({ dialledNumber: dialledNumber.slice(0, 40) })}
        />
        <TextInput
          label={t('try.code')}
          placeholder="1"
          value={values.transferCode}
          onChange={(transferCode) => change({ transferCode: transferCode.slice(0, 32) })}
        />
      </div>
      <div className="field-row even">
        <TextInput
          label={t('try.vdn')}
          {...(answer?.value.used.learned && answer.value.used.vdn && { placeholder: answer.value.used.vdn })}
          value={values.vdn}
          onChange={(vdn) => change({ vdn: vdn.slice(0, 100) })}
        />
        <Select
          label={t('try.area')}
          value={values.area}
          onChange={(area) => change({ area })}
          options={[
            { value: '', label: t('try.area.none') },
            ...(areas ?? []).map(({ area, name }) => ({ value: area, label: name[text.language] || area })),
          ]}
        />
      </div>
      <div className="try-when">
        <Checkbox label={t('try.now')} checked={values.now} onChange={setNow} />
        {!values.now && (
          <>
            <DateInput label={t('try.date')} hideLabel value={values.date} onChange={(date) => change({ date })} />
            <TimeInput label={t('try.time')} value={values.time} onChange={(time) => change({ time })} />
          </>
        )}
      </div>
      {badTime && <p className="form-error">{t('try.bad-time')}</p>}
      <TextInput
        label={t('try.before')}
        hint={t('try.before.hint')}
        inputMode="numeric"
        value={values.callsBefore}
        onChange={(callsBefore) => change({ callsBefore: callsBefore.replace(/\D/g, '').slice(0, 3) })}
      />
      <div className="try-buttons">
        <Button type="submit" look="main">
          {t('try.ask')}
        </Button>
        <Button
          look="quiet"
          onPress={() => {
            change({ ...emptyTry, of: values.of })
            setAnswer(undefined)
            setProblem(undefined)
          }}
        >
          {t('try.clear')}
        </Button>
      </div>
      <div role="status" className="try-result" data-stale={answer !== undefined && answer.of !== values}>
        {problem && <p className="form-error">{problemWords(problem, t)}</p>}
        {answer && answer.of !== values && <p className="popover-note">{t('try.stale')}</p>}
        {answer && <TryResult answer={answer.value} of={answer.of.of} />}
      </div>
    </form>
  )
}
