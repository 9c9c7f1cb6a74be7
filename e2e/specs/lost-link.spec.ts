import { expect, test } from '#e2e/desk.ts'

const gas = { uniqueid: '1800000001.1', number: '13800135207' }

test.describe('a desk whose switch is gone', () => {
  test('keeps what it knew, says how old it is and why, and comes back by itself', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    await expect(desk.cards()).toHaveCount(1)
    site.fake.actions['Challenge'] = () => undefined // it accepts and hangs
    site.fake.last().socket.destroy()
    await expect(desk.figure('data-age')).toBeVisible()
    await expect(desk.cardOf(gas.number)).toBeVisible()
    await expect(desk.page.locator('[data-link="up"]')).toHaveCount(0)
    site.fake.actions['Challenge'] = () => 'Response: Success\r\nActionID: {id}\r\nChallenge: 278563493\r\n\r\n'
    await expect(desk.page.locator('[data-link="up"]')).toBeVisible({ timeout: 20_000 })
    await expect(desk.figure('data-age')).toHaveCount(0)
    // The switch knows nothing of the caller any more: how it ended is unknown, and nobody may forget it.
    await expect(desk.cardOf(gas.number)).toHaveAttribute('data-state', 'lost')
    await expect(desk.figure('data-notes').first()).toContainText('Data gap')
  })

  test('is told that the password is wrong, nothing locks the user out, and a retry is one press', async ({
    openDesk,
    site,
  }) => {
    const { asteriskSettings } = await import('#e2e/running-console.ts')
    const desk = await openDesk({ settings: { connection: asteriskSettings(site.fake.port) }, secret: 'wrong' })
    await expect(desk.page.locator('[data-link="stopped"]')).toBeVisible({ timeout: 15_000 })
    await expect(desk.page.getByText('User or secret is wrong').first()).toBeVisible()
    const logins = site.fake.heard().split('Action: Login').length - 1
    expect(logins).toBe(1)
    // The secret was put right on the switch: the loop stands still until somebody says so.
    site.fake.actions['Login'] = () => 'Response: Success\r\nActionID: {id}\r\nMessage: Authentication accepted\r\n\r\n'
    await desk.page.getByRole('button', { name: 'Retry now' }).click()
    await expect(desk.page.locator('[data-link="up"]')).toBeVisible()
  })

  test('shows garbled bytes as what they are, and recovers', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    site.fake.last().send(Buffer.from(Array.from({ length: 600_000 }, (_, i) => (i * 7919) % 256)))
    await expect.poll(() => site.fake.connections.length, { timeout: 15_000 }).toBeGreaterThan(1)
    await expect(desk.page.locator('[data-link="up"]')).toBeVisible({ timeout: 15_000 })
    site.arrives(gas)
    await expect(desk.cardOf(gas.number)).toBeVisible()
  })
})
