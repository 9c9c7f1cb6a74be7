import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '#electron/tools/chromium.mjs'
import { connectToConsole, type ConsoleClient } from '#e2e/console-client.ts'
import { siteSecret, startScriptedSite, type ScriptedCaller, type ScriptedSite } from '#e2e/fakes/scripted-site.ts'
import { takeAccess, takeFirstStart, takeMasked } from '#e2e/pictures/access.ts'
import { createCamera, folder, pause, type Camera } from '#e2e/pictures/camera.ts'
import { takeJournal } from '#e2e/pictures/journal.ts'
import { takeList } from '#e2e/pictures/list.ts'
import { asteriskSettings, startConsole } from '#e2e/running-console.ts'

/**
 * `npm run pictures`: the pictures of README and docs, taken from a running console. The site is played move by move, so
 * that they are alike each time; only clocks and waits differ.
 */
mkdirSync(folder, { recursive: true })
const site = await startScriptedSite(['repair', 'complaint', 'connection', 'billing', 'operator'])
const console = await startConsole({
  settings: { connection: asteriskSettings(site.fake.port) },
  secret: siteSecret,
  access: 'unasked',
})
const client = await connectToConsole(console.url)
const executablePath = await findChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-background-networking'],
})
try {
  await client.until('the link is up and the list in force', (view) => {
    return view.link.state.kind === 'up' && view.list.version !== undefined
  })
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto(console.url)
  await page.mouse.click(5, 700) // lets the browser's sound through, as somebody at the desk has done
  const camera = createCamera(page, client)
  addSeats(site)
  await takeFirstStart(camera)
  await camera.take('wall-quiet')
  await takeList(camera)
  await playBusyHour(site, client)
  await camera.take('wall-busy')
  await openFormula(page)
  await takeJournal(camera)
  await takeMasked(camera)
  await takeAccess(camera)
  await takeConnection(camera)
  await site.close()
  await client.until('the loss is on the screen', (view) => view.link.state.kind !== 'up')
  await pause(9000)
  await camera.take('wall-disconnected')
} finally {
  client.close()
  await browser.close()
  await console.stop()
}
process.exit(0)

function addSeats({ fake }: ScriptedSite): void {
  const seats: [queue: string, count: number][] = [
    ['repair', 4],
    ['complaint', 3],
    ['connection', 3],
    ['billing', 4],
    ['operator', 1],
  ]
  for (const [queue, count] of seats) {
    for (let i = 1; i <= count; i++) {
      const fields = [
        `Queue: ${queue}`,
        `MemberName: ${queue} ${i}`,
        `Interface: PJSIP/${queue}${i}`,
        `StateInterface: PJSIP/${queue}${i}`,
      ]
      fake
        .last()
        .send(
          ['Event: QueueMemberAdded', 'Privilege: agent,all', ...fields, 'Status: 1', 'Paused: 0', '', ''].join('\r\n'),
        )
    }
  }
}

/** Calls answered and given up before, then five that matter now. */
async function playBusyHour(town: ScriptedSite, screen: ConsoleClient): Promise<void> {
  for (let i = 0; i < 46; i++) {
    const [queue, code, vdn] = [
      ['billing', '3', '8003'],
      ['connection', '4', '8004'],
      ['operator', '0', '8000'],
    ][i % 3] as [string, string, string]
    const caller = { uniqueid: `17000000${10 + i}.${i}`, number: `1370000${1000 + i}`, queue, code, vdn }
    town.arrives(caller)
    if (i % 9 === 8) town.givesUp(caller)
    else town.isAnswered(caller, `${queue}1`)
    town.hangsUp(caller)
  }
  const callers: [wait: number, caller: ScriptedCaller][] = [
    [0, { uniqueid: '1800000001.1', number: '15988420316', name: '刘洋' }],
    [6000, { uniqueid: '1800000002.2', number: '13577319024' }],
    [9000, { uniqueid: '1800000003.3', number: '13800135207', name: '王小明' }],
    [
      3000,
      {
        uniqueid: '1800000004.4',
        number: '075526884100',
        queue: 'billing',
        code: '3',
        vdn: '8003',
        name: '市人民医院',
      },
    ],
    [3000, { uniqueid: '1800000005.5', number: '13690347781', queue: 'complaint', code: '2', vdn: '8002' }],
    [2000, { uniqueid: '1800000006.6', number: '13912345678', queue: 'billing', code: '3', vdn: '8003' }],
    [500, { uniqueid: '1800000007.7', number: '18866220419' }],
  ]
  for (const [wait, caller] of callers) {
    await pause(wait)
    town.arrives(caller)
    if (caller.uniqueid.endsWith('.1')) setTimeout(() => town.givesUp(caller), 5000)
    if (caller.uniqueid.endsWith('.3')) town.rings(caller, '1001')
  }
  const answered = callers.at(-1)?.[1]
  if (answered) town.isAnswered(answered, '1003')
  await screen.call('alerts.acknowledge', { alertIds: ['switch/1800000005.5'] })
}

async function openFormula(page: Page): Promise<void> {
  await page.getByRole('button', { name: /formula/i }).click()
  await page.getByRole('dialog').waitFor()
  await pause(300)
  await page.screenshot({ path: path.join(folder, 'formula-en-light.png') })
  await page.keyboard.press('Escape')
}

async function takeConnection({ page, take }: Camera): Promise<void> {
  await page.keyboard.press('c')
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await page.locator('[data-step="vdn-source"][data-result]').waitFor()
  await pause(2500)
  await take('connection')
  await page.keyboard.press('w')
}
