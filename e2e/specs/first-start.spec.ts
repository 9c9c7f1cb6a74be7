import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '#e2e/desk.ts'

test.describe('a newcomer who has just typed npm start', () => {
  test('sees practice calls, marked as practice, and the first priority call within moments', async ({ openDesk }) => {
    const desk = await openDesk()
    await expect(desk.page.locator('[data-practice-mark]')).toContainText('PRACTICE')
    await expect(desk.page.locator('[data-link]')).toHaveAttribute('data-link', 'up')
    await expect(desk.cards().first()).toBeVisible({ timeout: 15_000 })
    for (const area of ['repair', 'complaint', 'connection', 'billing', 'operator'])
      await expect(desk.area(area)).toBeVisible()
    expect(desk.errors).toEqual([])
  })

  test('finds a wall that a screen reader and a keyboard can use', async ({ openDesk }) => {
    const desk = await openDesk()
    await expect(desk.cards().first()).toBeVisible({ timeout: 15_000 })
    const found = await new AxeBuilder({ page: desk.page }).analyze()
    expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
  })

  test('never has to scroll sideways', async ({ openDesk }) => {
    for (const viewport of [
      { width: 1366, height: 768 },
      { width: 1920, height: 1080 },
      { width: 3840, height: 2160 },
    ]) {
      const desk = await openDesk({ viewport })
      await expect(desk.cards().first()).toBeVisible({ timeout: 15_000 })
      const overflow = await desk.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect({ ...viewport, overflow }).toEqual({ ...viewport, overflow: 0 })
    }
  })

  test('hears of a storm from one district, and no call is hidden without a count', async ({ openDesk }) => {
    const settings = { practice: { seed: 7, speed: 20 } }
    const desk = await openDesk({ settings })
    await desk.page.keyboard.press('c')
    await desk.page.getByRole('button', { name: 'Storm of calls' }).click()
    await desk.page.keyboard.press('w')
    await expect
      .poll(async () => (await desk.cards().count()) + (await hidden(desk.page)), { timeout: 20_000 })
      .toBeGreaterThan(12)
    await expect(desk.page.locator('[data-figure="hidden-alerts"]').first()).toBeVisible()
    await expect(desk.cards().first()).toHaveAttribute('data-severity', 'P1')
  })
})

async function hidden(page: import('@playwright/test').Page): Promise<number> {
  const counts = await page
    .locator('[data-figure="hidden-alerts"]')
    .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset['count'])))
  return counts.reduce((sum, one) => sum + one, 0)
}
