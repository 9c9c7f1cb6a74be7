import { useEffect, useRef, type ReactNode } from 'react'
import type { FigureName } from '#shared/domain/statistics/provenance.ts'
import type { Dimension, WindowSpec } from '#shared/ipc/journal-view.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import type { NowFigure, Side } from '#renderer/state/side.ts'
import './figure.css'

type Props = {
  figure: FigureName
  dimension: Dimension
  window: WindowSpec
  profile: ServiceLevelProfile
  children: ReactNode
}

/** A figure that says where it comes from: by a click, by Enter on it, by a long press. */
export function Figure({ figure, dimension, window, profile, children }: Props) {
  const { t } = useText()
  return (
    <Opener side={{ kind: 'figure', figure, dimension, window, profile }} name={t(`figure.${figure}`)}>
      {children}
    </Opener>
  )
}

/** A figure of this moment. */
export function FigureNow({ figure, area, children }: { figure: NowFigure; area?: string; children: ReactNode }) {
  const { t } = useText()
  return (
    <Opener side={{ kind: 'now', figure, area }} name={t(`now.${figure}`)}>
      {children}
    </Opener>
  )
}

export const longPressMs = 500

function Opener({ side, name, children }: { side: Side; name: string; children: ReactNode }) {
  const { t } = useText()
  const { shell } = useScreen()
  const offered = useOffered('reception')
  const pressed = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(pressed.current), [])
  if (!offered) return children
  const open = (): void => shell.setState({ side })
  const letGo = (): void => clearTimeout(pressed.current)
  return (
    <button
      type="button"
      className="figure-why"
      title={t('figure.why', { figure: name })}
      aria-haspopup="dialog"
      onClick={open}
      // A long touch ends in no click; it may end in the browser's own menu, which nobody asked for here.
      onPointerDown={() => (pressed.current = setTimeout(open, longPressMs))}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onPointerLeave={letGo}
      onContextMenu={(event) => event.preventDefault()}
    >
      {children}
    </button>
  )
}
