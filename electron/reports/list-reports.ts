import type { CallOutcome } from '#shared/domain/call/call.ts'
import type { Severity } from '#shared/domain/priority/rule.ts'
import { figuresFrom, pct } from '#shared/domain/statistics/figures.ts'
import { addBin, longestOf, noWaits, waitAt } from '#shared/domain/statistics/waits.ts'
import type { Report } from '#shared/ipc/journal-view.ts'
import type { MakeOne } from './make-report.ts'

/** Reports by what is counted: outcomes, seats, classes, callers, alarms. */

const outcomeKinds: CallOutcome['kind'][] = ['answered', 'abandoned', 'lost', 'left-in-ivr', 'unknown']

export const outcomeReport: MakeOne = async (window, { dimension }, data) => {
  const found = await data.outcomes(window, dimension)
  const all = sum(found.map(({ calls }) => calls))
  const rows = outcomeKinds.map((kind): Report['table']['rows'][number] => {
    const calls = found.find(({ outcome }) => outcome === kind)?.calls ?? 0
    return [kind, calls, pct(calls, all) ?? null]
  })
  return {
    headline: [
      { key: 'calls', unit: 'count', value: all },
      { key: 'listed', unit: 'count', value: sum(found.map(({ listed }) => listed)) },
    ],
    table: {
      columns: [
        { key: 'outcome', unit: 'text' },
        { key: 'count', unit: 'count' },
        { key: 'sharePct', unit: 'pct' },
      ],
      rows: all === 0 ? [] : rows,
    },
  }
}

export const seatReport: MakeOne = async (window, { dimension }, data) => {
  const all = (await data.seats(window)).filter(({ seat }) => dimension.kind !== 'seat' || seat.id === dimension.seatId)
  const busy = all
    .filter(({ handling }) => handling.answers > 0 || handling.ringNoAnswers > 0)
    .sort((a, b) => b.handling.answers - a.handling.answers || (a.seat.name < b.seat.name ? -1 : 1))
  const handled = sum(busy.map(({ handling }) => handling.handled))
  const worked = sum(busy.map(({ handling }) => handling.talkMs + handling.holdMs + handling.wrapUpMs))
  return {
    headline: [
      { key: 'answered', unit: 'count', value: sum(busy.map(({ handling }) => handling.answers)) },
      { key: 'noAnswers', unit: 'count', value: sum(busy.map(({ handling }) => handling.ringNoAnswers)) },
      { key: 'averageHandlingMs', unit: 'ms', value: mean(worked, handled) },
    ],
    table: {
      columns: [
        { key: 'seat', unit: 'text' },
        { key: 'answered', unit: 'count' },
        { key: 'noAnswers', unit: 'count' },
        { key: 'talkMs', unit: 'ms' },
        { key: 'holdMs', unit: 'ms' },
        { key: 'wrapUpMs', unit: 'ms' },
        { key: 'averageTalkMs', unit: 'ms' },
        { key: 'averageHandlingMs', unit: 'ms' },
        { key: 'occupancyPct', unit: 'pct' },
      ],
      rows: busy.map(
        ({ seat, handling: { answers, ringNoAnswers, talkMs, holdMs, wrapUpMs, handled: over, ...time } }) => [
          seat.name === '' ? seat.id : seat.name,
          answers,
          ringNoAnswers,
          talkMs,
          holdMs,
          wrapUpMs,
          mean(talkMs, over),
          mean(talkMs + holdMs + wrapUpMs, over),
          pct(time.busyMs, time.busyMs + time.availableMs) ?? null,
        ],
      ),
    },
  }
}

