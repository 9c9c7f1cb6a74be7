import { expect, test, type Desk } from '#e2e/desk.ts'
import { openSecondScreen } from '#e2e/desk.ts'

test.describe('two people and one draft', () => {
  test('the second to save is told who was first, and neither loses a word', async ({ openDesk }) => {
    const desk = await openDesk()
    const other = await openSecondScreen(desk)
    for (const one of [desk, other]) await openRule(one, '市人民医院 · City hospital')
    await desk.page.getByLabel('Note', { exact: true }).fill('new switchboard')
    await other.page.getByLabel('Note', { exact: true }).fill('call the night nurse')
    await desk.page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(desk.page.locator('[data-rule="hospital"][data-change="changed"]')).toBeVisible()
    await other.page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(other.page.getByText('Desk 2 changed this rule', { exact: false })).toBeVisible()
    await expect(other.page.getByLabel('Note', { exact: true })).toHaveValue('call the night nurse')
    await other.page.getByRole('button', { name: 'Keep mine and save' }).click()
    await expect(other.page.locator('.rule-form')).toHaveCount(0)
    await openRule(desk, '市人民医院 · City hospital')
    await expect(desk.page.getByLabel('Note', { exact: true })).toHaveValue('call the night nurse')
  })

  test('whoever publishes must have seen the draft as it is', async ({ openDesk }) => {
    const desk = await openDesk()
    const other = await openSecondScreen(desk)
    for (const one of [desk, other]) await one.page.keyboard.press('l')
    await switchOff(desk, 'complaint-area')
    await desk.page.getByRole('button', { name: 'Publish…' }).click()
    await switchOff(other, 'hospital')
    const dialog = desk.page.getByRole('dialog')
    await expect(dialog).toContainText('has just changed the draft')
    await dialog.getByRole('button', { name: 'Look again' }).click()
    await expect(dialog.locator('[data-difference="changed"]')).toHaveCount(2)
    await dialog.getByLabel('Why').fill('both are right')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(other.page.locator('.list-version')).toContainText('version 2')
  })
})

async function openRule(desk: Desk, name: string): Promise<void> {
  await desk.page.getByRole('button', { name: 'Priority list' }).click()
  await desk.page.locator('[data-rule]').filter({ hasText: name }).locator('[data-cell="position"]').dblclick()
  await expect(desk.page.getByLabel('Note', { exact: true })).toBeVisible()
}

async function switchOff(desk: Desk, ruleId: string): Promise<void> {
  const row = desk.page.locator(`[data-rule="${ruleId}"]`)
  await row.locator('[data-cell="select"]').click()
  await desk.page.getByRole('button', { name: 'Switch off' }).click()
  await expect(row).toHaveAttribute('data-enabled', 'false')
}
