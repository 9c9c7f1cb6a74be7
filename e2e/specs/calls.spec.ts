import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Desk } from '#e2e/desk.ts'
import type { ScriptedSite } from '#e2e/fakes/scripted-site.ts'

const answered = { uniqueid: '1800000001.1', number: '13800135207', name: '王小明' }
const again = { uniqueid: '1800000002.2', number: '13800135207', queue: 'billing', code: '3', vdn: '8003' }
const lost = { uniqueid: '1800000003.3', number: '075526884100', queue: 'complaint', code: '2', vdn: '8002' }

/** One listed call that is answered, another of the same caller that no rule lists, and a listed one that is lost. */
async function playThree(desk: Desk, site: ScriptedSite): Promise<void> {
  site.arrives(answered)
  site.rings(answered, '1001')
  await expect(desk.cardOf(answered.number).locator('[data-stage="ringing"]')).toBeVisible()
  await desk.cardOf(answered.number).getByRole('button', { name: 'Acknowledge' }).click()
  await expect(desk.cardOf(answered.number)).toHaveAttribute('data-state', 'acknowledged')
  site.isAnswered(answered, '1001')
  site.hangsUp(answered)
  site.arrives(again)
  site.isAnswered(again, '1005')
  site.hangsUp(again)
  site.arrives(lost)
  site.givesUp(lost)
  await expect(desk.cardOf(lost.number)).toHaveAttribute('data-state', 'lost')
}
const row = (desk: Desk, uniqueid: string) => desk.page.locator(`tr[data-call-id="switch/${uniqueid}"]`)

test.describe('a supervisor who looks for a call', () => {
  test('finds it by number, outcome, class and seat, and reads its whole trail', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    await playThree(desk, site)
    await page.keyboard.press('h')
    await expect(page.locator('tr[data-call-id]')).toHaveCount(3)

    await page.getByLabel('Caller number').fill('138 0013 5207')
    await page.keyboard.press('Enter')
    await expect(page.locator('tr[data-call-id]')).toHaveCount(2)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByLabel('Outcome').selectOption('abandoned')
    await page.getByRole('button', { name: 'Find' }).click()
    await expect(page.locator('tr[data-call-id]')).toHaveCount(1)
    await expect(row(desk, lost.uniqueid)).toContainText('0755 2688 4100')
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByLabel('Class').selectOption('repair')
    await page.getByLabel('Seat').fill('PJSIP/1001')
    await page.getByRole('button', { name: 'Find' }).click()
    await expect(page.locator('tr[data-call-id]')).toHaveCount(1)
    await expect(row(desk, answered.uniqueid)).toContainText('Answered: Agent 1001')

    await row(desk, answered.uniqueid).getByRole('button').click()
    const trail = page.getByRole('complementary', { name: 'Call trail' })
    await expect(trail).toContainText('王小明')
    await expect(trail).toContainText('VDN is 8001')
    const steps = trail.locator('.trail-steps')
    for (const words of [
      'Arrived',
      'Keyed 1, reached VDN 8001',
      'Joined the queue',
      'Alert: P1',
      'Rang Agent 1001',
      'Acknowledged by Desk 2',
      'Answered by Agent 1001',
      'Alert returned: answered',
      'The caller hung up',
    ]) {
      await expect(steps).toContainText(words)
    }
    const times = await steps.locator('time').allInnerTexts()
    expect(times).toEqual([...times].sort())
    await trail.getByRole('button', { name: 'Messages of the switch' }).click()
    await expect(trail.locator('[data-raw]')).toContainText('Event: QueueCallerJoin')
    await expect(trail.locator('[data-raw]')).toContainText(`Uniqueid: ${answered.uniqueid}`)

    await trail.locator(`[data-same-caller="switch/${again.uniqueid}"] button`).click()
    await expect(trail).toContainText('No rule listed it.')
    await expect(trail.locator(`[data-same-caller="switch/${answered.uniqueid}"]`)).toBeVisible()
    expect(desk.errors).toEqual([])
  })

  test('does it all by keyboard', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    await playThree(desk, site)
    await page.keyboard.press('h')
    await row(desk, lost.uniqueid).getByRole('button').focus()
    await page.keyboard.press('ArrowDown')
    await expect(row(desk, again.uniqueid).getByRole('button')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Call trail' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(row(desk, again.uniqueid).getByRole('button')).toBeFocused()
  })

  for (const language of ['en', 'zh'] as const) {
    test(`meets no obstacle that a machine can find (${language})`, async ({ openDeskOnSite, site }) => {
      const desk = await openDeskOnSite(site, { preferences: { language, theme: 'light', deskName: '' } })
      site.arrives(lost)
      await expect(desk.cardOf(lost.number)).toBeVisible()
      await desk.page.keyboard.press('h')
      await row(desk, lost.uniqueid).getByRole('button').click()
      await desk.page.locator('.trail-steps').waitFor()
      const { violations } = await new AxeBuilder({ page: desk.page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    })
  }
})

test.describe('a receptionist at the wall', () => {
  test('opens the trail of a caller who still waits, beside the wall, and it grows', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    site.arrives(answered)
    await expect(desk.cards()).toHaveCount(1)
    await page.keyboard.press('n')
    await page.keyboard.press('t')
    const panel = page.getByRole('dialog', { name: 'Call trail' })
    await expect(panel).toContainText('Live')
    await expect(panel.locator('.trail-steps')).toContainText('Still waiting')
    await expect(desk.cardOf(answered.number)).toBeInViewport()
    site.rings(answered, '1001')
    await expect(panel.locator('.trail-steps')).toContainText('Rang Agent 1001')
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(desk.cardOf(answered.number)).toBeFocused()
  })

  test('is not kept from an alarm by the panel', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(answered)
    await desk.cardOf(answered.number).getByRole('button', { name: 'Trail' }).click()
    site.arrives(lost)
    await desk.cardOf(lost.number).getByRole('button', { name: 'Acknowledge' }).click()
    await expect(desk.cardOf(lost.number)).toHaveAttribute('data-state', 'acknowledged')
    await expect(desk.page.getByRole('dialog', { name: 'Call trail' })).toBeVisible()
  })
})
