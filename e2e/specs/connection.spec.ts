import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '#e2e/desk.ts'
import { siteSecret } from '#e2e/fakes/scripted-site.ts'

test.describe('an admin who connects an Asterisk', () => {
  test('tests it step by step, saves it, lists a queue, and sees its calls', async ({ openDesk, site }) => {
    const desk = await openDesk()
    const { page } = desk
    await page.keyboard.press('c')
    await page.getByRole('radio', { name: /Asterisk/ }).click({ force: true })
    await page.getByLabel('Host name or IP').fill('127.0.0.1')
    await page.getByLabel('Port', { exact: true }).fill(String(site.fake.port))
    await page.getByLabel('Manager user').fill('console')
    await page.getByLabel('Secret', { exact: true }).fill(siteSecret)
    await page.getByRole('button', { name: 'Test the connection' }).click()
    for (const step of ['reached', 'greeting', 'logged-in', 'booted', 'queues']) {
      await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute('data-result', 'ok')
    }
    await page.getByRole('button', { name: 'Save and use' }).click()
    await expect(page.locator('[data-link="up"]')).toBeVisible()
    await expect(page.locator('[data-practice-mark]')).toHaveCount(0)
    const row = page.locator('[data-queue="billing"]')
    await expect(row).toBeVisible()
    await page.keyboard.press('Escape')
    site.arrives({ uniqueid: '1800000001.1', number: '13800135207' })
    await page.getByRole('button', { name: 'Priority wall' }).click()
    await expect(desk.cardOf('13800135207')).toBeVisible()
    expect(await page.content()).not.toContain(siteSecret)
  })

  const failures: [
    name: string,
    prepare: (site: import('#e2e/fakes/scripted-site.ts').ScriptedSite) => void,
    secret: string,
    step: string,
    words: string,
  ][] = [
    ['a wrong password', () => undefined, 'wrong', 'logged-in', 'Compare user and secret'],
    [
      'an SSH port',
      (site) => void (site.fake.greeting = 'SSH-2.0-OpenSSH_9.2\r\n'),
      siteSecret,
      'greeting',
      'Another service uses the port',
    ],
  ]
  for (const [name, prepare, secret, step, words] of failures) {
    test(`is told what to do about ${name}`, async ({ openDesk, site }) => {
      prepare(site)
      const { page } = await openDesk()
      await page.keyboard.press('c')
      await page.getByRole('radio', { name: /Asterisk/ }).click({ force: true })
      await page.getByLabel('Port', { exact: true }).fill(String(site.fake.port))
      await page.getByLabel('Manager user').fill('console')
      await page.getByLabel('Secret', { exact: true }).fill(secret)
      await page.getByRole('button', { name: 'Test the connection' }).click()
      await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute('data-result', 'failed', { timeout: 15_000 })
      await expect(page.locator(`[data-step="${step}"]`)).toContainText(words)
    })
  }

  test('is told in the form what cannot be right', async ({ openDesk }) => {
    const { page } = await openDesk()
    await page.keyboard.press('c')
    await page.getByRole('radio', { name: /Asterisk/ }).click({ force: true })
    await page.getByLabel('Port', { exact: true }).fill('70000')
    await page.getByRole('button', { name: 'Save and use' }).click()
    await expect(page.getByText('A whole number from 1 to 65535; AMI is usually 5038')).toBeVisible()
  })

  test('finds a page that a screen reader can use', async ({ openDesk }) => {
    const { page } = await openDesk()
    await page.keyboard.press('c')
    await page.getByRole('radio', { name: /Asterisk/ }).click({ force: true })
    const found = await new AxeBuilder({ page }).analyze()
    expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
  })
})
