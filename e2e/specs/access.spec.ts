import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, openSecondScreen, test, type Desk, type DeskOptions } from '#e2e/desk.ts'
import { connectToConsole } from '#e2e/console-client.ts'
import { asteriskSettings, type AccessOfTest } from '#e2e/running-console.ts'
import type { AccessPolicy } from '#shared/ipc/access-view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'

/** Roles by PIN: asked at the first start, enforced by the console, ended without input; numbers masked where the right is missing. */
const people = [
  { id: 'wang', name: '王敏', role: 'admin' as const, pin: '2468' },
  { id: 'li', name: '李娜', role: 'supervisor' as const, pin: '1357' },
]
const gas = { uniqueid: '1800000001.1', number: '13800135207', name: '' }

test.describe('a first start', () => {
  test('asks for an admin without covering a call, and from then on changes need the PIN', async ({ openDesk }) => {
    const desk = await openDesk({ access: 'unasked' })
    const { page } = desk
    const strip = page.locator('[data-panel="set-up"]')
    await expect(strip).toBeVisible()
    await expect(desk.cards().first()).toBeVisible({ timeout: 15_000 })
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
    await strip.getByLabel('Administrator’s name').fill('王敏')
    await strip.getByLabel('PIN', { exact: true }).fill('2468')
    await strip.getByLabel('PIN once more').fill('2469')
    await strip.getByRole('button', { name: 'Make administrator' }).click()
    await expect(strip).toContainText('The two PINs differ')
    await strip.getByLabel('PIN once more').fill('2468')
    await strip.getByRole('button', { name: 'Make administrator' }).click()
    await expect(strip).toHaveCount(0)
    const client = await connectToConsole(desk.url)
    const refused = await client.call('list.change', {
      ops: [{ op: 'set-dial', dial: { country: 'CN', areaCode: '010' } }],
    })
    client.close()
    expect(refused).toEqual({ ok: false, error: { kind: 'forbidden', needs: 'admin' } })
  })

  test('may be answered with no PIN at all, for a single desk', async ({ openDesk }) => {
    const desk = await openDesk({ access: 'unasked' })
    await desk.page.getByRole('button', { name: 'No PIN, a single desk' }).click()
    await desk.page.reload()
    await expect(desk.page.locator('[data-link="up"]')).toBeVisible()
    await expect(desk.page.locator('[data-panel="set-up"]')).toHaveCount(0)
  })
})

test.describe('a desk with PINs', () => {
  test('lets reception take calls, and asks for an admin before the list is changed', async ({ openDesk, site }) => {
    const desk = await openOnSite(openDesk, site.fake.port)
    const { page } = desk
    site.arrives(gas)
    await expect(desk.cardOf(gas.number)).toBeVisible()
    await desk.cardOf(gas.number).getByRole('button', { name: 'Acknowledge' }).click()
    await expect(desk.cardOf(gas.number)).toHaveAttribute('data-state', 'acknowledged')
    await page.keyboard.press('l')
    await expect(page.getByText('You can look only', { exact: false })).toBeVisible()
    await expect(page.getByRole('button', { name: /^New rule/ })).toHaveCount(0)
    await signIn(desk, '王敏', '2468')
    await expect(page.getByRole('button', { name: /^New rule/ })).toBeVisible()
    await page.reload()
    await page.keyboard.press('l')
    await expect(page.getByRole('button', { name: /^New rule/ }), 'a reload keeps the role').toBeVisible()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('button', { name: /^New rule/ })).toHaveCount(0)
  })

  test('slows wrong PINs down and keeps a record of them', async ({ openDesk }) => {
    const desk = await openDesk({ access: people })
    const { page } = desk
    await page.getByRole('button', { name: 'Sign in' }).click()
    const panel = page.locator('[data-panel="sign-in"]')
    await panel.getByLabel('Person').selectOption('wang')
    await panel.getByLabel('PIN').fill('1111')
    await page.keyboard.press('Enter')
    await expect(panel).toContainText('Wrong PIN')
    await expect(panel).toContainText(/Next try in/)
    await expect(panel.getByText('You can try again now.')).toBeVisible({ timeout: 10_000 })
    await panel.getByLabel('PIN').fill('2468')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Audit trail' }).click()
    await expect(page.locator('[data-audit="sign-in-failed"]')).toContainText('王敏')
    expect(await page.content()).not.toContain('1111')
  })

  test('shows numbers masked where the right is missing, on every screen and in every answer', async ({
    openDesk,
    site,
  }) => {
    const numbers = { viewer: false, reception: false, supervisor: true }
    const desk = await openOnSite(openDesk, site.fake.port, { numbers })
    site.arrives(gas)
    const card = desk.page.locator('[data-alert-id="switch/1800000001.1"]')
    await expect(card).toContainText('138****5207')
    expect(await desk.page.content()).not.toMatch(/138 ?0013 ?5207/)
    const client = await connectToConsole(desk.url)
    expect(JSON.stringify(await client.view())).not.toContain(gas.number)
    client.close()
    await signIn(desk, '李娜', '1357')
    await expect(card).toContainText('138 0013 5207')
    await desk.page.getByRole('button', { name: 'Sign out' }).click()
    await expect(card).toContainText('138****5207')
  })

  test('publishes with a second person only, when that is asked for', async ({ openDesk }) => {
    const desk = await openDesk({
      access: [...people, { id: 'chen', name: '陈立', role: 'admin', pin: '8642' }],
      settings: { access: { ...defaultSettings.access, approval: true } },
    })
    const other = await openSecondScreen(desk)
    await signIn(desk, '王敏', '2468')
    await signIn(other, '陈立', '8642')
    for (const one of [desk, other]) await one.page.keyboard.press('l')
    await desk.page.locator('[data-rule="hospital"] [data-cell="select"]').click()
    await desk.page.getByRole('button', { name: 'Switch off' }).click()
    await desk.page.getByRole('button', { name: 'Ask for approval…' }).click()
    await desk.page.getByRole('dialog').getByLabel('Why').fill('The hospital has moved')
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Ask', exact: true }).click()
    await expect(desk.page.getByRole('button', { name: 'Take back' })).toBeVisible()
    await expect(desk.page.getByRole('button', { name: 'Approve and publish' })).toHaveCount(0)
    await other.page.getByRole('button', { name: 'Approve and publish' }).click()
    await expect(desk.page.locator('.list-version')).toContainText('version 2')
    await desk.page.getByRole('button', { name: 'History' }).click()
    await expect(desk.page.locator('[data-version="2"]')).toContainText('approved by 陈立')
  })

  test('goes back to the desk’s own role when nobody touches it', async ({ openDesk }) => {
    const desk = await openDesk({
      access: people,
      settings: { access: { ...defaultSettings.access, idleMinutes: 1 } },
    })
    test.setTimeout(120_000)
    await signIn(desk, '王敏', '2468')
    await desk.page.keyboard.press('l')
    await expect(desk.page.getByRole('button', { name: /^New rule/ })).toBeVisible()
    await expect(desk.page.getByText('was signed out', { exact: false })).toBeVisible({ timeout: 90_000 })
    await expect(desk.page.getByRole('button', { name: /^New rule/ })).toHaveCount(0)
  })
})

