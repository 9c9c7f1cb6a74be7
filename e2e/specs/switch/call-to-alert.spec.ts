import { expect, test } from '@playwright/test'
import type { Lab } from '#e2e/asterisk/lab.ts'
import { openScreen, type Screen } from '#e2e/screen.ts'
import {
  bookEqualsSwitch,
  channelsOf,
  clearSwitch,
  openSite,
  sendAction,
  startSwitch,
  suites,
  type Site,
} from './site.ts'

/** One real call at a time, from the caller's INVITE to the card in the browser. */
for (const { suite, version } of suites) {
  test.describe(`Asterisk ${version}: a call`, () => {
    test.describe.configure({ mode: 'serial' })
    let lab: Lab
    let site: Site
    let screen: Screen

    test.beforeAll(async () => {
      lab = await startSwitch(suite)
    })
    test.afterAll(async () => {
      await lab?.stop()
    })
    test.beforeEach(async ({ page }) => {
      await clearSwitch(lab)
      site = await openSite(lab, { ami: { username: 'least' } })
      screen = await openScreen(page, site.running.url)
    })
    test.afterEach(async () => {
      await lab.hangUpAll()
      await site.close()
    })

    test('that keys 1 is a P1 alert on the wall, with its code, VDN and rule', async () => {
      await lab.placeCalls({ code: '1', from: '13800001111', name: '王小明', holdMs: 60_000 })
      const card = screen.cardOf('13800001111')
      await expect(card).toHaveAttribute('data-state', 'active')
      await expect(card).toHaveAttribute('data-severity', 'P1')
      await expect(card).toContainText('王小明')
      await expect(card).toContainText('8001')
      await expect(screen.area('repair').locator('[data-figure="waiting"]')).toContainText('1')
      expect(await screen.count('waiting')).toBe(1)
      expect(await bookEqualsSwitch(site)).toEqual([])
    })

    test('that keys 3 waits and raises no alert', async () => {
      await lab.placeCalls({ code: '3', from: '13800003333', holdMs: 60_000 })
      await expect.poll(() => screen.areaCount('billing', 'waiting')).toBe(1)
      await expect(screen.cards()).toHaveCount(0)
    })

    test('that a seat answers is counted, and its alert leaves once it is acknowledged', async () => {
      await lab.startAgents({ 1001: { does: 'answers', ringMs: 1500, talkMs: 20_000 } })
      await lab.placeCalls({ code: '1', from: '13800001112', holdMs: 60_000 })
      const card = screen.cardOf('13800001112')
      await expect(card.locator('[data-stage="ringing"]')).toBeVisible({ timeout: 10_000 })
      await expect(card).toHaveAttribute('data-state', 'returned', { timeout: 10_000 })
      const view = await site.client.view()
      expect(view.areas.find((area) => area.area === 'repair')?.today).toMatchObject({
        offered: 1,
        answered: 1,
        answeredInTime: 1,
        abandoned: 0,
        open: 0,
      })
      await card.focus()
      await screen.page.keyboard.press('a')
      await expect(card).toHaveCount(0)
    })

    test('whose caller gives up stays until somebody says what became of it', async () => {
      await lab.startAgents({ 1001: { does: 'never' } })
      const calls = await lab.placeCalls({ code: '1', from: '13800001113', holdMs: 5000 })
      const card = screen.cardOf('13800001113')
      await expect(card).toHaveAttribute('data-state', 'lost', { timeout: 20_000 })
      await calls.done
      const view = await site.client.view()
      expect(view.areas.find((area) => area.area === 'repair')?.today).toMatchObject({
        offered: 1,
        answered: 0,
        abandoned: 1,
      })
      await card.focus()
      await screen.page.keyboard.press('a')
      await expect(card).toContainText('Desk 2')
      await card.focus()
      await screen.page.keyboard.press('1')
      await expect(card).toHaveCount(0)
    })

    test('that the queue gives up on goes on as an alert: an overflow, not an abandon', async () => {
      await lab.setGlobal('QUEUE_TIMEOUT', '4')
      try {
        await lab.placeCalls({ code: '1', from: '13800001114', holdMs: 60_000 })
        const card = screen.cardOf('13800001114')
        await expect(card).toHaveAttribute('data-state', 'active', { timeout: 10_000 })
        await expect.poll(() => screen.areaCount('overflow', 'waiting'), { timeout: 15_000 }).toBe(1)
        await expect(card).toHaveAttribute('data-state', 'active')
        const view = await site.client.view()
        expect(view.areas.find((area) => area.area === 'repair')?.today).toMatchObject({
          offered: 1,
          flowedOut: 1,
          abandoned: 0,
        })
      } finally {
        await lab.setGlobal('QUEUE_TIMEOUT', '60')
      }
    })

    test('that is not answered by the first seat rings the second', async () => {
      await lab.startAgents({ 1001: { does: 'never' }, 1002: { does: 'answers', ringMs: 1000, talkMs: 5000 } })
      await lab.placeCalls({ code: '1', from: '13800001115', holdMs: 60_000 })
      await expect(screen.cardOf('13800001115')).toContainText('Agent 1001', { timeout: 10_000 })
      await expect(screen.cardOf('13800001115')).toHaveAttribute('data-state', 'returned', { timeout: 20_000 })
    })

    test('that keys three wrong codes comes to the operator', async () => {
      await lab.placeCalls({ code: '77', retries: ['88', '9999'], from: '13800001116', holdMs: 60_000 })
      await expect.poll(() => screen.areaCount('operator', 'waiting'), { timeout: 40_000 }).toBe(1)
    })

    const transfers: [how: string, move: () => Promise<void>][] = [
      [
        'redirected by another program',
        async () => {
          const [caller] = await channelsOf(lab, 'PJSIP/trunk-')
          await lab.rx(`channel redirect ${caller} vdn,8001,1`)
        },
      ],
      [
        'blindly transferred by its seat',
        async () => {
          const [seat] = await channelsOf(lab, 'PJSIP/1005-')
          const answer = await sendAction(lab, {
            Action: 'BlindTransfer',
            Channel: seat ?? '',
            Context: 'vdn',
            Exten: '8001',
          })
          expect(answer).toContain('Success')
        },
      ],
    ]
    for (const [how, move] of transfers) {
      test(`that is ${how} to repair becomes an alert then, and is counted once in each queue`, async () => {
        await lab.startAgents({ 1005: { does: 'answers', ringMs: 500, talkMs: 60_000 } })
        await lab.placeCalls({ code: '3', from: '13800001117', holdMs: 60_000 })
        const area = async (name: string) => (await site.client.view()).areas.find((one) => one.area === name)?.today
        await expect.poll(async () => (await area('billing'))?.answered).toBe(1)
        await expect(screen.cards()).toHaveCount(0)
        await move()
        await expect(screen.cardOf('13800001117')).toHaveAttribute('data-severity', 'P1')
        expect(await area('billing')).toMatchObject({ offered: 1, answered: 1, open: 0 })
        expect(await area('repair')).toMatchObject({ offered: 1, answered: 0, open: 1 })
      })
    }

    test('of a withheld number is shown as such', async () => {
      await lab.placeCalls({ code: '1', identity: 'withheld', holdMs: 60_000 })
      await expect(screen.cards('active').locator('.withheld')).toHaveCount(1, { timeout: 10_000 })
    })
  })
}
