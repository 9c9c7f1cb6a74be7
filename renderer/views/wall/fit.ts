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

export function fitWall(heightRem: number, counts: Counts): Fit {
  const all = (present: Density, lost: Density): Fit => ({
    present: times(counts.present, present),
    lost: times(counts.lost, lost),
    returned: times(counts.returned, 'row'),
    hidden: { present: 0, lost: 0, returned: 0 },
  })
  if (heightRem <= 0) return all('card', 'row')
  const roomy = [all('large', 'card'), all('card', 'card'), all('card', 'row')]
  for (let cards = counts.present - 1; cards >= Math.min(leastCards, counts.present); cards--) {
    const fit = all('row', 'row')
    fit.present.fill('card', 0, cards)
    roomy.push(fit)
  }
  return roomy.find((fit) => used(fit, counts) <= heightRem) ?? fillUp(heightRem, counts)
}

/** Begins with the least of each group, and gives row after row to the first group that has one more and for which it fits. */
function fillUp(heightRem: number, counts: Counts): Fit {
  const shown = { present: Math.min(counts.present, cardsInStorm), lost: Math.min(counts.lost, lostKept), returned: 0 }
  const build = (rows: Counts): Fit => ({
    present: times(rows.present, 'row').fill('card', 0, cardsInStorm),
    lost: times(rows.lost, 'row'),
    returned: times(rows.returned, 'row'),
    hidden: {
      present: counts.present - rows.present,
      lost: counts.lost - rows.lost,
      returned: counts.returned - rows.returned,
    },
  })
  for (const name of ['present', 'lost', 'returned'] as const) {
    for (let rows = counts[name]; rows > shown[name]; rows--) {
      if (used(build({ ...shown, [name]: rows }), counts) <= heightRem) shown[name] = rows
    }
  }
  return build(shown)
}

/** With the titles, and a line for each group of which something is hidden; the title alone does for unseen answered ones. */
function used(fit: Fit, counts: Counts): number {
  const groups = ['present', 'lost', 'returned'] as const
  const titles = groups.filter((name) => counts[name] > 0).length
  const more = groups.filter((name) => fit.hidden[name] > 0 && (name !== 'returned' || fit.returned.length > 0)).length
  const drawn = [...fit.present, ...fit.lost, ...fit.returned]
  return drawn.reduce(
    (sum, density) => sum + heights[density] + heights.gap,
    titles * heights.title + more * heights.more,
  )
}

const times = (count: number, density: Density): Density[] => Array.from({ length: count }, () => density)
