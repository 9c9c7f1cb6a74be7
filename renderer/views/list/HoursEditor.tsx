import { useId } from 'react'
import type { WeeklyHours } from '#shared/domain/priority/rule.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { dayName, daysWords, hoursWords } from './time-words.ts'

type Props = { hours: WeeklyHours[]; error: string | undefined; onChange: (hours: WeeklyHours[]) => void }

const week = [1, 2, 3, 4, 5, 6, 7]
const usual: WeeklyHours = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }
const most = 14

/** Hours on days of the week; none = always. An end before the begin is on the next day, and is said so. */
export function HoursEditor({ hours, error, onChange }: Props) {
  const text = useText()
  const { t } = text
  const set = (at: number, changes: Partial<WeeklyHours>): void =>
    onChange(hours.map((one, index) => (index === at ? { ...one, ...changes } : one)))
  return (
    <div className="hours-editor" role="group" aria-label={t('rule.field.hours')}>
      <span className="group-label">{t('rule.field.hours')}</span>
      {hours.length === 0 && <p className="popover-note">{t('hours.always')}</p>}
      {hours.map((one, at) => (
        <div key={at} className="hours-row" role="group" aria-label={t('hours.row', { number: at + 1 })}>
          <div className="hours-days">
            {week.map((day) => (
              <button
                key={day}
                type="button"
                className="chip"
                aria-pressed={one.days.includes(day)}
                onClick={() =>
                  set(at, {
                    days: one.days.includes(day)
                      ? one.days.filter((known) => known !== day)
                      : [...one.days, day].sort((a, b) => a - b),
                  })
                }
              >
                {dayName(day, text.language)}
              </button>
            ))}
          </div>
          <TimeInput label={t('hours.from')} value={one.from} onChange={(from) => set(at, { from })} />
          <span aria-hidden="true">–</span>
          <TimeInput label={t('hours.to')} value={one.to} onChange={(to) => set(at, { to })} />
          <Button
            look="quiet"
            size="small"
            aria-label={t('hours.remove', { days: daysWords(one.days, text) })}
            onPress={() => onChange(hours.filter((_, index) => index !== at))}
          >
            ×
          </Button>
          {one.to <= one.from && one.to !== '' && <span className="hours-next-day">{hoursWords(one, text)}</span>}
        </div>
      ))}
      {error && <p className="form-error">{error}</p>}
      {hours.length < most && (
        <Button size="small" onPress={() => onChange([...hours, usual])}>
          {t('hours.add')}
        </Button>
      )}
    </div>
  )
}

/** Four digits are enough: 0830 becomes 08:30. */
export function TimeInput({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <span className="time-input">
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        id={id}
        value={value}
        inputMode="numeric"
        placeholder="08:00"
        maxLength={5}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value.replace('：', ':'))}
        onBlur={() => onChange(asTime(value))}
      />
    </span>
  )
}

export function asTime(typed: string): string {
  const digits = /^(\d{1,2}):?(\d{2})$/.exec(typed.trim())
  const hours = /^\d{1,2}$/.exec(typed.trim())
  if (digits) return `${digits[1]?.padStart(2, '0')}:${digits[2]}`
  return hours ? `${hours[0].padStart(2, '0')}:00` : typed
}
