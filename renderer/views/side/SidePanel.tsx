import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { assertNever } from '#shared/std/assert-never.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen, useShell } from '#renderer/state/screen.tsx'
import type { Side } from '#renderer/state/side.ts'
import { CallStory } from '#renderer/views/calls/Trail.tsx'
import { FigurePanel } from './FigurePanel.tsx'
import { NowPanel } from './NowPanel.tsx'
import { OutcomePanel } from './OutcomePanel.tsx'
import './side.css'

/**
 * The panel beside a view. Not modal: alerts come, sound and are acknowledged while it is open. The keyboard goes into it when it opens, and
 * back to where it came from when it closes.
 */
export function SidePanel() {
  const side = useShell((state) => state.side)
  return side ? <Panel side={side} /> : null
}

function Panel({ side }: { side: Side }) {
  const { t } = useText()
  const { shell } = useScreen()
  const close = (): void => shell.setState({ side: undefined })
  const heading = useFocusHere(side)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    close()
  }
  const title = titleOf(side, t)
  return (
    <aside className="side" role="dialog" aria-label={title} data-side={side.kind} onKeyDown={onKeyDown}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button look="quiet" size="small" aria-label={t('side.close')} onPress={close}>
          ×
        </Button>
      </header>
      <Content key={keyOf(side)} side={side} onClose={close} />
    </aside>
  )
}

/** Another formula of the same figure, or other calls of it, are no other matter: the keyboard stays where it is. */
const keyOf = (side: Side): string => JSON.stringify({ ...side, profile: undefined, part: undefined, from: undefined })

function titleOf(side: Side, t: ReturnType<typeof useText>['t']): string {
  switch (side.kind) {
    case 'figure':
    case 'now':
      return t('side.title.figure')
    case 'trail':
      return t('trail.title')
    case 'outcome':
      return t('recovery.give')
    default:
      return assertNever(side)
  }
}

function Content({ side, onClose }: { side: Side; onClose: () => void }): ReactNode {
  const { t } = useText()
  const { shell } = useScreen()
  switch (side.kind) {
    case 'figure':
      return <FigurePanel side={side} />
    case 'now':
      return <NowPanel side={side} />
    case 'trail':
      return (
        <>
          {side.from && (
            <p>
              <Button size="small" onPress={() => shell.setState({ side: side.from })}>
                {t('side.back')}
              </Button>
            </p>
          )}
          <CallStory
            callId={side.callId}
            onChoose={(callId) => shell.setState({ side: { kind: 'trail', callId, from: side } })}
          />
          <OpenInCalls callId={side.callId} />
        </>
      )
    case 'outcome':
      return <OutcomePanel callId={side.callId} onClose={onClose} />
    default:
      return assertNever(side)
  }
}

export function OpenInCalls({ callId }: { callId: string }) {
  const { t } = useText()
  const { shell } = useScreen()
  if (shell.getState().view === 'calls') return null
  return (
    <p>
      <Button size="small" onPress={() => shell.setState({ view: 'calls', callId })}>
        {t('side.open-in-calls')}
      </Button>
    </p>
  )
}

function useFocusHere(side: Side) {
  const heading = useRef<HTMLHeadingElement>(null)
  const opener = useRef<Element | null>(null)
  const key = keyOf(side)
  useLayoutEffect(() => {
    const now = document.activeElement
    if (now && now !== document.body && !now.closest('.side')) opener.current = now
    heading.current?.focus()
  }, [key])
  useEffect(
    () => () => {
      const now = document.activeElement
      if (now && now !== document.body) return
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
    },
    [],
  )
  return heading
}
