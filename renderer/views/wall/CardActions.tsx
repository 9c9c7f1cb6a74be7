import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { AlertView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useCommandState, useOffered, useScreen } from '#renderer/state/screen.tsx'
import type { Standing } from './alert-standing.ts'
import { outcomes } from './use-card-keys.ts'

/** What a person can do with a card, and what a person did. */
export function CardActions({ alert, standing }: { alert: AlertView; standing: Standing }) {
  const offered = useOffered('reception')
  return (
    <div className="card-actions">
      {alert.acknowledged && <Owner alert={alert} />}
      {offered && !alert.acknowledged && <Acknowledge id={alert.id} main={standing === 'active'} />}
      {standing === 'lost' &&
        (offered ? <Outcome id={alert.id} main={Boolean(alert.acknowledged)} /> : <NeedsOutcome />)}
    </div>
  )
}

function Acknowledge({ id, main }: { id: string; main: boolean }) {
  const { t } = useText()
  const { commands } = useScreen()
  const pending = useCommandState((state) => state.pendingAlerts.has(id))
  return (
    <Button
      look={main ? 'main' : 'plain'}
      keyHint="A"
      isPending={pending}
      onPress={() => void commands.acknowledge([id])}
    >
      {t(pending ? 'card.acknowledging' : 'card.acknowledge')}
    </Button>
  )
}

function Owner({ alert }: { alert: AlertView }) {
  const { t, time } = useText()
  if (!alert.acknowledged) return null
  const { by, at } = alert.acknowledged
  return (
    <p className="card-owner">
      <b>{by || t('card.somebody')}</b>
      <span>{t('card.acknowledged-at', { time: time(at) })}</span>
    </p>
  )
}

const withNote = 'with-note'

function Outcome({ id, main }: { id: string; main: boolean }) {
  const { t } = useText()
  const { commands, shell } = useScreen()
  const pending = useCommandState((state) => state.pendingAlerts.has(id))
  return (
    <MenuTrigger>
      <Button look={main ? 'main' : 'plain'} isPending={pending}>
        {t('card.outcome')}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={t('card.outcome')}
          onAction={(key) => {
            if (key === withNote) shell.setState({ side: { kind: 'outcome', callId: id } })
            else void commands.setOutcome(id, key as AlertOutcome)
          }}
        >
          {outcomes.map((outcome, index) => (
            <MenuItem key={outcome} id={outcome} className="menu-item" textValue={t(`outcome.${outcome}`)}>
              <span>{t(`outcome.${outcome}`)}</span>
              <kbd aria-hidden="true">{index + 1}</kbd>
            </MenuItem>
          ))}
          <MenuItem id={withNote} className="menu-item" textValue={t('card.outcome.note')}>
            <span>{t('card.outcome.note')}</span>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

function NeedsOutcome() {
  const { t } = useText()
  return <p className="card-owner">{t('card.needs-outcome')}</p>
}
