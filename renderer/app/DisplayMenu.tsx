import { useState } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { InfoPopover } from '#renderer/components/InfoPopover.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, usePreferences, useScreen } from '#renderer/state/screen.tsx'
import { textScales } from '#renderer/state/preferences-store.ts'
import type { Preferences } from '#shared/settings/schema.ts'

/** Language, theme, text size, and the name under which this desk acknowledges. */
export function DisplayMenu() {
  const { t, percent } = useText()
  const { preferences: store, commands } = useScreen()
  const preferences = usePreferences((state) => state.preferences)
  const textScale = usePreferences((state) => state.textScale)
  const change = async (changes: Partial<Preferences>): Promise<void> => {
    const result = await store.change(changes)
    if (!result.ok) commands.report(result.error)
  }
  return (
    <InfoPopover
      label={
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 19L8.5 5L14 19M5 14.5h7M15 19l3.5-9L22 19M16 16h5" />
        </svg>
      }
      name={t('display.title')}
      title={t('display.title')}
    >
      <Choice
        label={t('display.language')}
        value={preferences.language}
        onChange={(language) => void change({ language })}
        options={(['zh', 'en', 'system'] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      <Choice
        label={t('display.theme')}
        value={preferences.theme}
        onChange={(theme) => void change({ theme })}
        options={(['dark', 'light', 'system'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
      <Choice
        label={t('display.scale')}
        value={String(textScale)}
        onChange={(scale) => store.setTextScale(textScales.find((known) => String(known) === scale) ?? 100)}
        options={textScales.map((scale) => ({ value: String(scale), label: percent(scale).replace('.0', '') }))}
      />
      <DeskName
        key={preferences.deskName}
        name={preferences.deskName}
        onSave={(deskName) => void change({ deskName })}
      />
    </InfoPopover>
  )
}

function DeskName({ name, onSave }: { name: string; onSave: (name: string) => void }) {
  const { t } = useText()
  const [typed, setTyped] = useState(name)
  if (!useOffered('reception')) return null
  return (
    <form
      className="desk-name"
      onSubmit={(event) => {
        event.preventDefault()
        onSave(typed.trim().slice(0, 40))
      }}
    >
      <TextInput label={t('display.desk')} hint={t('display.desk.hint')} value={typed} onChange={setTyped} />
      <Button type="submit" isDisabled={typed.trim() === name}>
        {t('display.desk.save')}
      </Button>
    </form>
  )
}
