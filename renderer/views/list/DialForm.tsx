import { useState, type FormEvent } from 'react'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { Button } from '#renderer/components/Button.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

/** What a number without a country or an area code means here. Changes how every number of the list is compared. */
export function DialForm({ dial, readOnly }: { dial: DialPlan; readOnly: boolean }) {
  const { t } = useText()
  const { list, commands } = useScreen()
  const [country, setCountry] = useState(dial.country)
  const [areaCode, setAreaCode] = useState(dial.areaCode)
  const goodCountry = /^[A-Z]{2}$/.test(country)
  const goodArea = /^(0\d{1,5})?$/.test(areaCode)
  const changed = country !== dial.country || areaCode !== dial.areaCode

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!goodCountry || !goodArea || !changed) return
    const result = await list.change([{ op: 'set-dial', dial: { country, areaCode } }])
    if (!result.ok) commands.report(result.error)
  }

  return (
    <form className="page-card dial-form" noValidate onSubmit={(event) => void save(event)}>
      <h2>{t('dial.title')}</h2>
      <p className="popover-note">{t('dial.hint')}</p>
      <fieldset disabled={readOnly} className="field-row even">
        <TextInput
          label={t('dial.country')}
          hint={t('dial.country.hint')}
          value={country}
          onChange={(value) => setCountry(value.toUpperCase().slice(0, 2))}
          error={goodCountry ? undefined : t('dial.country.error')}
        />
        <TextInput
          label={t('dial.area')}
          hint={t('dial.area.hint')}
          inputMode="numeric"
          value={areaCode}
          onChange={(value) => setAreaCode(value.trim())}
          error={goodArea ? undefined : t('dial.area.error')}
        />
      </fieldset>
      {!readOnly && (
        <Button type="submit" isDisabled={!changed || !goodCountry || !goodArea}>
          {t('dial.save')}
        </Button>
      )}
    </form>
  )
}
