import { expect, test } from '@playwright/test'
import { openScreen } from '#e2e/screen.ts'
import { bookEqualsSwitch, clearSwitch, createWire, openSite, startSwitch, suites } from './site.ts'

/** The link is lost while calls go on: afterwards the book equals the switch, and the screen said so meanwhile. */
for (const { suite, version } of suites) {
  test.describe(`Asterisk ${version}: a link that is lost under load`, () => {
    test('comes back by itself, and the book equals the switch', async ({ page }) => {
      const lab = await startSwitch(suite)
      await clearSwitch(lab)
      const wire = await createWire(lab.amiPort)
      const site = await openSite(lab, { port: wire.port })
      try {
        const screen = await openScreen(page, site.running.url)
        await lab.startBank({ ringMs: [300, 1500], talkMs: [2000, 5000] })
        const calls = await lab.placeCalls({
          codes: { '5': 5, '1': 3, '2': 2 },
          count: 150,
          rate: 10,
          holdMs: [5000, 15_000],
          from: '13900000000',
          seed: 3,
        })
        await expect.poll(() => screen.count('waiting'), { timeout: 20_000 }).toBeGreaterThan(3)
        for (let cut = 1; cut <= 3; cut++) {
          wire.cut()
          await site.client.until(
            `cut ${cut} was noticed`,
            (view) => view.link.state.kind !== 'up' || view.link.gaps.length >= cut,
          )
          await site.client.until(`the link is up again after cut ${cut}`, (view) => view.link.state.kind === 'up')
          await expect(async () => expect(await bookEqualsSwitch(site)).toEqual([])).toPass({ timeout: 10_000 })
        }
        await calls.kill()
        await lab.hangUpAll()
        const view = await site.client.until(
          'every call is over',
          ({ totals }) => totals.calls === 0 && totals.waiting === 0,
        )
        expect(view.link.gaps).toHaveLength(3)
        const { offered, answered, abandoned, flowedOut, cleared, unknown, open } = view.totals.today
        expect(answered + abandoned + flowedOut + cleared + unknown).toBe(offered)
        expect(open).toBe(0)
      } finally {
        await site.close()
        await wire.close()
        await lab.stop()
      }
    })

    test('that goes silent is found by its heartbeat, and said on the screen with its age', async ({ page }) => {
      const lab = await startSwitch(suite)
      await clearSwitch(lab)
      const wire = await createWire(lab.amiPort)
      const site = await openSite(lab, { port: wire.port })
      try {
        await openScreen(page, site.running.url)
        wire.freeze(true)
        await site.client.until(
          'the silence was noticed',
          ({ link }) => link.state.kind === 'waiting' || link.state.kind === 'connecting',
          40_000,
        )
        await expect(page.locator('[data-figure="data-age"]')).toBeVisible()
        wire.freeze(false)
        await site.client.until('the link is up again', ({ link }) => link.state.kind === 'up', 60_000)
        await expect(page.locator('[data-figure="data-age"]')).toHaveCount(0)
      } finally {
        await site.close()
        await wire.close()
        await lab.stop()
      }
    })

    test('because Asterisk was stopped and started under load: every call that is gone has an end', async () => {
      let lab = await startSwitch(suite)
      await clearSwitch(lab)
      const site = await openSite(lab)
      try {
        await lab.startBank({ ringMs: [300, 1500], talkMs: [2000, 5000] })
        const load = await lab.placeCalls({
          code: '5',
          count: 200,
          rate: 10,
          holdMs: [5000, 15_000],
          from: '13600000000',
        })
        const calls = await lab.placeCalls({ code: '1', count: 12, rate: 6, holdMs: 60_000, from: '13900000000' })
        await site.client.until(
          'the callers wait',
          ({ areas }) => areas.find((area) => area.area === 'repair')?.waiting === 12,
        )
        await lab.stop()
        await site.client.until('the loss was noticed', ({ link }) => link.state.kind !== 'up')
        await Promise.all([calls.kill(), load.kill()])
        lab = await startSwitch(suite)
        const view = await site.client.until('the link is up again', ({ link }) => link.state.kind === 'up', 60_000)
        expect(view.totals.waiting).toBe(0)
        expect(Object.keys(view.alerts)).toHaveLength(12)
        for (const alert of Object.values(view.alerts)) expect(alert.returned).toBeDefined()
        const { offered, answered, abandoned, flowedOut, cleared, unknown, open } = view.totals.today
        expect(answered + abandoned + flowedOut + cleared + unknown).toBe(offered)
        expect(open).toBe(0)
        await lab.placeCalls({ code: '1', from: '13900009999', holdMs: 30_000 })
        await site.client.until('a new call is seen', ({ alerts }) =>
          Object.values(alerts).some((alert) => alert.callerNumber === '13900009999' && alert.stage === 'queued'),
        )
        expect(await bookEqualsSwitch({ ...site, lab })).toEqual([])
      } finally {
        await site.close()
        await lab.hangUpAll()
        await lab.stop()
      }
    })
  })
}
