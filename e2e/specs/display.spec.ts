import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '#e2e/desk.ts'

const gas = { uniqueid: '1800000001.1', number: '13800135207' }

for (const theme of ['dark', 'light'] as const) {
  for (const language of ['zh', 'en'] as const) {
    test(`the wall in ${language}, ${theme}: every word in that language, and contrast that can be read`, async ({
      openDeskOnSite,
      site,
    }) => {
      const desk = await openDeskOnSite(site, { preferences: { language, theme, deskName: '02' } })
      site.arrives(gas)
      site.arrives({
        ...gas,
        uniqueid: '1800000002.2',
        number: '13900000002',
        queue: 'complaint',
        vdn: '8002',
        code: '2',
      })
      await expect(desk.cards()).toHaveCount(2)
      await expect(desk.page.locator('html')).toHaveAttribute('lang', language === 'zh' ? /^zh/ : 'en')
      await expect(
        desk.page.getByRole('heading', { name: language === 'zh' ? '优先来电' : 'Priority calls' }),
      ).toBeVisible()
      const found = await new AxeBuilder({ page: desk.page }).analyze()
      expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
    })
  }
}

test('language and theme are changed in the program, at once, and are kept', async ({ openDeskOnSite, site }) => {
  const desk = await openDeskOnSite(site)
  const { page } = desk
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('radio', { name: '中文' }).click({ force: true })
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
})
