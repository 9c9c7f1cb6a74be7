import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Desk } from '#e2e/desk.ts'
import type { ScriptedSite } from '#e2e/fakes/scripted-site.ts'
import { readExport, readPdf, tableOf } from '#e2e/report-file.ts'
import type { Settings } from '#shared/settings/schema.ts'

const answered = { uniqueid: '1800000001.1', number: '13800135207', name: '王小明' }
const lost = { uniqueid: '1800000002.2', number: '13800135208' }
const billing = { uniqueid: '1800000003.3', number: '13900000001', queue: 'billing', code: '3', vdn: '8003' }

async function playDay(desk: Desk, site: ScriptedSite): Promise<void> {
  site.arrives(answered)
  await expect(desk.cards()).toHaveCount(1)
  await desk.cardOf(answered.number).getByRole('button').first().click()
  await expect(desk.cardOf(answered.number)).toHaveAttribute('data-state', 'acknowledged')
  site.rings(answered, '1001')
  site.isAnswered(answered, '1001')
  site.hangsUp(answered)
  site.arrives(lost)
  site.givesUp(lost)
  site.arrives(billing)
  site.isAnswered(billing, '1005')
  site.hangsUp(billing)
  await expect(desk.figure('offered-today')).toHaveText('3')
}
const sheet = (desk: Desk) => desk.page.getByRole('article')
const inChinese: Partial<Settings> = { preferences: { language: 'zh', theme: 'dark', deskName: '' } }

/** Kind, first heading, and what its table must say of the calls that were played. */
const kinds: [kind: string, heading: string, words: string[]][] = [
  ['day', 'Interval', []],
  ['waits', 'Interval', []],
  ['service-level', 'Interval', []],
  ['outcomes', 'Outcome', ['Answered', 'Gave up']],
  ['heat-map', 'Weekday', ['Mon', 'Sun']],
  ['seats', 'Seat', ['Agent 1001', 'Agent 1005']],
  ['classes', 'Class', ['Emergency repair']],
  ['top-callers', 'Number', ['138 0013 5207', '138 0013 5208', '139 0000 0001']],
  ['response-times', 'Severity', ['P1']],
]

async function openReport(desk: Desk, kind: string): Promise<void> {
  await desk.page.getByLabel('Report', { exact: true }).selectOption(kind)
  await desk.page.getByRole('button', { name: 'Make' }).click()
  await expect(sheet(desk)).toHaveAttribute('data-report', kind)
  await expect(sheet(desk).locator('tbody tr').first()).toBeVisible()
}

/** The table as a person reads it. */
const shownTable = (desk: Desk): Promise<{ heads: string[]; rows: string[][] }> =>
  sheet(desk)
    .locator('table')
    .evaluate((table) => {
      const texts = (row: Element, cells: string): string[] =>
        [...row.querySelectorAll<HTMLElement>(cells)].map((cell) => cell.innerText.trim())
      return { heads: texts(table, 'th'), rows: [...table.querySelectorAll('tbody tr')].map((row) => texts(row, 'td')) }
    })

async function download(desk: Desk, format: 'CSV' | 'Excel'): Promise<string> {
  const saved = desk.page.waitForEvent('download')
  await desk.page.getByRole('button', { name: `Export ${format}` }).click()
  const file = await saved
  expect(path.extname(file.suggestedFilename())).toBe(format === 'CSV' ? '.csv' : '.xlsx')
  const to = path.join(desk.home, file.suggestedFilename())
  await file.saveAs(to)
  return to
}

