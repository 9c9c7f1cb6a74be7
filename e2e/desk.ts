import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, type Browser, type Page } from '@playwright/test'
import { startScriptedSite, siteSecret, type ScriptedSite } from '#e2e/fakes/scripted-site.ts'
import { asteriskSettings, startConsole, testSettings, writeAccess, type StartOptions } from '#e2e/running-console.ts'
import { screenOf, type Screen } from '#e2e/screen.ts'
import type { Settings } from '#shared/settings/schema.ts'

/**
 * A desk: a console and its screen, in the host that the Playwright project stands for. The project `browser` drives the
 * machine's Chromium on the browser host; `electron` drives the installed program. A spec cannot tell them apart.
 */
export type Desk = Screen & {
  /** Everything that the page complained about. */
  errors: string[]
  home: string
  /** Where a browser finds it; empty in Electron. */
  url: string
  /** Ends the program, as a person does, and starts it again on what it kept; the screen is a new one. */
  restart(): Promise<Desk>
}
export type DeskOptions = Pick<StartOptions, 'settings' | 'secret' | 'access'> & {
  viewport?: { width: number; height: number }
}

type Fixtures = {
  openDesk: (options?: DeskOptions) => Promise<Desk>
  /** A desk on a switch that the test plays; the link is up and the list in force when it is there. */
  openDeskOnSite: (site: ScriptedSite, settings?: Partial<Settings>) => Promise<Desk>
  /** Empty queues repair, complaint and billing. */
  site: ScriptedSite
}

/** One browser for all specs of a worker, begun when the first wants it; each desk has a profile of its own in it. */
type OfWorker = { getBrowser: () => Promise<Browser> }

export const test = base.extend<Fixtures, OfWorker>({
  getBrowser: [
    async ({ playwright }, use, info) => {
      let browser: Promise<Browser> | undefined
      await use(() => (browser ??= playwright.chromium.launch(info.project.use.launchOptions ?? {})))
      await (await browser)?.close()
    },
    { scope: 'worker' },
  ],
  openDesk: async ({ playwright, getBrowser }, use, info) => {
    const closing: (() => Promise<unknown>)[] = []
    await use((options = {}) =>
      info.project.name === 'electron'
        ? openInElectron(playwright, options, closing)
        : openInBrowser(getBrowser, options, closing),
    )
    for (const close of closing.reverse()) await close()
  },
  openDeskOnSite: async ({ openDesk }, use) => {
    await use(async (site, settings) => {
      const desk = await openDesk({
        settings: { connection: asteriskSettings(site.fake.port), ...settings },
        secret: siteSecret,
      })
      await desk.page.locator('[data-link="up"]').waitFor()
      // A call that is over before there is a list was listed by no rule.
      await desk.page.locator('[data-list]:not([data-list="loading"])').waitFor({ state: 'attached' })
      return desk
    })
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  site: async ({}, use) => {
    const site = await startScriptedSite()
    await use(site)
    await site.close()
  },
})
export { expect } from '@playwright/test'

/** Another screen on the same console, as on the desk beside it; closed with the first. In Electron there is one window only. */
export async function openSecondScreen(desk: Desk): Promise<Desk> {
  const page = await desk.page.context().newPage()
  const errors = collectErrors(page)
  await page.goto(desk.url)
  return { ...screenOf(page), errors, home: desk.home, url: desk.url, restart: desk.restart }
}

type Open<From> = (from: From, options: DeskOptions, closing: (() => Promise<unknown>)[]) => Promise<Desk>

const newHome = (closing: (() => Promise<unknown>)[]): string => {
  const home = mkdtempSync(path.join(tmpdir(), 'firstline-test-'))
  closing.push(async () => rmSync(home, { recursive: true, force: true }))
  return home
}

const openInBrowser: Open<OfWorker['getBrowser']> = async (getBrowser, options, closing) => {
  const home = newHome(closing)
  const starting = startConsole({
    ...options,
    settings: options.settings ?? {},
    access: options.access ?? 'open',
    home,
  })
  const browser = await getBrowser()
  let running = await starting
  closing.push(() => running.stop())
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1920, height: 1080 },
    timezoneId: 'Asia/Shanghai',
  })
  closing.push(() => context.close())
  const open = async (): Promise<Desk> => {
    const page = await context.newPage()
    const errors = collectErrors(page)
    await page.goto(running.url)
    return { ...screenOf(page), errors, home, url: running.url, restart: () => restart(page) }
  }
  const restart = async (before: Page): Promise<Desk> => {
    await before.close()
    await running.stop()
    running = await startConsole({ home })
    return open()
  }
  return open()
}

const openInElectron: Open<Pick<typeof import('@playwright/test'), '_electron'>> = async (
  { _electron },
  options,
  closing,
) => {
  const home = newHome(closing)
  writeFileSync(path.join(home, 'settings.json'), JSON.stringify(testSettings(options.settings)))
  await writeAccess(home, options.access)
  if (options.secret !== undefined) {
    writeFileSync(
      path.join(home, 'secrets.json'),
      JSON.stringify({ version: 1, secrets: { 'ami-secret': { plain: options.secret } } }),
      { mode: 0o600 },
    )
  }
  const launch = () =>
    _electron.launch({
      args: [
        path.join(import.meta.dirname, '..', 'out/main/index.js'),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
      env: { ...(process.env as Record<string, string>), FIRSTLINE_HOME: home },
    })
  let app = await launch()
  closing.push(() => app.close())
  const open = async (): Promise<Desk> => {
    const page = await app.firstWindow()
    const errors = collectErrors(page)
    if (options.viewport) await page.setViewportSize(options.viewport)
    return { ...screenOf(page), errors, home, url: '', restart }
  }
  const restart = async (): Promise<Desk> => {
    await app.close()
    app = await launch()
    return open()
  }
  return open()
}

function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return errors
}
