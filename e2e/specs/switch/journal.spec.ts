import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { Lab, SippResult } from '#e2e/asterisk/lab.ts'
import { connectToConsole, type ConsoleClient } from '#e2e/console-client.ts'
import { asteriskSettings, startConsole, type RunningConsole, type StartOptions } from '#e2e/running-console.ts'
import type { LegLine } from '#shared/ipc/journal-view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { answersBySeat, ask, importLog, reportOf, visitsOf, type Totals } from './log-import.ts'
import { storiesOf, waysOf, type Story } from './outage.ts'
import { clearSwitch, startSwitch, suites } from './site.ts'

/**
 * A console that loses its power while callers come and seats answer, and is started again on the same data folder while
 * they still do. What it saw it has kept, what it did not see it says it did not; then the switch's own logs are imported, and every
 * figure is what SIPp's callers and phones did, call by call.
 */
const areas = ['repair', 'complaint', 'billing']
const listedAreas = ['repair', 'complaint']
const lina = { id: 'li', name: '李娜', role: 'admin' as const, pin: '1357' }
/** Lost before any seat is there: called back by a person, acknowledged only, and not dealt with. */
const [calledBack, acknowledged, untouched] = ['13800000001', '13800000002', '13800000003']
/** Keys a code that leads nowhere, then the right one; answered before the power goes. */
const trailed = '13800000010'
/** Waits while the log is imported. */
const stillThere = '13800000020'

