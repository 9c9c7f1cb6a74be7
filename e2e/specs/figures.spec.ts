import { expect, test } from '#e2e/desk.ts'

test('a supervisor sees the formula behind the service level, in words and numbers', async ({
  openDeskOnSite,
  site,
}) => {
  const desk = await openDeskOnSite(site)
  for (const i of [1, 2, 3, 4]) {
    const caller = {
      uniqueid: `180000000${i}.${i}`,
      number: `1390000000${i}`,
      queue: 'billing',
      code: '3',
      vdn: '8003',
    }
    site.arrives(caller)
    if (i < 4) site.isAnswered(caller, '1005')
    else site.givesUp(caller)
    site.hangsUp(caller)
  }
  await expect(desk.figure('service-level-today')).toContainText('75.0%')
  expect(await desk.count('offered-today')).toBe(4)
  expect(await desk.count('answered-today')).toBe(3)
  expect(await desk.count('abandoned-today')).toBe(1)
  await desk.page.getByRole('button', { name: /formula/i }).click()
  const formula = desk.page.getByRole('dialog')
  await expect(formula).toContainText('answered within 20 s ÷ offered')
  await expect(formula.locator('[data-figure="formula-numbers"]')).toContainText(/3\s*÷\s*4/)
})

test('with nothing offered there is no percentage', async ({ openDeskOnSite, site }) => {
  const desk = await openDeskOnSite(site)
  await expect(desk.figure('service-level-today')).toContainText('–')
})
