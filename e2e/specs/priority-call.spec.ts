import { expect, test } from '#e2e/desk.ts'

const gas = { uniqueid: '1800000001.1', number: '13800135207', name: '王小明' }
const complaint = { uniqueid: '1800000002.2', number: '075526884100', queue: 'complaint', code: '2', vdn: '8002' }

test.describe('a receptionist and a priority call', () => {
  test('sees who calls, why it is listed, where it waits, and how long there is left', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    const card = desk.cardOf(gas.number)
    await expect(card).toHaveAttribute('data-severity', 'P1')
    await expect(card).toContainText('138 0013 5207')
    await expect(card).toContainText('王小明')
    await expect(card).toContainText('VDN 8001')
    await expect(card).toContainText('queue position 1')
    await expect(card).toContainText('抢修 VDN · Repair VDN')
    await expect(card.locator('[data-figure="countdown"]')).toContainText(/00:1[0-2]/)
    await expect(desk.area('repair').locator('[data-figure="waiting"]')).toContainText('1')
    expect(await desk.count('waiting')).toBe(1)
  })

  test('sees the strongest first, then the longest waiting', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(complaint)
    await expect(desk.cards()).toHaveCount(1)
    site.arrives(gas)
    await expect(desk.cards()).toHaveCount(2)
    site.arrives({ ...gas, uniqueid: '1800000003.3', number: '13900000003' })
    await expect(desk.cards()).toHaveCount(3)
    const order = await desk
      .cards()
      .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset['alertId']))
    expect(order).toEqual(['switch/1800000001.1', 'switch/1800000003.3', 'switch/1800000002.2'])
  })

  test('acknowledges by a click: the card says who and when, and stops flashing', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    const card = desk.cardOf(gas.number)
    await card.getByRole('button', { name: 'Acknowledge' }).click()
    await expect(card).toHaveAttribute('data-state', 'acknowledged')
    await expect(card).toContainText('Desk 2')
    await expect(card).toContainText(/seen \d\d:\d\d/)
  })

  test('acknowledges by keys alone, and the focus goes to the neighbour when a card leaves', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    await expect(desk.cards()).toHaveCount(1)
    site.arrives(complaint)
    await expect(desk.cards()).toHaveCount(2)
    await desk.page.keyboard.press('n')
    await expect(desk.cardOf(gas.number)).toBeFocused()
    await desk.page.keyboard.press('a')
    await expect(desk.cardOf(gas.number)).toHaveAttribute('data-state', 'acknowledged')
    site.isAnswered(gas, '1001')
    await expect(desk.cardOf(gas.number)).toHaveCount(0)
    await expect(desk.cardOf(complaint.number)).toBeFocused()
  })

  test('follows the call: rings a seat, is answered, and stays until somebody has looked', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    site.rings(gas, '1001')
    const card = desk.cardOf(gas.number)
    await expect(card.locator('[data-stage="ringing"]')).toContainText('Agent 1001')
    site.isAnswered(gas, '1001')
    await expect(card).toHaveAttribute('data-state', 'returned')
    await desk.page.keyboard.press('Shift+A')
    await expect(card).toHaveCount(0)
  })

  test('cannot lose a caller who hung up: it stays until somebody says what became of it', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    await expect(desk.cards()).toHaveCount(1)
    site.givesUp(gas)
    const card = desk.cardOf(gas.number)
    await expect(card).toHaveAttribute('data-state', 'lost')
    await card.getByRole('button', { name: 'Acknowledge' }).click()
    await expect(card).toHaveAttribute('data-state', 'lost')
    await card.getByRole('button', { name: 'Outcome…' }).click()
    await desk.page.getByRole('menuitem', { name: /Called back/ }).click()
    await expect(card).toHaveCount(0)
  })

  test('hears it: the sound follows the strongest call, and a pause counts down and ends', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    await desk.page.mouse.click(5, 5) // a browser lets sound through after a touch of the page
    site.arrives(gas)
    await expect(desk.page.locator('[data-sound="sounding"]')).toBeVisible()
    await desk.page.keyboard.press('m')
    await expect(desk.page.locator('[data-sound="paused"]')).toContainText(/Paused 0[12]:\d\d/)
    await desk.page.keyboard.press('m')
    await expect(desk.page.locator('[data-sound="sounding"]')).toBeVisible()
    await desk.page.keyboard.press('n')
    await desk.page.keyboard.press('a')
    await expect(desk.page.locator('[data-sound="on"]')).toBeVisible()
  })
})
