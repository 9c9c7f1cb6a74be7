import type { Severity } from '#shared/domain/priority/rule.ts'
import './severity-mark.css'

const outlines: Record<Severity, string> = {
  P1: 'M8 1h8l7 7v8l-7 7H8l-7-7V8z',
  P2: 'M12 1l11 11-11 11L1 12z',
  P3: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
}

/** Octagon, diamond, circle: the severity for those who cannot tell the colours apart. Hollow = the call is over. */
export function SeverityMark({ severity, hollow = false }: { severity: Severity; hollow?: boolean }) {
  return (
    <svg
      className={`severity-mark${hollow ? ' hollow' : ''}`}
      data-severity={severity}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path className="outline" d={outlines[severity]} />
      {severity === 'P1' && <path className="inner" d="M10.6 5.5h2.8v8.5h-2.8zM10.6 16h2.8v2.8h-2.8z" />}
    </svg>
  )
}
