import { expect, test } from '#e2e/desk.ts'
import type { Page } from '@playwright/test'

/** Somebody who has never seen it adds a number, tries it, publishes it and takes it back: by mouse, and by keyboard alone. */
const caller = { uniqueid: '1800000009.9', number: '13800007777', queue: 'billing', code: '3', vdn: '8003' }
const testingPreferences = (language: 'en' | 'zh') => ({
  preferences: { language, theme: 'dark' as const, deskName: 'Desk 2' },
})

test.describe('a newcomer and the priority reception list', () => {
  test('adds a number, tries it, publishes it and takes it back by mouse', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    site.arrives(caller)
    await expect.poll(() => desk.areaCount('billing', 'waiting')).toBe(1)
    await expect(desk.cards()).toHaveCount(0)

    await page.getByRole('button', { name: 'Priority list' }).click()
    await page.getByRole('button', { name: /^New rule/ }).click()
    const form = page.getByRole('complementary', { name: 'New rule' })
    await form.getByLabel('Name', { exact: true }).fill('Pressure station')
    await form.getByLabel('Class').selectOption({ label: 'Key customer' })
    await form.getByLabel('Kind of condition').selectOption({ label: 'Caller number' })
    await form.getByLabel('Number', { exact: true }).fill('+86 138-0000 7777')
    await form.getByLabel('Handling text').fill('Ask for the gauge reading')
    await form.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(page.locator('[data-rule][data-change="new"]')).toContainText('Pressure station')

    await tryCall(page, '0138 0000 7777')
    await expect(page.locator('.try-winner')).toContainText('Pressure station')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Priority wall' }).click()
    await expect(desk.cards(), 'a draft lists nobody').toHaveCount(0)

    await page.getByRole('button', { name: 'Priority list' }).click()
    await page.getByRole('button', { name: 'Publish…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.locator('[data-difference="added"]')).toContainText('Pressure station')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(dialog).toContainText('Say why')
    await dialog.getByLabel('Why').fill('The station calls when pressure falls')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(page.locator('[data-said="published"]')).toContainText('2')

    await page.getByRole('button', { name: 'Priority wall' }).click()
    const card = desk.cardOf(caller.number)
    await expect(card).toHaveAttribute('data-severity', 'P2')
    await expect(card).toContainText('Pressure station')
    await expect(card).toContainText('Ask for the gauge reading')

    await page.getByRole('button', { name: 'Priority list' }).click()
    await page.getByRole('button', { name: 'History' }).click()
    const first = page.locator('[data-version="1"]')
    await first.getByRole('button', { name: /Publish this again/ }).click()
    await dialog.getByLabel('Why').fill('Published by mistake')
    await dialog.getByRole('button', { name: 'Publish version 1 again' }).click()
    await expect(page.locator('[data-version="3"][data-in-force="true"]')).toContainText('Published by mistake')
    await page.getByRole('button', { name: 'Priority wall' }).click()
    await expect(card).toHaveAttribute('data-state', 'returned')
    await expect(card).toContainText(/version 3/i)
    expect(desk.errors).toEqual([])
  })

  test('does the same by keyboard alone, in Chinese', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site, testingPreferences('zh'))
    const { page } = desk
    site.arrives(caller)
    await expect.poll(() => desk.areaCount('billing', 'waiting')).toBe(1)
    const keys = page.keyboard

    await keys.press('l')
    await expect(page.locator('[data-rule]').first()).toBeVisible()
    await keys.press('Insert')
    const form = page.locator('.rule-form')
    await expect(form.getByLabel('名称', { exact: true })).toBeFocused()
    await keys.type('调压站值守')
    await tabTo(page, form.getByLabel('类别'))
    await keys.press('End')
    await expect(form.getByLabel('类别')).toHaveValue('key-customer')
    await expect(form.getByLabel('条件类型')).toHaveValue('caller-number')
    await tabTo(page, form.getByLabel('号码', { exact: true }))
    await keys.type('138 0000 7777')
    await keys.press('Enter')
    await expect(page.locator('[data-rule][data-change="new"]')).toContainText('调压站值守')

    const tryPanel = page.getByRole('complementary', { name: '试一试' })
    if (!(await tryPanel.isVisible())) {
      await tabTo(page, page.getByRole('button', { name: '试一试' }))
      await keys.press('Enter')
    }
    await tabTo(page, tryPanel.getByRole('textbox', { name: '主叫号码' }))
    await keys.type('13800007777')
    await keys.press('Enter')
    await expect(page.locator('.try-winner')).toContainText('调压站值守')

    await tabTo(page, page.getByRole('button', { name: '发布…' }))
    await keys.press('Enter')
    await tabTo(page, page.getByRole('dialog').getByRole('textbox'))
    await keys.type('调压站来电要先接')
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }))
    await keys.press('Enter')
    await expect(page.locator('[data-said="published"]')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await keys.press('w')
    const card = desk.cardOf(caller.number)
    await expect(card).toHaveAttribute('data-severity', 'P2')
    await expect(card).toContainText('调压站值守')

    await keys.press('l')
    await tabTo(page, page.getByRole('button', { name: '历史' }))
    await keys.press('Enter')
    await tabTo(page, page.locator('[data-version="1"]').getByRole('button', { name: /恢复此版本/ }))
    await keys.press('Enter')
    await tabTo(page, page.getByRole('dialog').getByRole('textbox'))
    await keys.type('误发布')
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: '恢复第 1 版' }))
    await keys.press('Enter')
    await expect(page.locator('[data-version="3"]')).toContainText('误发布')
    await keys.press('w')
    await expect(card).toHaveAttribute('data-state', 'returned')
    await expect(card).toContainText('第 3 版')
  })
})

async function tryCall(page: Page, number: string): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'Try a call' })
  if (!(await panel.isVisible())) await page.getByRole('button', { name: 'Try a call' }).click()
  await panel.getByLabel('Caller number').fill(number)
  await panel.getByRole('button', { name: 'Try it' }).click()
}

/** Tab, as somebody without a mouse would, until it is reached; nothing on the page may trap the focus. */
async function tabTo(page: Page, target: import('@playwright/test').Locator): Promise<void> {
  await target.first().waitFor()
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.first().evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`not reached by Tab: ${await target.first().innerHTML()}`)
}