for (const { suite, version } of suites) {
  test(`Asterisk ${version}: a console that was killed goes on with its day, and the switch's logs fill what it missed`, async () => {
    test.setTimeout(300_000)
    const lab = await startSwitch(suite)
    await clearSwitch(lab)
    const began = Math.floor(Date.now() / 1000) * 1000
    const desk = await openDesk(lab)
    const results: Promise<SippResult>[] = []
    try {
      let client = await desk.start()
      await dealWithLostCallers(lab, client, results)
      const trailId = await answerOne(lab, client, results)
      const decidedAt = Date.now()

      const load = await lab.placeCalls({
        codes: { '1': 4, '2': 3, '3': 3 },
        count: 45,
        rate: 1.2,
        holdMs: [4000, 14_000],
        from: '13900000000',
        seed: 5,
      })
      results.push(load.done)
      const before = await client.until(
        'callers wait and talk, and what a person did is older than a second',
        ({ totals }) => totals.today.offered >= 18 && totals.waiting >= 2 && Date.now() - decidedAt > 2000,
        40_000,
      )
      const killedAt = Date.now()
      await desk.kill()
      await expect
        .poll(() => load.soFar().filter((call) => (call.placedAt ?? 0) > killedAt + 1000 && call.endedAt).length, {
          message: 'callers came and went while nobody looked',
          timeout: 30_000,
        })
        .toBeGreaterThan(1)
      client = await desk.start()
      const [gap] = (await client.view()).link.gaps
      const over = await client.until('the load is over', ({ totals }) => totals.calls === 0, 60_000)
      const stories = storiesOf(lab, await Promise.all(results))

      // The time in which nobody looked is marked, from the last entry to the first picture.
      expect(over.link.gaps).toEqual([{ from: expect.any(Number), to: expect.any(Number) }])
      const blind = { from: killedAt, to: gap?.to ?? 0 }
      expect(gap?.from).toBeGreaterThan(killedAt - 1500)
      expect(gap?.from).toBeLessThanOrEqual(killedAt + 100)
      expect(blind.to).toBeGreaterThan(killedAt + 3000)
      expect(blind.to).toBeLessThan(Date.now())

      // The day goes on: what was seen is counted as it was, and what ended meanwhile, and only that, is unknown.
      const day = { kind: 'day' as const, at: killedAt }
      const visits = await visitsByArea(client, day)
      const figuresOf = (area: string) => over.areas.find((one) => one.area === area)?.today
      for (const area of areas) {
        const legs = visits.get(area) ?? []
        expect(wrongWays(stories, area, legs, blind)).toEqual([])
        const { offered, answered, abandoned, unknown, flowedOut, cleared, open } = figuresOf(area) ?? {}
        expect({ offered, answered, abandoned, unknown }).toEqual(totalsOf(legs))
        expect({ flowedOut, cleared, open }).toEqual({ flowedOut: 0, cleared: 0, open: 0 })
        const report = await reportOf(client, area, day)
        expect(report.totals).toEqual(totalsOf(legs))
        expect(report.gaps).toContainEqual({ from: gap?.from, to: gap?.to })
      }
      const surely = (way: string): Story[] => stories.filter((one) => waysOf(one, blind).join() === way)
      expect(surely('unknown').length, 'some were surely missed').toBeGreaterThan(0)
      expect(surely('absent').length, 'some came and went').toBeGreaterThan(0)

      // What people did, and alerts, are what they were.
      const settled = Object.values(before.alerts).filter(({ returned }) => returned && returned.at < killedAt - 1000)
      expect(settled.length).toBeGreaterThan(2)
      for (const alert of settled) expect(over.alerts[alert.id]).toEqual({ ...alert, stage: 'ended', seats: [] })
      const mine = settled.find(({ callerNumber }) => callerNumber === acknowledged)
      expect(mine?.acknowledged).toEqual({ by: lina.name, at: expect.any(Number) })
      const closed = await ask(client, 'recovery.list', { show: 'closed', before: null, limit: 200 })
      expect(closed.entries.map(({ callerNumber, outcome }) => [callerNumber, outcome])).toEqual([
        [
          calledBack,
          { by: lina.name, at: expect.any(Number), outcome: 'called-back', note: '已回访 · no smell any more' },
        ],
      ])
      const open = await ask(client, 'recovery.list', { show: 'open', before: null, limit: 200 })
      const lost = listedAreas.flatMap((area) =>
        (visits.get(area) ?? []).filter(({ end }) => end !== 'answered').map(({ callerNumber }) => callerNumber),
      )
      expect(open.entries.map(({ callerNumber }) => callerNumber).sort()).toEqual(
        lost.filter((number) => number !== calledBack).sort(),
      )
      expect(open.entries.map(({ callerNumber }) => callerNumber)).toEqual(
        expect.arrayContaining([acknowledged, untouched]),
      )
      expect(over.totals.recoveryOpen).toBe(open.open)

      await expectTrail(client, trailId, stories)

      // The switch's own diary, while one more caller waits.
      const waiting = await lab.placeCalls({ code: '3', from: stillThere, holdMs: 60_000 })
      await lab.stopAgents()
      await client.until('one waits', ({ totals }) => totals.waiting === 1)
      const window = { kind: 'range' as const, from: began, to: Date.now() + 600_000 }
      const period = { from: began, to: window.to }
      const { counts, taken } = await importLog(client, 'queue-log', lab.logs().queueLog, period)
      expect(counts).toMatchObject({ calls: stories.length + 1, wrong: 0, fresh: taken })
      expect(taken).toBeGreaterThanOrEqual(surely('unknown').length + surely('absent').length)
      await expectTruth(client, window, stories, [stillThere])
      expect((await reportOf(client, 'billing', window)).imported).toBe(taken)
      for (const { number } of [...surely('unknown'), ...surely('absent')]) {
        const { calls } = await ask(client, 'calls.search', { number, before: null, limit: 10 })
        expect(calls.map(({ callerNumber, imported }) => [callerNumber, imported])).toEqual([[number, true]])
      }
      await waiting.hangUp()
      await waiting.done
      await client.until('the last one has gone', ({ totals }) => totals.calls === 0)
      const all = [...stories, ...storiesOf(lab, [await waiting.done])]
      await expectTruth(client, window, all)
      const again = await importLog(client, 'queue-log', lab.logs().queueLog, period)
      expect(again).toMatchObject({ counts: { calls: all.length, known: all.length, fresh: 0 }, taken: 0 })
      const cdr = await importLog(client, 'cdr', lab.logs().cdr, period)
      expect(cdr).toMatchObject({ counts: { calls: all.length, known: all.length, fresh: 0, wrong: 0 }, taken: 0 })
      await expectTruth(client, window, all)
      expect((await ask(client, 'journal.recompute', {})).differences).toEqual([])

      await expectNewConsole(lab, all, window)
    } finally {
      await desk.close()
      await lab.stop()
    }
  })
}

