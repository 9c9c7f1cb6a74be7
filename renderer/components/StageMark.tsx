import type { CallStage } from '#shared/domain/call/call.ts'

const paths: Record<CallStage, string> = {
  arrived: 'M3 12h12M10 6l6 6-6 6M20 4v16',
  'in-ivr': 'M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01',
  queued: 'M5 5v14M12 5v14M19 5v14',
  ringing: 'M6 17V11a6 6 0 0 1 12 0v6M4 17h16M10 21h4',
  talking: 'M4 5h16v11H11l-5 4v-4H4z',
  held: 'M8 5v14M16 5v14',
  between: 'M4 9h14l-4-4M20 15H6l4 4',
  ended: 'M6 6l12 12M18 6L6 18',
}

/** The stage of a call as a shape, beside its words. */
export function StageMark({ stage }: { stage: CallStage }) {
  return (
    <svg className="stage-mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[stage]} />
    </svg>
  )
}
