import type { Page } from '@playwright/test'
import { pause, type Camera } from './camera.ts'

/** Who is at the desk: the first start, numbers that a desk may not see whole, people and backup. Leaves the admin signed in. */
const admin = { name: '张伟', pin: '246810' }

export async function takeFirstStart({ page, client, take }: Camera): Promise<void> {
  await page.locator('[data-panel="set-up"]').waitFor()
  await take('first-start')
  const answer = await client.call('people.setUp', { admin })
  if (!answer.ok) throw new Error(`no admin: ${answer.error.kind}`)
  for (const person of [
    { name: '李娜', role: 'admin', pin: '135790' },
    { name: '王芳', role: 'supervisor', pin: '112358' },
    { name: '陈强', role: 'reception', pin: '314159' },
  ] as const) {
    await client.call('people.put', person)
  }
  await signIn(page)
}

export async function takeMasked({ page, client, take }: Camera): Promise<void> {
  await client.call('access.set', { numbers: { viewer: false, reception: false, supervisor: true } })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.locator('[data-session="nobody"]').waitFor()
  await page.keyboard.press('s')
  await take('wall-masked')
  await page.keyboard.press('Escape')
  await client.call('access.set', { numbers: { viewer: false, reception: true, supervisor: true } })
  await signIn(page)
}

export async function takeAccess({ page, take }: Camera): Promise<void> {
  await page.keyboard.press('p')
  await page.locator('[data-person]').first().waitFor()
  await pause(300)
  await take('people')
  await page.keyboard.press('w')
}

async function signIn(page: Page): Promise<void> {
  await page.locator('[data-session="nobody"]').waitFor()
  await page.keyboard.press('s')
  const panel = page.locator('[data-panel="sign-in"]')
  await panel.getByRole('combobox').selectOption({ label: `${admin.name} · administrator` })
  await panel.locator('input').fill(admin.pin)
  await page.keyboard.press('Enter')
  await page.locator('[data-session="signed-in"]').waitFor()
}
