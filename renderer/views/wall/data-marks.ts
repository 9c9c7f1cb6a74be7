import type { LinkView } from '#shared/ipc/view.ts'

/** A window of figures reaches from here until now. */
type Window = { from: number }

/** The gaps that touch a window: what happened in them is missing from its figures. */
export const gapsIn = (window: Window, link: LinkView): LinkView['gaps'] =>
  link.gaps.filter((gap) => gap.to === undefined || gap.to > window.from)

/** When counting began, if that was after the window did; calls before it are not in the figures. */
export const countingLate = (window: Window, link: { countingSince?: number | undefined }): number | undefined =>
  link.countingSince !== undefined && link.countingSince > window.from ? link.countingSince : undefined