/** A console that saw nothing of the day learns it from the CDR, and then the waits from the queue log. */
async function expectNewConsole(
  lab: Lab,
  stories: readonly Story[],
  window: { kind: 'range'; from: number; to: number },
): Promise<void> {
  const desk = await openDesk(lab)
  try {
    const client = await desk.start()
    const { queueLog, cdr } = lab.logs()
    const first = await importLog(client, 'cdr', cdr, window)
    expect(first).toMatchObject({
      counts: { calls: stories.length, fresh: stories.length, wrong: 0 },
      taken: stories.length,
    })
    for (const { number, area, seat } of stories) {
      const { calls } = await ask(client, 'calls.search', { number, before: null, limit: 10 })
      expect(calls.map((call) => [call.callerNumber, call.area, call.seat?.id, call.imported])).toEqual([
        [number, area, seat && `PJSIP/${seat}`, true],
      ])
    }
    expect(await answersBySeat(client, window)).toEqual(answersOfPhones(stories))
    // A CDR does not say how long anybody waited, nor whether he gave up.
    for (const area of areas) {
      const offered = stories.filter((one) => one.area === area).length
      expect((await reportOf(client, area, window)).totals).toEqual({
        offered,
        answered: 0,
        abandoned: 0,
        unknown: offered,
      })
    }
    expect((await importLog(client, 'cdr', cdr, window)).taken).toBe(0)
    expect((await importLog(client, 'queue-log', queueLog, window)).taken).toBe(stories.length)
    await expectTruth(client, window, stories)
    expect((await importLog(client, 'queue-log', queueLog, window)).taken).toBe(0)
    expect((await ask(client, 'journal.recompute', {})).differences).toEqual([])
  } finally {
    await desk.close()
  }
}

type DeskOnSwitch = { start(): Promise<ConsoleClient>; kill(): Promise<void>; close(): Promise<void> }

