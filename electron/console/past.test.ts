import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JournalFault, type Journal, type Recovered } from '#electron/journal/journal.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandOutput } from '#shared/ipc/contract.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { Settings } from '#shared/settings/schema.ts'
import { createConsole } from './console.ts'
import { createJournalKit, lost, served, type JournalKit } from './test-kit.ts'
import { createTestClock, createTestPorts, testCaller } from './testing.ts'

/** What was before this run: how it comes back when the journal is slow, damaged or away, and why nothing was seen. */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** A console at that second, with a journal of its kind. */
function consoleWith(
  seconds: number,
  change: (journal: Journal) => Partial<Journal>,
  settings: Partial<Settings> = {},
) {
  const parts = createTestPorts(settings, (world) => {
    const journal = kit.open(world)
    return { ...journal, ...change(journal) }
  })
  const clock = createTestClock(e.t(seconds))
  Object.assign(parts.ports, { clock })
  const running = createConsole(parts.ports)
  async function snapshot() {
    const result = await running.execute('console.snapshot', {}, testCaller())
    return (result as { value: CommandOutput<'console.snapshot'> }).value.view
  }
  return { ...parts, clock, running, snapshot }
}

const remembers = (events: Iterable<string>): Partial<Journal> => ({
  recover: (): Promise<Recovered> => Promise.resolve({ events, open: [], lastAt: e.t(100) }),
})

describe('a long past', () => {
  test('is brought back in pieces, between which everything else goes on', async () => {
    let turned = false
    let lines = 0
    function* untilOthersHadTheirTurn(): Generator<string> {
      while (!turned && lines < 5_000_000) {
        lines += 1
        yield `e1|${JSON.stringify(e.inIvr(1))}`
      }
    }
    const { running } = consoleWith(200, () => remembers(untilOthersHadTheirTurn()))
    setImmediate(() => setImmediate(() => setImmediate(() => (turned = true))))
    await running.start()
    expect(turned).toBe(true)
    await running.stop()
  })

  test('with a line that is none comes back without it', async () => {
    const lines = [e.picture(0), ...served('s/1', 10)].map((event) => `e${event.at}|${JSON.stringify(event)}`)
    lines.splice(2, 0, 'e5|{"kind":', '', 'd7|{}')
    const { running, snapshot } = consoleWith(200, () => remembers(lines))
    await running.start()
    expect((await snapshot()).totals.today).toMatchObject({ offered: 1, answered: 1 })
    await running.stop()
  })
})

describe('a past that cannot be read at the start', () => {
  test('is read as soon as it can be: who was lost today is back on the list and can be closed', async () => {
    const before = await kit.start(0)
    before.feed(e.picture(0), ...lost('s/1', 10), ...lost('s/2', 60, '139'))
    before.at(100)
    await before.call('recovery.setOutcome', { callId: 's/2', outcome: 'false-call', note: '' })
    await before.die()

    let away = 2
    const { running, snapshot, clock, opened } = consoleWith(200, (journal) => ({
      recover: (since) =>
        away-- > 0 ? Promise.reject(new JournalFault('unavailable', 'not mounted')) : journal.recover(since),
    }))
    await running.start()
    opened.at(-1)?.listener.onEvents([e.picture(201), ...served('s/3', 202, '137')])
    const live = await snapshot()
    expect(Object.keys(live.alerts)).not.toContain('s/1')
    expect(live.totals.today.offered).toBe(1)
    await turn()
    clock.advance(10_000)
    await turn()
    expect((await snapshot()).totals.recoveryOpen).toBe(1)
    const outcome = { callId: 's/1', outcome: 'called-back' as const, note: '' }
    expect(await running.execute('recovery.setOutcome', outcome, testCaller())).toEqual({ ok: true, value: null })
    const gaps = await kit.journals[0]?.ask({ kind: 'gaps', from: 0, to: Infinity })
    expect(gaps).toEqual([{ from: e.t(100), to: e.t(200), switchId: 'practice', why: 'console-off' }])
    await running.stop()
  })

  test('is not asked for any more once the console stopped', async () => {
    let asked = 0
    const { running, clock } = consoleWith(200, () => ({
      recover: () => {
        asked += 1
        return Promise.reject(new JournalFault('unavailable', ''))
      },
    }))
    await running.start()
    await turn()
    const before = asked
    await running.stop()
    await turn()
    clock.advance(60_000)
    await turn()
    expect(asked).toBe(before)
  })
})