export const classReport: MakeOne = async (window, { profile, dimension }, data) => {
  const lost = await data.lost(window)
  const named = new Set([...(await data.classes(window)), ...lost.map(({ classId }) => classId)])
  const classes = [...named].filter((id) => dimension.kind !== 'class' || id === dimension.classId).sort()
  const rows: Report['table']['rows'] = []
  for (const classId of classes) {
    const [input] = await data.tallies({ kind: 'class', classId }, [window], 'seconds')
    const figures = figuresFrom(input ?? { slices: [] }, { limits: data.limits, profile })
    const theirs = lost.filter((one) => one.classId === classId)
    rows.push([
      classId,
      figures.offered,
      figures.answered,
      figures.abandoned,
      theirs.length,
      pct(theirs.filter(({ closed }) => closed).length, theirs.length) ?? null,
      figures.averageSpeedOfAnswerMs ?? null,
      figures.serviceLevel.pct ?? null,
    ])
  }
  const column = (index: number): number => sum(rows.map((row) => Number(row[index])))
  const shown = lost.filter(({ classId }) => classes.includes(classId))
  return {
    headline: [
      { key: 'offered', unit: 'count', value: column(1) },
      { key: 'answered', unit: 'count', value: column(2) },
      { key: 'lost', unit: 'count', value: shown.length },
      {
        key: 'recoveredPct',
        unit: 'pct',
        value: pct(shown.filter(({ closed }) => closed).length, shown.length) ?? null,
      },
    ],
    table: {
      columns: [
        { key: 'class', unit: 'text' },
        { key: 'offered', unit: 'count' },
        { key: 'answered', unit: 'count' },
        { key: 'abandoned', unit: 'count' },
        { key: 'lost', unit: 'count' },
        { key: 'recoveredPct', unit: 'pct' },
        { key: 'averageSpeedOfAnswerMs', unit: 'ms' },
        { key: 'serviceLevelPct', unit: 'pct' },
      ],
      // A class without a call is shown beside those that had some.
      rows: column(1) + lost.length > 0 ? rows : [],
    },
  }
}

const mostCallers = 100

export const topCallerReport: MakeOne = async (window, { dimension }, data) => {
  const callers = await data.topCallers(window, dimension, mostCallers)
  return {
    headline: [],
    table: {
      columns: [
        { key: 'number', unit: 'text' },
        { key: 'calls', unit: 'count' },
        { key: 'answered', unit: 'count' },
        { key: 'abandoned', unit: 'count' },
        { key: 'listed', unit: 'count' },
        { key: 'lastAt', unit: 'time' },
      ],
      rows: callers.map(({ number, calls, answered, abandoned, listed, lastAt }) => [
        number,
        calls,
        answered,
        abandoned,
        listed,
        lastAt,
      ]),
    },
  }
}

const severities: Severity[] = ['P1', 'P2', 'P3']

/** From the alarm to the acknowledgement. Those that nobody acknowledged are counted, and have no time. */
export const responseReport: MakeOne = async (window, { dimension }, data) => {
  const alarms = (await data.responses(window)).filter(
    ({ classId }) => dimension.kind !== 'class' || classId === dimension.classId,
  )
  const row = (of: typeof alarms): (number | null)[] => {
    const times = noWaits()
    for (const { acknowledged } of of)
      for (const { waitSeconds, count, sumMs, maxMs } of acknowledged) addBin(times, waitSeconds, count, sumMs, maxMs)
    return [
      sum(of.map(({ raised }) => raised)),
      times.count,
      mean(times.sumMs, times.count),
      waitAt(90, [times])?.waitMs ?? null,
      times.count > 0 ? longestOf([times]) : null,
    ]
  }
  const columns: Report['table']['columns'] = [
    { key: 'raised', unit: 'count' },
    { key: 'acknowledged', unit: 'count' },
    { key: 'averageMs', unit: 'ms' },
    { key: 'p90Ms', unit: 'ms' },
    { key: 'longestMs', unit: 'ms' },
  ]
  const whole = row(alarms)
  return {
    headline: columns.map(({ key, unit }, index) => ({ key, unit, value: whole[index] ?? null })),
    table: {
      columns: [{ key: 'severity', unit: 'text' }, ...columns],
      rows:
        alarms.length === 0
          ? []
          : severities.map((severity) => [severity, ...row(alarms.filter((one) => one.severity === severity))]),
    },
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
const mean = (total: number, count: number): number | null => (count > 0 ? total / count : null)
