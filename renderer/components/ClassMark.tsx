import type { ClassColour, ClassShape } from '#shared/domain/priority/rule.ts'
import './class-mark.css'

const outlines: Record<ClassShape, string> = {
  octagon: 'M8.2 2h7.6L22 8.2v7.6L15.8 22H8.2L2 15.8V8.2z',
  diamond: 'M12 1.5L22.5 12L12 22.5L1.5 12z',
  circle: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
  square: 'M3 3h18v18H3z',
  triangle: 'M12 2.5L22.5 21H1.5z',
  hexagon: 'M7 2.5h10L22.5 12L17 21.5H7L1.5 12z',
  star: 'M12 1.8l3.1 6.7l7.3 0.9l-5.4 5l1.4 7.2L12 18l-6.4 3.6l1.4-7.2l-5.4-5l7.3-0.9z',
  cross: 'M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5z',
}

/** The class of a rule by shape and colour, beside its name. An outline, so that nobody takes it for the solid mark of a severity. */
export function ClassMark({ colour, shape }: { colour: ClassColour; shape: ClassShape }) {
  return (
    <svg className="class-mark" data-colour={colour} viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[shape]} />
    </svg>
  )
}
