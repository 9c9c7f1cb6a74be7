import path from 'node:path'
import type { Page } from '@playwright/test'
import type { ConsoleClient } from '#e2e/console-client.ts'

/** One page of a running console, and the same picture of it in both languages and both themes. The last look is English, light. */
export type Camera = { page: Page; client: ConsoleClient; take: (name: string) => Promise<void> }

/** Elsewhere for a look before the pictures of the docs are replaced. */
export const folder = process.env['FIRSTLINE_PICTURES'] ?? path.join(import.meta.dirname, '..', '..', 'docs', 'images')
const looks = [
  ['zh', 'dark'],
  ['zh', 'light'],
  ['en', 'dark'],
  ['en', 'light'],
] as const

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function createCamera(page: Page, client: ConsoleClient): Camera {
  async function take(name: string): Promise<void> {
    for (const [language, theme] of looks) {
      const deskName = language === 'zh' ? '班长 · 02 席' : 'Shift lead, desk 2'
      await client.call('preferences.set', { language, theme, deskName })
      await page.waitForFunction(
        ([l, t]) => document.documentElement.lang.startsWith(l) && document.documentElement.dataset['theme'] === t,
        [language, theme] as const,
      )
      await pause(400)
      await page.screenshot({ path: path.join(folder, `${name}-${language}-${theme}.png`) })
    }
  }
  return { page, client, take }
}
