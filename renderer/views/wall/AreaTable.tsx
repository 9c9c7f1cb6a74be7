import { useState } from 'react'
import type { AreaView, LinkView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { Figure, FigureNow } from '#renderer/views/side/Figure.tsx'
import { gapsIn } from './data-marks.ts'
import { windowOf } from './figure-window.ts'
import { GapMark } from './GapMark.tsx'
import { useLongest } from './use-longest.ts'

/** What the rest of the column takes, and one row, in rem. */
const restRem = 38.5
const rowRem = 3.3
const leastRows = 3

/** How many areas fit beside the other figures; when not all do, one row is left for the line that says so. */
export function rowsThatFit(heightRem: number, areas: number): number {
  if (heightRem <= 0) return areas
  const rows = Math.max(leastRows, Math.floor((heightRem - restRem) / rowRem))
  return rows >= areas ? areas : Math.max(leastRows, rows - 1)
}

/** The queue areas in the order of the settings. When there are many, those where nobody waits fold into one line. */
type Props = { areas: AreaView[]; link: LinkView; heightRem: number }

export function AreaTable({ areas, link, heightRem }: Props) {
  const { t } = useText()
  const [unfolded, setUnfolded] = useState(false)
  if (areas.length === 0) return null
  const shown = unfolded ? areas : chooseRows(areas, rowsThatFit(heightRem, areas.length))
  const most = Math.max(8, ...areas.map((area) => area.waiting))
  const hidden = areas.filter((area) => !shown.includes(area))
  return (
    <section className="areas" aria-label={t('areas.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('areas.title')}</th>
            <th scope="col">{t('areas.waiting')}</th>
            <th scope="col">{t('areas.longest')}</th>
            <th scope="col">{t('areas.seats')}</th>
            <th scope="col">{t('areas.level')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((area) => (
            <AreaRow key={area.area} area={area} most={most} link={link} />
          ))}
        </tbody>
      </table>
      {(hidden.length > 0 || unfolded) && (
        <p className="areas-more" data-figure="hidden-areas" data-count={hidden.length}>
          <span>
            {hidden.length > 0 &&
              t('areas.more', { count: hidden.length, waiting: hidden.reduce((sum, area) => sum + area.waiting, 0) })}
          </span>
          <Button size="small" onPress={() => setUnfolded(!unfolded)}>
            {t(unfolded ? 'wall.fold' : 'wall.unfold')}
          </Button>
        </p>
      )}
    </section>
  )
}

/** Areas where somebody waits first, then from the top; drawn in the order of the settings either way. */
export function chooseRows(areas: AreaView[], most: number): AreaView[] {
  if (areas.length <= most) return areas
  const busy = areas
    .filter((area) => area.waiting > 0)
    .sort((a, b) => b.listedWaiting - a.listedWaiting || b.waiting - a.waiting)
  const chosen = new Set([...busy, ...areas].filter((area, index, all) => all.indexOf(area) === index).slice(0, most))
  return areas.filter((area) => chosen.has(area))
}

function AreaRow({ area, most, link }: { area: AreaView; most: number; link: LinkView }) {
  const { t, number, percent, language } = useText()
  const longest = useLongest(area.oldestEnteredAt)
  const { seats, today } = area
  const gap = gapsIn(today.window, link).length > 0
  return (
    <tr data-area={area.area} data-idle={area.waiting === 0}>
      <th scope="row">
        <span className="area-name">{localName(area.name, language, area.area)}</span>
        <span className="area-bar" aria-hidden="true">
          <i style={{ inlineSize: `${Math.min(100, (100 * area.waiting) / most)}%` }} />
          <i className="listed" style={{ inlineSize: `${Math.min(100, (100 * area.listedWaiting) / most)}%` }} />
        </span>
      </th>
      <td data-figure="waiting">
        <b>
          <FigureNow figure="waiting" area={area.area}>
            {number(area.waiting)}
          </FigureNow>
        </b>
        {area.listedWaiting > 0 && (
          <span className="area-listed" data-figure="listed-waiting" data-count={area.listedWaiting}>
            <FigureNow figure="listed-waiting" area={area.area}>
              {t('areas.listed', { listed: number(area.listedWaiting) })}
            </FigureNow>
          </span>
        )}
      </td>
      <td data-figure="longest-wait">
        <FigureNow figure="longest-waiting" area={area.area}>
          {longest}
        </FigureNow>
      </td>
      <td data-figure="seats" data-none={seats.staffed === 0}>
        <FigureNow figure="seats" area={area.area}>
          {seats.staffed === 0 ? t('areas.nobody') : `${number(seats.free)} / ${number(seats.staffed)}`}
        </FigureNow>
      </td>
      <td data-figure="service-level">
        <Figure
          figure="service-level"
          dimension={{ kind: 'area', area: area.area }}
          window={windowOf(today)}
          profile={today.serviceLevel.profile}
        >
          {percent(today.serviceLevel.pct)}
        </Figure>
        {gap && today.offered > 0 && <GapMark />}
      </td>
    </tr>
  )
}
