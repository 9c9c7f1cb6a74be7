import { useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { saveOffer } from '#renderer/state/file-transfer.ts'
import { useScreen } from '#renderer/state/screen.tsx'

const formats = ['xlsx', 'csv'] as const

/** The list as a table that a spreadsheet opens and that can be imported again. */
export function ExportMenu({ of }: { of: 'draft' | 'published' | number }) {
  const { t, language } = useText()
  const { commands, list } = useScreen()
  const [busy, setBusy] = useState(false)

  async function save(format: (typeof formats)[number]): Promise<void> {
    setBusy(true)
    const offer = await commands.run('list.export', { of, format, language })
    if (offer.ok) {
      const problem = await saveOffer(commands, offer.value)
      if (problem) commands.report(problem)
      else list.say({ kind: 'exported', name: offer.value.name })
    }
    setBusy(false)
  }

  return (
    <MenuTrigger>
      <Button size="small" isPending={busy}>
        {t('list.export')}
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu
          className="menu"
          aria-label={t('list.export')}
          onAction={(key) => {
            const format = formats.find((known) => known === key)
            if (format) void save(format)
          }}
        >
          {formats.map((format) => (
            <MenuItem key={format} id={format} className="menu-item">
              {t(`list.export.${format}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