/** One data folder, and the console that runs on it now. The site's clock is the lab's. */
async function openDesk(lab: Lab): Promise<DeskOnSwitch> {
  const home = mkdtempSync(path.join(tmpdir(), 'firstline-test-'))
  const connection = asteriskSettings(lab.amiPort)
  let options: StartOptions = {
    home,
    settings: { connection, site: { ...defaultSettings.site, timeZone: 'UTC' } },
    secret: lab.amiSecret,
    access: [lina],
  }
  let running: RunningConsole | undefined
  let client: ConsoleClient | undefined
  return {
    async start() {
      running = await startConsole(options)
      options = { home }
      client = await connectToConsole(running.url)
      await ask(client, 'session.signIn', { personId: lina.id, pin: lina.pin })
      await client.until('the link is up', ({ link, list }) => link.state.kind === 'up' && list.version !== undefined)
      return client
    },
    async kill() {
      client?.close()
      await running?.kill()
    },
    async close() {
      client?.close()
      await running?.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Three listed callers give up before a seat is there; a person deals with two of them. */
async function dealWithLostCallers(lab: Lab, client: ConsoleClient, results: Promise<SippResult>[]): Promise<void> {
  const calls = await lab.placeCalls({ code: '1', from: calledBack, count: 3, holdMs: 4000 })
  results.push(calls.done)
  const { alerts } = await client.until(
    'three were lost',
    (view) => Object.values(view.alerts).filter(({ returned }) => returned).length === 3,
    30_000,
  )
  const idOf = (number: string): string =>
    Object.values(alerts).find(({ callerNumber }) => callerNumber === number)?.id ?? ''
  await ask(client, 'alerts.acknowledge', { alertIds: [idOf(acknowledged)] })
  await ask(client, 'recovery.setOutcome', {
    callId: idOf(calledBack),
    outcome: 'called-back',
    note: '已回访 · no smell any more',
  })
}

/** The seats come; one caller is answered, and a person acknowledges his alert. Answers the call's id. */
async function answerOne(lab: Lab, client: ConsoleClient, results: Promise<SippResult>[]): Promise<string> {
  const seat = (seed: number) => ({
    does: 'answers' as const,
    ringMs: [300, 1500] as const,
    talkMs: [2000, 6000] as const,
    seed,
  })
  await lab.startAgents({ 1001: seat(1), 1002: seat(2), 1004: seat(3) })
  const call = await lab.placeCalls({ code: '7', retries: ['1'], from: trailed, holdMs: 20_000 })
  results.push(call.done)
  const { alerts } = await client.until(
    'the caller was answered',
    (view) => Object.values(view.alerts).some((one) => one.callerNumber === trailed && one.returned),
    40_000,
  )
  const id = Object.values(alerts).find(({ callerNumber }) => callerNumber === trailed)?.id ?? ''
  await ask(client, 'alerts.acknowledge', { alertIds: [id] })
  return id
}

async function expectTrail(client: ConsoleClient, callId: string, stories: readonly Story[]): Promise<void> {
  const { call, steps } = await ask(client, 'calls.trail', { callId })
  const seat = { id: `PJSIP/${stories.find(({ number }) => number === trailed)?.seat}` }
  expect(call).toMatchObject({
    callerNumber: trailed,
    dialledNumber: '5000',
    transferCode: '1',
    vdn: '8001',
    area: 'repair',
    seat,
    outcome: { kind: 'answered', area: 'repair', seat },
    listing: { classId: 'repair', severity: 'P1' },
    imported: false,
  })
  const alertSteps = steps.flatMap((step) => (step.kind === 'alert' ? [step.change] : []))
  expect(alertSteps.map(({ change, by }) => [change, by])).toEqual([
    ['raised', undefined],
    ['answered', undefined],
    ['acknowledged', lina.name],
    ['left', undefined],
  ])
  expect(steps.filter(({ kind }) => kind !== 'alert' && kind !== 'action')).toMatchObject([
    { kind: 'arrived' },
    { kind: 'code-refused', code: '7' },
    { kind: 'routed', vdn: '8001', code: '1' },
    { kind: 'queue', area: 'repair', end: 'answered' },
    { kind: 'rang', area: 'repair', seat, answered: true },
    { kind: 'talk', area: 'repair', seat, endedBy: 'seat' },
    { kind: 'ended', byCaller: false },
  ])
}

async function visitsByArea(
  client: ConsoleClient,
  window: Parameters<typeof visitsOf>[2],
): Promise<Map<string, LegLine[]>> {
  const visits = new Map<string, LegLine[]>()
  for (const area of areas) visits.set(area, await visitsOf(client, area, window))
  return visits
}

const totalsOf = (legs: readonly LegLine[]): Totals => ({
  offered: legs.length,
  answered: legs.filter(({ end }) => end === 'answered').length,
  abandoned: legs.filter(({ end }) => end === 'abandoned').length,
  unknown: legs.filter(({ end }) => end === 'unknown').length,
})

/** Callers whose visit does not stand in the journal as it can have been seen; and visits of nobody. */
function wrongWays(
  stories: readonly Story[],
  area: string,
  legs: readonly LegLine[],
  blind: Parameters<typeof waysOf>[1],
): unknown[] {
  const mine = stories.filter((one) => one.area === area)
  const strange = legs.filter(({ callerNumber }) => !mine.some(({ number }) => number === callerNumber))
  const wrong = mine.flatMap((story) => {
    const found = legs.filter(({ callerNumber }) => callerNumber === story.number).map(({ end }) => end)
    const ways = waysOf(story, blind)
    const fits =
      found.length === 0 ? ways.includes('absent') : found.length === 1 && ways.includes(found[0] ?? 'absent')
    return fits ? [] : [{ story, blind, ways, found }]
  })
  return [...strange, ...wrong]
}

/** Reports, the list of calls behind them, and the seats' answers are what SIPp's callers and phones did. */
async function expectTruth(
  client: ConsoleClient,
  window: { kind: 'range'; from: number; to: number },
  stories: readonly Story[],
  waiting: readonly string[] = [],
): Promise<void> {
  for (const area of areas) {
    const mine = stories.filter((one) => one.area === area)
    const still = area === 'billing' ? waiting : []
    const legs = await visitsOf(client, area, window)
    const inOrder = (rows: (string | undefined)[][]) => rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    expect(inOrder(legs.map(({ callerNumber, end }) => [callerNumber, end]))).toEqual(
      inOrder([...mine.map(({ number, end }) => [number, end]), ...still.map((number) => [number, undefined])]),
    )
    const answered = mine.filter(({ end }) => end === 'answered').length
    expect((await reportOf(client, area, window)).totals).toEqual({
      offered: mine.length + still.length,
      answered,
      abandoned: mine.length - answered,
      unknown: 0,
    })
  }
  expect(await answersBySeat(client, window)).toEqual(answersOfPhones(stories))
}

function answersOfPhones(stories: readonly Story[]): Record<string, number> {
  const names = stories.flatMap(({ seat }) => (seat === undefined ? [] : [`Agent ${seat}`]))
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]))
}