test.describe('a supervisor', () => {
  test('opens every report, finds the calls of the day in it, and takes it along as files that say the same', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.page.keyboard.press('r')
    for (const [figure, value] of [
      ['offered', '3'],
      ['answered', '2'],
      ['abandoned', '1'],
      ['serviceLevelPct', '66.7%'],
    ]) {
      await expect(sheet(desk).locator(`[data-figure="${figure}"] dd`).first()).toHaveText(value ?? '')
    }
    await desk.page.getByLabel('Compare with').selectOption('')
    for (const [kind, heading, words] of kinds) {
      await openReport(desk, kind)
      const shown = await shownTable(desk)
      expect(shown.heads[0], kind).toBe(heading)
      for (const word of words) expect(shown.rows.flat().join(' '), kind).toContain(word)
      await expect(sheet(desk).locator('.report-chart :is(svg, .heat-map)').first()).toBeAttached()
      for (const format of ['CSV', 'Excel'] as const) {
        const rows = tableOf(await readExport(await download(desk, format)), heading)
        expect(rows.length, `${kind} as ${format}`).toBe(shown.rows.length)
        const counts = shown.heads.flatMap((name, index) =>
          /^(Offered|Answered|Count|Calls|Raised)$/.test(name) ? [index] : [],
        )
        const countsOf = (all: string[][]): unknown[] => all.map((row) => counts.map((index) => row[index]))
        expect(countsOf(rows), `${kind} as ${format}`).toEqual(countsOf(shown.rows))
      }
    }
    expect(desk.errors).toEqual([])
  })

  test('takes it along in Chinese, with the words in a form that spreadsheets read', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site, inChinese)
    await playDay(desk, site)
    await desk.page.keyboard.press('r')
    const saved = desk.page.waitForEvent('download')
    await desk.page.getByRole('button', { name: '导出 CSV' }).click()
    const file = path.join(desk.home, 'report.csv')
    const download = await saved
    await download.saveAs(file)
    expect(download.suggestedFilename()).toMatch(/^全日话务-\d{4}-\d\d-\d\d\.csv$/)
    expect([...readFileSync(file).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const rows = await readExport(file)
    expect(rows.find(([name]) => name === '呼入')?.[1]).toBe('3')
    expect(tableOf(rows, '时段').length).toBeGreaterThan(0)
  })

  test('asks a figure of a report where it comes from, down to the call', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.page.keyboard.press('r')
    await sheet(desk).locator('[data-figure="abandoned"]').getByRole('button').click()
    const panel = desk.page.getByRole('dialog')
    await expect(panel.locator('[data-figure="provenance-value"]')).toHaveText('1')
    await panel.locator('[data-count="1"] button').first().click()
    await panel.getByRole('button', { name: '138 0013 5208' }).click()
    await expect(panel.locator('.trail-steps')).toContainText('The caller hung up')
  })

  test('saves a report with its schedule; it is still there after a restart', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await desk.page.keyboard.press('r')
    await desk.page.getByLabel('Report', { exact: true }).selectOption('seats')
    await desk.page.getByLabel('Window').selectOption('yesterday')
    await desk.page.getByRole('button', { name: 'Save this report' }).click()
    const form = desk.page.getByRole('form', { name: 'Save this report' })
    await form.getByLabel('Name', { exact: true }).fill('Seats of yesterday')
    await form.getByText('Write it into a folder by the clock').click()
    await form.getByLabel('Folder', { exact: true }).fill(desk.home)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(desk.page.locator('[data-saved-report="Seats of yesterday"]')).toContainText(
      `every day 08:00 into ${desk.home}`,
    )
    const after = await desk.restart()
    await after.page.locator('[data-link="up"]').waitFor()
    await after.page.keyboard.press('r')
    await after.page.getByRole('button', { name: 'Seats of yesterday', exact: true }).click()
    await expect(sheet(after)).toHaveAttribute('data-report', 'seats')
    await after.page.getByRole('button', { name: 'Remove “Seats of yesterday”' }).click()
    await after.page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(after.page.locator('[data-saved-report]')).toHaveCount(0)
  })

  for (const language of ['en', 'zh'] as const) {
    test(`meets no obstacle that a machine can find (${language})`, async ({ openDeskOnSite, site }) => {
      const desk = await openDeskOnSite(site, { preferences: { language, theme: 'light', deskName: '' } })
      await playDay(desk, site)
      await desk.page.keyboard.press('r')
      // Of the reports with a chart and figures that can be asked, one with few rows: the machine looks at every cell.
      await desk.page.locator('.report-form select').first().selectOption('classes')
      await desk.page.locator('.report-form button[type="submit"]').click()
      await desk.page.locator('[data-report="classes"] tbody tr').first().waitFor()
      // The announcer of the component library names a button that may be gone by then.
      const { violations } = await new AxeBuilder({ page: desk.page }).exclude('[data-live-announcer]').analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    })
  }
})

