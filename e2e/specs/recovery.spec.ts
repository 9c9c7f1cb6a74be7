import { expect, test, type Desk } from '#e2e/desk.ts'

const gas = { uniqueid: '1800000001.1', number: '13800135207', name: '王小明' }
const complaint = { uniqueid: '1800000002.2', number: '075526884100', queue: 'complaint', code: '2', vdn: '8002' }
const entry = (desk: Desk, { uniqueid }: { uniqueid: string }) =>
  desk.page.locator(`[data-recovery="switch/${uniqueid}"]`)

test.describe('a listed caller who was lost', () => {
  test('stays in the recovery list until somebody says what became of it', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    site.arrives(gas)
    site.givesUp(gas)
    site.arrives(complaint)
    site.givesUp(complaint)
    await expect(desk.figure('recovery-open')).toHaveText('2')
    await page.keyboard.press('b')
    await expect(page.locator('[data-recovery]')).toHaveCount(2)
    await expect(entry(desk, gas)).toContainText('王小明')
    await expect(entry(desk, gas)).toContainText('Nobody acknowledged it at the time')

    await entry(desk, gas).getByRole('button', { name: 'Record the outcome' }).click()
    const form = page.getByRole('form', { name: 'Record the outcome' })
    await form.getByText('Called back').click()
    await form.getByRole('textbox').fill('Smells no gas any more; a crew is on its way')
    await form.getByRole('button', { name: 'Record' }).click()
    await expect(entry(desk, gas)).toHaveCount(0)
    await expect(desk.figure('recovery-open')).toHaveText('1')

    await page.getByText('Done', { exact: true }).click()
    await expect(entry(desk, gas)).toContainText('Called back')
    await expect(entry(desk, gas)).toContainText('Recorded by Desk 2')
    await expect(entry(desk, gas)).toContainText('a crew is on its way')
    await entry(desk, gas).getByRole('button', { name: 'Trail' }).click()
    await expect(page.getByRole('dialog').locator('.trail-steps')).toContainText('Desk 2 recorded: Called back')

    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Priority wall' }).click()
    await expect(desk.cardOf(gas.number)).toHaveCount(0)
    await expect(desk.cardOf(complaint.number)).toHaveAttribute('data-state', 'lost')
    expect(desk.errors).toEqual([])
  })

  test('leaves it by itself when the same number is answered later, and the list says so', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    site.arrives(gas)
    site.givesUp(gas)
    await expect(desk.figure('recovery-open')).toHaveText('1')
    await desk.page.keyboard.press('b')
    await expect(entry(desk, gas)).toBeVisible()
    const later = { ...gas, uniqueid: '1800000009.9' }
    site.arrives(later)
    site.isAnswered(later, '1001')
    await expect(desk.page.getByText('Nobody is waiting to be called back.')).toBeVisible()
    await desk.page.getByText('Done', { exact: true }).click()
    await expect(entry(desk, gas)).toContainText('Caller called again')
    await expect(entry(desk, gas)).toContainText('recorded by itself')
  })

  test('takes an outcome with a note at the wall, too', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    site.arrives(gas)
    site.givesUp(gas)
    await desk.cardOf(gas.number).getByRole('button', { name: 'Outcome…' }).click()
    await page.getByRole('menuitem', { name: 'With a note…' }).click()
    const panel = page.getByRole('dialog', { name: 'Record the outcome' })
    await panel.getByText('False call').click()
    await panel.getByRole('textbox').fill('Wrong number')
    await panel.getByRole('button', { name: 'Record' }).click()
    await expect(desk.cardOf(gas.number)).toHaveCount(0)
    await page.keyboard.press('b')
    await page.getByText('Done', { exact: true }).click()
    await expect(entry(desk, gas)).toContainText('Wrong number')
  })
})

test('a restart keeps the day’s figures, the alerts and the recovery list, and marks the gap', async ({
  openDeskOnSite,
  site,
}) => {
  const desk = await openDeskOnSite(site)
  for (const i of [1, 2, 3]) {
    const caller = {
      uniqueid: `180000002${i}.${i}`,
      number: `1390000000${i}`,
      queue: 'billing',
      code: '3',
      vdn: '8003',
    }
    site.arrives(caller)
    site.isAnswered(caller, '1005')
    site.hangsUp(caller)
  }
  site.arrives(gas)
  site.givesUp(gas)
  site.arrives(complaint)
  site.givesUp(complaint)
  await desk.cardOf(complaint.number).getByRole('button', { name: 'Acknowledge' }).click()
  await expect(desk.cardOf(complaint.number)).toContainText('Desk 2')
  await expect(desk.figure('offered-today')).toHaveText('5')
  const after = await desk.restart()
  await after.page.locator('[data-link="up"]').waitFor()
  await expect(after.figure('offered-today')).toHaveText('5')
  await expect(after.figure('answered-today')).toHaveText('3')
  await expect(after.figure('abandoned-today')).toHaveText('2')
  await expect(after.cardOf(gas.number)).toHaveAttribute('data-state', 'lost')
  await expect(after.cardOf(gas.number).getByRole('button', { name: 'Acknowledge' })).toBeVisible()
  await expect(after.cardOf(complaint.number)).toContainText('Desk 2')
  await expect(after.figure('recovery-open')).toHaveText('2')
  await after.page.keyboard.press('b')
  await entry(after, gas).getByRole('button', { name: 'Record the outcome' }).click()
  await after.page.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(entry(after, gas)).toHaveCount(0)
  await after.page.keyboard.press('r')
  await after.page.getByText('Shift handover').click()
  await expect(after.page.locator('[data-part-of-sheet="gaps"]')).toContainText('Firstline was closed')
})