test.describe('a backup', () => {
  test('brings settings, list and the switch’s secret to another machine, and no secret is in the file in the clear', async ({
    openDesk,
    site,
  }) => {
    const desk = await openOnSite(openDesk, site.fake.port, {}, 'open')
    const { page } = desk
    await page.keyboard.press('p')
    await page.getByLabel('Passphrase (optional)').fill('correct horse')
    await page.getByLabel('Passphrase once more').fill('correct horse')
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const file = await (await saved).path()
    expect(readFileSync(file, 'utf8')).not.toContain('right-secret')

    const fresh = await openDesk()
    await fresh.page.keyboard.press('p')
    const chooser = fresh.page.waitForEvent('filechooser')
    await fresh.page.getByRole('button', { name: 'Choose a backup file…' }).click()
    await (await chooser).setFiles(file)
    await fresh.page.getByLabel('Passphrase of the backup').fill('wrong horse')
    await fresh.page.getByRole('button', { name: 'Check the passphrase' }).click()
    await expect(fresh.page.getByText('The passphrase is wrong.')).toBeVisible()
    await fresh.page.getByLabel('Passphrase of the backup').fill('correct horse')
    await fresh.page.getByRole('button', { name: 'Check the passphrase' }).click()
    await expect(fresh.page.getByText('in this file, the passphrase is right')).toBeVisible()
    for (const box of await fresh.page.getByRole('group', { name: 'What to restore' }).getByRole('checkbox').all())
      await box.setChecked(true, { force: true })
    await fresh.page.getByLabel('Why it is restored').fill('new machine')
    await fresh.page.getByRole('button', { name: 'Restore what is ticked' }).click()
    await expect(fresh.page.getByText('Restored:', { exact: false })).toBeVisible()
    await fresh.page.keyboard.press('w')
    await expect(fresh.page.locator('[data-link="up"]')).toBeVisible({ timeout: 15_000 })
    await expect(fresh.page.locator('[data-practice-mark]')).toHaveCount(0)
  })
})

type Open = (options?: DeskOptions) => Promise<Desk>

async function openOnSite(
  openDesk: Open,
  port: number,
  policy: Partial<AccessPolicy> = {},
  access: AccessOfTest = people,
): Promise<Desk> {
  const desk = await openDesk({
    access,
    settings: { connection: asteriskSettings(port), access: { ...defaultSettings.access, ...policy } },
    secret: 'right-secret',
  })
  await desk.page.locator('[data-link="up"]').waitFor()
  return desk
}

async function signIn({ page }: Desk, name: string, pin: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  const panel = page.locator('[data-panel="sign-in"]')
  const person = panel.getByLabel('Person')
  await person.selectOption(
    (await person.locator('option').filter({ hasText: name }).first().getAttribute('value')) ?? '',
  )
  await panel.getByLabel('PIN').fill(pin)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}