test.describe('on paper', () => {
  test.skip(({ browserName }) => browserName !== 'chromium', 'made by the browser engine')

  test('a report is A4, in Chinese, with its table, whatever theme the screen has', async ({
    openDeskOnSite,
    site,
  }, info) => {
    test.skip(info.project.name === 'electron', 'Electron prints by the system’s dialog')
    const desk = await openDeskOnSite(site, inChinese)
    await playDay(desk, site)
    await desk.page.keyboard.press('r')
    await sheet(desk).locator('tbody tr').first().waitFor()
    await desk.page.emulateMedia({ media: 'print' })
    const colours = await sheet(desk).evaluate((element) => {
      const { color, backgroundColor } = getComputedStyle(element)
      return [color, backgroundColor, getComputedStyle(document.body).backgroundColor]
    })
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'rgb(255, 255, 255)'])
    const file = path.join(desk.home, 'report.pdf')
    writeFileSync(file, await desk.page.pdf({ preferCSSPageSize: true, printBackground: true }))
    const raw = readFileSync(file, 'latin1')
    const [, width = '', height = ''] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(raw) ?? []
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842])
    const read = readPdf(file)
    test.skip(!read, 'no pdftotext on this machine: size checked, words not')
    expect(read?.text).toContain('全日话务')
    expect(read?.text).toContain('示例市燃气')
    expect(read?.text).toMatch(/呼入\s+接通/)
    expect(read?.text).toContain('00:00')
    // What is for the screen only stays there.
    for (const words of ['导出 CSV', '已存的报表', '优先墙']) expect(read?.text).not.toContain(words)
  })

  test('the handover sheet is one page, with what is open and whom to call back', async ({
    openDeskOnSite,
    site,
  }, info) => {
    test.skip(info.project.name === 'electron', 'Electron prints by the system’s dialog')
    const desk = await openDeskOnSite(site, inChinese)
    await playDay(desk, site)
    await desk.page.keyboard.press('r')
    await desk.page.getByText('交接班单').click()
    await expect(desk.page.locator('[data-part-of-sheet="recovery"]')).toContainText('138 0013 5208')
    await expect(desk.page.locator('[data-part-of-sheet="open-alerts"]')).toContainText('138 0013 5208')
    const file = path.join(desk.home, 'handover.pdf')
    writeFileSync(file, await desk.page.pdf({ preferCSSPageSize: true }))
    const read = readPdf(file)
    test.skip(!read, 'no pdftotext on this machine')
    expect(read?.pages).toBe(1)
    for (const words of ['交接班单', '待回访', '138 0013 5208', '交班人']) expect(read?.text).toContain(words)
  })
})

test.describe('an admin at the journal’s page', () => {
  test('counts everything anew, and all is the same', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.page.keyboard.press('r')
    await desk.page.getByText('Journal', { exact: true }).click()
    await expect(desk.page.locator('[data-journal]')).toContainText(/Calls\s*3/)
    await desk.page.getByRole('button', { name: 'Count anew' }).click()
    await expect(desk.page.locator('[data-recompute]')).toContainText(/sums checked, all the same/)
  })

  test('fills a gap from the switch’s own log: once, and marked', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    const { page } = desk
    await playDay(desk, site)
    // Two hours ago the console was not there yet; the switch kept these.
    const began = Math.floor(Date.now() / 1000) - 7200
    const lines = [
      `${began}|${began}.7|billing|NONE|ENTERQUEUE||13911112222|1`,
      `${began + 9}|${began}.7|billing|Agent 1005|CONNECT|9|${began}.8|4`,
      `${began + 69}|${began}.7|billing|Agent 1005|COMPLETECALLER|9|60|1`,
      'this is no line of a queue_log',
    ]
    const file = path.join(desk.home, 'queue_log')
    writeFileSync(file, `${lines.join('\n')}\n`)
    const local = (seconds: number): string => new Date(seconds * 1000 + 8 * 3_600_000).toISOString().slice(0, 16) // the site is in Shanghai

    await page.keyboard.press('r')
    await page.getByText('Journal', { exact: true }).click()
    const section = page.getByRole('region', { name: 'Add from the log of the switch' })
    const add = async (): Promise<void> => {
      await section.getByLabel('From', { exact: true }).fill(local(began - 3600))
      await section.getByLabel('To', { exact: true }).fill(local(began + 3600))
      await section.locator('input[type="file"]').setInputFiles(file)
    }
    await add()
    await expect(section).toContainText('1 can be added')
    await expect(section).toContainText('1 line cannot be read')
    await section.getByRole('button', { name: 'Add 1 call' }).click()
    await expect(section).toContainText('1 call added.')
    await add()
    await expect(section).toContainText('1 known already, 0 can be added')

    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Calls', exact: true }).click()
    await page.getByLabel('Caller number').fill('13911112222')
    await page.getByRole('button', { name: 'Find' }).click()
    await expect(page.locator('tr[data-call-id]')).toHaveCount(1)
    await expect(page.locator('tr[data-call-id]')).toContainText('Imported')
  })
})
