import { expect, test } from '@playwright/test'
import { openScreen } from '#e2e/screen.ts'
import { clearSwitch, codeToArea, openSite, startSwitch, suites, truthOf } from './site.ts'

/** 200 calls at once-and-a-half a real peak: the console's figures against what SIPp did, call by call, and the browser's. */
for (const { suite, version } of suites) {
  test(`Asterisk ${version}: after 200 calls every figure equals what SIPp did, and no call is left`, async ({
    page,
  }) => {
    test.setTimeout(240_000)
    const lab = await startSwitch(suite)
    await clearSwitch(lab)
    const site = await openSite(lab)
    try {
      const screen = await openScreen(page, site.running.url)
      const answers = { does: 'answers' as const, ringMs: [300, 2000] as const, talkMs: [2000, 5000] as const }
      await lab.startBank({ ringMs: [300, 2000], talkMs: [2000, 6000], seed: 7 })
      await lab.startAgents({ 1001: answers, 1002: answers, 1003: answers, 1004: answers, 1005: answers })
      const calls = await lab.placeCalls({
        codes: { '5': 6, '1': 2, '2': 1, '3': 1 },
        from: '13900000000',
        count: 200,
        rate: 20,
        holdMs: [4000, 14_000],
        seed: 11,
      })
      await expect.poll(() => screen.count('waiting'), { timeout: 20_000 }).toBeGreaterThan(5)
      const result = await calls.done
      expect(result.failed).toBe(0)
      const view = await site.client.until('every call is over', ({ totals }) => totals.calls === 0, 30_000)

      const truth = truthOf(lab, result)
      for (const area of Object.values(codeToArea)) {
        const mine = truth.filter((one) => one.area === area)
        const answered = mine.filter((one) => one.answered).length
        const figures = view.areas.find((one) => one.area === area)?.today
        const { offered, abandoned, open, unknown } = figures ?? {}
        expect({ area, offered, answered: figures?.answered, abandoned, open, unknown }).toEqual({
          area,
          offered: mine.length,
          answered,
          abandoned: mine.length - answered,
          open: 0,
          unknown: 0,
        })
        // Asterisk's own counters, which agree here because nothing overflows and every talk is over.
        const shown = await lab.queueShow(area)
        expect({ completed: shown.completed, abandoned: shown.abandoned }).toEqual({
          completed: answered,
          abandoned: mine.length - answered,
        })
      }
      expect(view.totals.today.offered).toBe(200)
      await expect.poll(() => screen.count('offered-today')).toBe(200)
      await expect.poll(() => screen.count('answered-today')).toBe(truth.filter((one) => one.answered).length)
      await expect.poll(() => screen.count('waiting')).toBe(0)

      // Every listed caller is still on the wall: nobody has acknowledged anything.
      const listed = truth.filter((one) => one.area === 'repair' || one.area === 'complaint')
      expect(
        Object.values(view.alerts)
          .map((alert) => alert.callerNumber)
          .sort(),
      ).toEqual(listed.map((one) => one.call.from).sort())
      for (const alert of Object.values(view.alerts)) {
        const real = listed.find((one) => one.call.from === alert.callerNumber)
        expect([alert.callerNumber, alert.returned?.reason]).toEqual([
          alert.callerNumber,
          real?.answered ? 'answered' : 'abandoned',
        ])
      }
    } finally {
      await site.close()
      await lab.stop()
    }
  })
}
