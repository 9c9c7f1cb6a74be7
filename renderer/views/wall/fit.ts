/**
 * How the alerts share the height of the wall. Cards when there is room, rows when there is not; what does not fit is
 * counted, never just cut off. Callers who are still there come first, but the lost ones always keep a few rows.
 */
export type Density = 'large' | 'card' | 'row'
export type Counts = { present: number; lost: number; returned: number }

export type Fit = {
  present: Density[]
  lost: Density[]
  returned: Density[]
  hidden: Counts
}

/** Heights in rem. The style sheets take them from here, as custom properties. */
export const heights = { large: 13.5, card: 9.25, row: 3.25, gap: 0.5, title: 2.5, more: 3 } as const

const leastCards = 2
/** When not even the rows fit, one card makes room for more rows. */
const cardsInStorm = 1
const lostKept = 2

/** More rows than anybody reads; a page with thousands of them would stand still. The rest is counted. */
export const mostDrawn = 200
/** For the one drawing from which the height is learned; few, since most of it is thrown away again. */
export const mostUnmeasured = 40

const groups = ['present', 'lost', 'returned'] as const

/** Computed from the counts alone: the time does not grow with them, and the arrays are no longer than what is drawn. */
export function fitWall(heightRem: number, counts: Counts): Fit {
  if (heightRem <= 0)
    return build(unfolded(counts, { present: 0, lost: 0, returned: 0 }, mostUnmeasured), counts, mostUnmeasured)
  const titles = groups.filter((name) => counts[name] > 0).length * heights.title
  const all = (present: Density, lost: Density): number =>
    titles + counts.present * step(present) + counts.lost * step(lost) + counts.returned * step('row')
  if (all('large', 'card') <= heightRem) return build(counts, counts, counts.present, 'large', 'card')
  if (all('card', 'card') <= heightRem) return build(counts, counts, counts.present, 'card', 'card')
  if (all('card', 'row') <= heightRem) return build(counts, counts, counts.present)
  const cards = Math.min(counts.present - 1, Math.floor((heightRem - all('row', 'row')) / (step('card') - step('row'))))
  if (cards >= Math.min(leastCards, counts.present)) return build(counts, counts, cards)
  return fillUp(heightRem, counts)
}

/** What is drawn when a person asks for all: everything, up to `mostDrawn`. Starts from what was drawn before. */
export function unfoldWall(folded: Fit, counts: Counts): Fit {
  const shown = { present: folded.present.length, lost: folded.lost.length, returned: folded.returned.length }
  return build(unfolded(counts, shown, mostDrawn), counts, folded.present.filter((density) => density !== 'row').length)
}

/** A fifth at least is for lost callers, when there are as many. */
function unfolded(counts: Counts, least: Counts, most: number): Counts {
  const shown = { ...least, lost: Math.max(least.lost, Math.min(counts.lost, most / 5)) }
  for (const name of groups) {
    const free = most - shown.present - shown.lost - shown.returned
    shown[name] += Math.max(0, Math.min(counts[name] - shown[name], free))
  }
  return shown
}

/** Begins with the least of each group, and gives row after row to the first group that has one more and for which it fits. */
function fillUp(heightRem: number, counts: Counts): Fit {
  const shown = { present: Math.min(counts.present, cardsInStorm), lost: Math.min(counts.lost, lostKept), returned: 0 }
  for (const name of groups) shown[name] = mostRows(name, shown, counts, heightRem)
  return build(shown, counts, cardsInStorm)
}

function mostRows(name: keyof Counts, shown: Counts, counts: Counts, heightRem: number): number {
  if (used({ ...shown, [name]: counts[name] }, counts) <= heightRem) return counts[name]
  const oneMore = shown[name] + 1
  const free = heightRem - used({ ...shown, [name]: oneMore }, counts)
  if (oneMore >= counts[name] || free < 0) return shown[name]
  return Math.min(counts[name] - 1, oneMore + Math.floor(free / step('row')))
}

/** With the titles, and a line for each group of which something is hidden; the title alone does for unseen answered ones. */
function used(shown: Counts, counts: Counts): number {
  const titles = groups.filter((name) => counts[name] > 0).length
  const more = groups.filter((name) => counts[name] > shown[name] && (name !== 'returned' || shown.returned > 0)).length
  const cards = Math.min(shown.present, cardsInStorm)
  const rows = shown.present - cards + shown.lost + shown.returned
  return titles * heights.title + more * heights.more + cards * step('card') + rows * step('row')
}

function build(shown: Counts, counts: Counts, cards: number, card: Density = 'card', lost: Density = 'row'): Fit {
  return {
    present: times(shown.present, 'row').fill(card, 0, cards),
    lost: times(shown.lost, lost),
    returned: times(shown.returned, 'row'),
    hidden: {
      present: counts.present - shown.present,
      lost: counts.lost - shown.lost,
      returned: counts.returned - shown.returned,
    },
  }
}

const step = (density: Density): number => heights[density] + heights.gap
const times = (count: number, density: Density): Density[] => Array.from({ length: count }, () => density)