test('a world that one comes back to is read when it was written to its end', async () => {
  const order: string[] = []
  let letStop = (): void => undefined
  const { running } = consoleWith(0, (journal) => ({
    async recover(since) {
      order.push('read')
      return journal.recover(since)
    },
    async stop() {
      order.push('stopping')
      await new Promise<void>((resolve) => (letStop = resolve))
      order.push('stopped')
      await journal.stop()
    },
  }))
  await running.start()
  const { ami } = defaultSettings.connection
  const save = running.execute('connection.save', { mode: 'asterisk', ami, secret: 'pw' }, testCaller())
  while (!order.includes('stopping')) await turn()
  for (let turns = 0; turns < 20; turns += 1) await turn()
  letStop()
  await save
  expect(order).toEqual(['read', 'stopping', 'stopped', 'read'])
  const ended = running.stop()
  while (order.at(-1) !== 'stopping') await turn()
  letStop()
  await ended
})

test('another switch, chosen while the past is read, begins after it', async () => {
  const { ami } = defaultSettings.connection
  const settings = { connection: { mode: 'asterisk' as const, ami } }
  const before = await kit.start(0, settings)
  before.feed(e.picture(0), e.arrived(100, 's/3', '137'), e.joined(101, 'repair', 's/3'))
  await before.die()
  let letRead = (): void => undefined
  const reading = new Promise<void>((resolve) => (letRead = resolve))
  const { running, snapshot } = consoleWith(
    200,
    (journal) => ({
      async recover(since) {
        const found = await journal.recover(since)
        await reading
        return found
      },
    }),
    settings,
  )
  const ready = running.start()
  await turn() // it is read, and not yet here
  const other = { mode: 'asterisk' as const, ami: { ...ami, host: 'other' }, secret: 'pw' }
  await running.execute('connection.save', other, testCaller())
  letRead()
  await ready
  const { alerts, totals } = await snapshot()
  expect(Object.values(alerts).map(({ id, returned }) => [id, returned?.reason])).toEqual([['s/3', 'unknown']])
  expect(totals.today.offered).toBe(0)
  await running.stop()
})

describe('why nothing was seen', () => {
  const gapsOf = async () =>
    ((await kit.journals[0]?.ask({ kind: 'gaps', from: 0, to: Infinity })) ?? []).map(({ from, to, why }) => [
      (from - e.t(0)) / 1000,
      (to - e.t(0)) / 1000,
      why,
    ])

  test('the console was stopped, or ended by itself', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(0), ...served('s/1', 10))
    first.at(100)
    await first.running.stop()
    kit.journals.length = 0
    const second = await kit.start(200)
    second.feed(e.picture(210), ...served('s/2', 220))
    await second.die()
    const third = await kit.start(300)
    third.feed(e.picture(310))
    expect(await gapsOf()).toEqual([
      [100, 210, 'console-closed'],
      [289, 310, 'console-off'],
    ])
  })

  test('runs that saw nothing themselves double no gap, however they ended', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(0), ...served('s/1', 10), e.sightLost(90))
    first.at(100)
    await first.running.stop()
    kit.journals.length = 0
    for (const [from, to] of [
      [200, 250],
      [300, 350],
    ] as const) {
      const run = await kit.start(from)
      run.at(to)
      await run.die()
    }
    const stopped = await kit.start(400)
    stopped.at(450)
    await stopped.running.stop()
    kit.journals.length = 0
    const last = await kit.start(500)
    last.feed(e.picture(510))
    expect(await gapsOf()).toEqual([
      [90, 100, 'closed'],
      [100, 450, 'console-closed'],
      [450, 510, 'console-closed'],
    ])
    expect((await last.view()).link.gaps).toEqual([{ from: e.t(90), to: e.t(510) }])
  })

  test('runs that broke off while the link was down, too', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(0), ...served('s/1', 10), e.sightLost(90))
    await first.die()
    await (await kit.start(200)).die()
    await (await kit.start(300)).die()
    const last = await kit.start(400)
    last.feed(e.picture(410))
    expect(await gapsOf()).toEqual([[90, 410, 'console-off']])
  })
})
