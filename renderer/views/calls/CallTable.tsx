import type { KeyboardEvent } from 'react'
import type { CallSummary } from '#shared/ipc/journal-view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { lasting, outcomeWords } from './call-words.ts'

type Props = { calls: CallSummary[]; chosen: string | undefined; onChoose: (call: CallSummary) => void }

/** The arrows go from call to call, as in any list. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('.calls-open')) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.calls-open')]
  all[all.indexOf(event.target) + step]?.focus()
  event.preventDefault()
}

/** Calls one under the other; the number of each is the button that opens its trail. */
export function CallTable({ calls, chosen, onChoose }: Props) {
  const text = useText()
  const { t, moment } = text
  const { clock } = useScreen()
  const names = useNames()
  if (calls.length === 0) return null
  const today = clock.current()
  return (
    <div className="calls-table" onKeyDown={moveByArrows}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('calls.col.time')}</th>
            <th scope="col">{t('calls.col.number')}</th>
            <th scope="col">{t('calls.col.route')}</th>
            <th scope="col" className="figure">
              {t('calls.col.wait')}
            </th>
            <th scope="col" className="figure">
              {t('calls.col.talk')}
            </th>
            <th scope="col">{t('calls.col.outcome')}</th>
            <th scope="col">{t('calls.col.listing')}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.callId} data-call-id={call.callId} aria-selected={call.callId === chosen}>
              <td>
                <time>{moment(call.arrivedAt, today)}</time>
              </td>
              <td>
                <button type="button" className="calls-open" onClick={() => onChoose(call)}>
                  {callerWords(call.callerNumber, text)}
                </button>
                {call.callerName && <small>{call.callerName}</small>}
              </td>
              <td>{[call.area && names.area(call.area), call.vdn && `VDN ${call.vdn}`].filter(Boolean).join(' · ')}</td>
              <td className="figure">{call.waitMs !== undefined && lasting(call.waitMs)}</td>
              <td className="figure">{call.talkMs !== undefined && lasting(call.talkMs)}</td>
              <td data-outcome={call.outcome.kind}>
                {call.endedAt === undefined ? t('calls.live') : outcomeWords(call.outcome, text)}
                {call.imported && <small title={t('calls.imported.hint')}>{t('calls.imported')}</small>}
              </td>
              <td>
                {call.listing && (
                  <span className="calls-listing severity-line">
                    <SeverityMark severity={call.listing.severity} />
                    {call.listing.severity} {names.className(call.listing.classId)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
