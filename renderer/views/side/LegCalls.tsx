import type { LegPart } from '#shared/domain/statistics/parts.ts'
import type { Dimension, LegLine, WindowSpec } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { usePages } from '#renderer/state/use-answer.ts'
import { lasting } from '#renderer/views/calls/call-words.ts'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'

const pageSize = 50

type Props = {
  part: LegPart
  dimension: Dimension
  window: WindowSpec
  /** Only those of calls that a rule lists. */
  listedOnly?: boolean
}

/** The calls of one part, newest first, each of which opens its trail. A call that waited twice is here twice, as it is counted. */
export function LegCalls({ part, dimension, window, listedOnly = false }: Props) {
  const { t, number } = useText()
  const { commands, shell } = useScreen()
  const pages = usePages<LegLine>(async (before) => {
    const result = await commands.run('figures.calls', { part, dimension, window, before, limit: pageSize }, 'caller')
    if (!result.ok) return { problem: result.error }
    return { items: result.value.legs, next: result.value.next, total: result.value.total }
  }, JSON.stringify({ part, dimension, window }))
  const shown = listedOnly ? pages.items.filter(({ classId }) => classId !== undefined) : pages.items
  return (
    <div className="why-calls" aria-busy={pages.loading}>
      <ul>
        {shown.map((leg) => (
          <Leg
            key={`${leg.callId} ${leg.enteredAt}`}
            leg={leg}
            onOpen={() => shell.setState({ side: { kind: 'trail', callId: leg.callId, from: shell.getState().side } })}
          />
        ))}
      </ul>
      <p role="status" className="form-hint">
        {pages.problem
          ? problemWords(pages.problem, t)
          : pages.loading
            ? t('calls.loading')
            : shown.length === 0
              ? t(part === 'open' ? 'now.none' : 'provenance.calls.none')
              : pages.total !== undefined &&
                !listedOnly &&
                t('provenance.calls.of', { shown: number(shown.length), total: number(pages.total) })}
      </p>
      {pages.more && (
        <p>
          <Button size="small" onPress={pages.more} isPending={pages.loading}>
            {t('provenance.calls.more')}
          </Button>
        </p>
      )}
    </div>
  )
}

function Leg({ leg, onOpen }: { leg: LegLine; onOpen: () => void }) {
  const text = useText()
  const { moment } = text
  const { clock } = useScreen()
  const names = useNames()
  const more = [
    names.area(leg.area),
    leg.vdn && `VDN ${leg.vdn}`,
    leg.seat?.name,
    leg.classId && names.className(leg.classId),
  ]
  return (
    <li data-leg={leg.callId}>
      <time>{moment(leg.enteredAt, clock.current())}</time>
      <button type="button" className="calls-open" onClick={onOpen}>
        {callerWords(leg.callerNumber, text)}
      </button>
      <span>
        {lasting(leg.endedAt === undefined ? Math.max(leg.waitMs, clock.current() - leg.enteredAt) : leg.waitMs)}
      </span>
      <small>{more.filter(Boolean).join(' · ')}</small>
    </li>
  )
}
