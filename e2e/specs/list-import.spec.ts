import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, openSecondScreen, test, type Desk } from '#e2e/desk.ts'
import { connectToConsole } from '#e2e/console-client.ts'
import type { ScriptedSite } from '#e2e/fakes/scripted-site.ts'

/** A spreadsheet comes in: looked at before anything changes, wrong cells named, and the wall goes on meanwhile. */
const heads = ['名称', '类别', '级别', '条件类型', '条件', '状态', '失效日期', '备注']
const csv = (rows: string[][]): Buffer =>
  Buffer.from(
    [heads, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'),
  )

test.describe('an admin and a spreadsheet', () => {
  test('sees what each row would do, and why a row cannot be taken, before anything changes', async ({ openDesk }) => {
    const desk = await openDesk()
    const { page } = desk
    await chooseFile(
      page,
      '重要用户.csv',
      csv([
        ['市人民医院 · City hospital', '重要用户', 'P2', '主叫前缀', '0755-2688', '启用', '', ''],
        ['中心血站', '重要用户', 'P2', '主叫号码', '+86 755 8333 1111', '启用', '2027-12-31', '夜班也有人'],
        ['写错的号码', '重要用户', 'P2', '主叫前缀', '138.*|139', '启用', '', ''],
        ['不存在的类别', '贵宾', 'P2', '主叫号码', '13800001111', '启用', '', ''],
        ['=HYPERLINK("http://x")', '投诉', 'P3', '主叫号码', '13800002222', '停用', '', '=1+1'],
      ]),
    )
    await page.getByRole('button', { name: 'Look at the rows' }).click()
    const preview = page.getByRole('region', { name: 'Look and take over' })
    await expect(preview.locator('.chip[data-state="wrong"]')).toHaveText(/\s2$/)
    await expect(preview.locator('.chip[data-state="new"]')).toHaveText(/\s2$/)
    await preview.locator('.chip[data-state="wrong"]').click()
    const wrong = preview.locator('[role="row"][data-state="wrong"]')
    await expect(wrong).toHaveCount(2)
    await expect(wrong.first().getByRole('cell').first()).toHaveText('4')
    await expect(wrong.first()).toContainText('138.*|139')
    await expect(wrong.first()).toContainText('digits only')
    await expect(wrong.last()).toContainText('There is no class “贵宾”')
    await page.getByRole('button', { name: 'Rules', exact: true }).click()
    await expect(page.locator('[data-rule]'), 'nothing is changed by looking').toHaveCount(5)
  })

  test('takes the good rows over, and an export of the list comes in again unchanged', async ({ openDesk }) => {
    const desk = await openDesk()
    const { page } = desk
    await chooseFile(
      page,
      'stations.csv',
      csv([['中心血站', '重要用户', 'P2', '主叫号码', '075583331111', '启用', '', '=1+1']]),
    )
    await page.getByRole('button', { name: 'Look at the rows' }).click()
    await page.getByRole('button', { name: /^Take over 1 rule/ }).click()
    await page.getByRole('button', { name: 'Show what changed' }).click()
    await expect(page.locator('[data-rule][data-change="new"]')).toContainText('中心血站')

    for (const [name, kind] of [
      ['Excel workbook (XLSX)', 'xlsx'],
      ['CSV (UTF-8)', 'csv'],
    ] as const) {
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByRole('menuitem', { name }).click()
      const download = await saved
      expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${kind}$`))
      const bytes = readFileSync(await download.path())
      if (kind === 'csv') expect(bytes.toString('utf8'), 'a spreadsheet must not run it').toContain("'=1+1")
      await chooseFile(page, `again.${kind}`, bytes)
      await page.getByRole('button', { name: 'Look at the rows' }).click()
      const preview = page.getByRole('region', { name: 'Look and take over' })
      await expect(preview.locator('.chip[data-state="same"]')).toHaveText(/\s6$/)
      for (const state of ['new', 'changed', 'wrong'])
        await expect(preview.locator(`.chip[data-state="${state}"]`)).toHaveText(/\s0$/)
    }
  })

  test('is told at once why a file cannot be used', async ({ openDesk }) => {
    const desk = await openDesk()
    const { page } = desk
    await chooseFile(page, 'list.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254, 0, 0, 7]))
    await expect(page.getByRole('alert').filter({ hasText: 'list.csv' })).toContainText('not a text table')
    await chooseFile(page, 'list.xlsx', Buffer.from('PK\u0003\u0004 no zip at all'))
    await expect(page.getByRole('alert').filter({ hasText: 'list.xlsx' })).toContainText('damaged')
    await page.getByRole('button', { name: 'Import…' }).click()
    const tooLarge = await page.evaluate(async () => {
      const file = new File([new Uint8Array(200 * 1024 * 1024)], 'huge.csv')
      const transfer = new DataTransfer()
      transfer.items.add(file)
      const target = document.querySelector('main.list')
      target?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
      return file.size
    })
    expect(tooLarge).toBe(209_715_200)
    await expect(page.getByRole('alert').filter({ hasText: 'huge.csv' })).toContainText('50 MB')
  })

  test('of 100,000 rows: each call that arrives meanwhile is on the wall, and the list is in force at the end', async ({
    openDeskOnSite,
    site,
  }) => {
    test.setTimeout(240_000)
    const desk = await openDeskOnSite(site)
    const wall = await openSecondScreen(desk)
    await wall.page.locator('[data-link="up"]').waitFor()
    const { page } = desk
    const calls = callOneAfterTheOther(site, wall)
    await chooseFile(page, 'hundred-thousand.csv', csv(customers(100_000)))
    await page.getByRole('button', { name: 'Look at the rows' }).click({ timeout: 60_000 })
    await expect(page.locator('.chip[data-state="new"]')).toContainText('100,000', { timeout: 60_000 })
    await page.getByRole('button', { name: /^Take over 100,000 rules/ }).click()
    await page.getByRole('button', { name: 'Show what changed' }).click({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Publish…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('all customers')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(wall.page.locator('[data-list="2"]')).toBeVisible({ timeout: 60_000 })
    const shown = await calls.stop()
    expect(shown, 'one call waited for the one before to be shown').toBeGreaterThan(10)
    expect(await wall.count('waiting')).toBe(shown)
    site.arrives({ uniqueid: '1900000001.1', number: '15000099999', queue: 'billing', code: '3', vdn: '8003' })
    const client = await connectToConsole(desk.url)
    const view = await client.until('the last customer is listed', ({ alerts }) => 'switch/1900000001.1' in alerts)
    client.close()
    expect(view.alerts['switch/1900000001.1']?.rule).toMatchObject({ name: '用户 99999', listVersion: 2 })
    expect(desk.errors).toEqual([])
  })
})

const customers = (count: number): string[][] =>
  Array.from({ length: count }, (_, n) => [
    `用户 ${n}`,
    '重要用户',
    'P2',
    '主叫号码',
    String(15_000_000_000 + n),
    '启用',
    '',
    '',
  ])

/** A listed caller arrives, must be on the wall, then the next: an import that held the console up would stop the row. */
function callOneAfterTheOther(site: ScriptedSite, wall: Desk): { stop(): Promise<number> } {
  let going = true
  const run = async (): Promise<number> => {
    let shown = 0
    while (going) {
      const id = site.arrives({ uniqueid: `18000000${100 + shown}.${shown}`, number: `1390000${1000 + shown}` })
      await expect.poll(() => wall.count('waiting')).toBe(shown + 1)
      if (shown < 3) await expect(wall.page.locator(`[data-alert-id="${id}"]`)).toBeVisible()
      shown += 1
    }
    return shown
  }
  const running = run()
  return {
    stop: () => {
      going = false
      return running
    },
  }
}

async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  if ((await page.locator('main.list').count()) === 0) await page.getByRole('button', { name: 'Priority list' }).click()
  await page.getByRole('button', { name: 'Import…' }).click()
  // From wherever the last import stands.
  for (const name of ['Back to the columns', 'Another file']) {
    const button = page.getByRole('button', { name })
    if (await button.isVisible()) await button.click()
  }
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
}
