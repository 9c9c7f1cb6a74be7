import path from 'node:path'
import type { Page } from '@playwright/test'
import type { ConsoleClient } from '#e2e/console-client.ts'
import { folder, pause, type Camera } from './camera.ts'

/**
 * Where figures come from, trails, the recovery list, every report, the handover sheet and the journal's page; each once in each language.
 * The days before come out of the switch's own log, as they do at a site that starts with a history.
 */
const looks = [
  ['zh', 'dark'],
  ['en', 'light'],
] as const
/** Whole days where there is one; alerts are of today only. */
const reports = [
  ['day', 'yesterday'],
  ['waits', 'yesterday'],
  ['service-level', 'yesterday'],
  ['outcomes', 'yesterday'],
  ['heat-map', 'last-week'],
  ['seats', 'yesterday'],
  ['classes', 'today'],
  ['top-callers', 'yesterday'],
  ['response-times', 'today'],
] as const

export async function takeJournal(camera: Camera): Promise<void> {
  const { page, client } = camera
  await importHistory(client)
  await page.keyboard.press('w')
  await page.locator('[data-figure="service-level-today"] button').click()
  await page.locator('.side [data-part="answered-in-time"] button').first().click()
  await page.locator('.side [data-leg]').first().waitFor()
  await inBoth(camera, 'provenance')
  await page.keyboard.press('Escape')
  await page.keyboard.press('h')
  await page.locator('tr[data-call-id]').nth(2).getByRole('button').click()
  await page.locator('.trail-steps').waitFor()
  await inBoth(camera, 'calls')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('b')
  await page.locator('[data-recovery]').first().waitFor()
  await inBoth(camera, 'recovery')

  await page.keyboard.press('r')
  for (const [kind, window] of reports) {
    await openReport(page, kind, window)
    await inBoth(camera, `report-${kind}`)
  }
  await openPage(page, 1)
  await page.locator('[data-report="handover"]').waitFor()
  await inBoth(camera, 'handover')
  await openPage(page, 2)
  await page.locator('[data-journal]').waitFor()
  await inBoth(camera, 'journal')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('w')
}

async function inBoth({ page, client }: Camera, name: string): Promise<void> {
  for (const [language, theme] of looks) {
    await client.call('preferences.set', { language, theme })
    await page.waitForFunction(
      ([l, t]) => document.documentElement.lang.startsWith(l) && document.documentElement.dataset['theme'] === t,
      [language, theme] as const,
    )
    await pause(500)
    await page.screenshot({ path: path.join(folder, `${name}-${language}-${theme}.png`) })
  }
}

async function openReport(page: Page, kind: string, window: string): Promise<void> {
  const form = page.locator('.report-form')
  await form.locator('select').first().selectOption(kind)
  await form.locator('select').nth(1).selectOption(window)
  await form.locator('button[type="submit"]').click()
  await page.locator(`[data-report="${kind}"]`).waitFor()
}

const openPage = (page: Page, index: number): Promise<void> =>
  page.locator('.reports-head .choice-option').nth(index).click()

const hour = 3600
const shape = [2, 1, 1, 1, 1, 2, 5, 9, 16, 20, 19, 15, 11, 14, 17, 18, 15, 12, 9, 8, 7, 5, 4, 3]
const queues = ['billing', 'repair', 'connection', 'complaint', 'operator'] as const

/** The last sixteen days up to an hour ago, so that a day and its week have one to be compared with, always alike but for the date. */
async function importHistory(client: ConsoleClient): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  const from = now - 16 * 24 * hour
  const to = now - hour
  const text = logLines(from, to).join('\n')
  const data = Buffer.from(text)
  const begun = await client.call('files.begin', { name: 'queue_log', bytes: data.length })
  if (!begun.ok) throw new Error(`no file: ${begun.error.kind}`)
  const { fileId, chunkBytes } = begun.value
  for (let offset = 0; offset < data.length; offset += chunkBytes) {
    const piece = data.subarray(offset, offset + chunkBytes).toString('base64')
    await client.call('files.write', { fileId, offset, data: piece })
  }
  const period = { from: from * 1000, to: to * 1000 }
  const opened = await client.call('journal.openLog', { fileId, kind: 'queue-log', ...period })
  if (!opened.ok) throw new Error(`the log cannot be read: ${opened.error.kind}`)
  const taken = await client.call('journal.importLog', { fileId })
  if (!taken.ok) throw new Error(`nothing imported: ${taken.error.kind}`)
}

/** Asterisk's queue_log of callers that come more by day than by night, and wait longer when many come. */
function logLines(from: number, to: number): string[] {
  const lines: [at: number, line: string][] = []
  let seed = 20_261_124
  const draw = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let at = from; at < to; ) {
    const busy = shape[new Date((at + 8 * hour) * 1000).getUTCHours()] ?? 5
    at += Math.max(20, Math.floor((1.2 * hour) / busy) - 40 + draw(80))
    const queue = queues[draw(7) % queues.length] ?? 'billing'
    const id = `${at}.${draw(100_000)}`
    const seat = `PJSIP/${queue}${1 + draw(4)}`
    const number = draw(9) === 0 ? '13577310099' : `139${String(10_000_000 + draw(89_999_999))}`
    const wait = 2 + draw(10 + 2 * busy)
    lines.push([at, `${at}|${id}|${queue}|NONE|ENTERQUEUE||${number}|1`])
    if (draw(11) === 0) {
      lines.push([at + wait, `${at + wait}|${id}|${queue}|NONE|ABANDON|1|1|${wait}`])
      continue
    }
    const talk = 40 + draw(220)
    const over = at + wait + talk
    lines.push([at + wait, `${at + wait}|${id}|${queue}|${seat}|CONNECT|${wait}|${at}.1|4`])
    lines.push([over, `${over}|${id}|${queue}|${seat}|COMPLETECALLER|${wait}|${talk}|1`])
  }
  return lines.sort(([a], [b]) => a - b).map(([, line]) => line)
}
