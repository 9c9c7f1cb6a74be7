import { chromium, type Page } from '@playwright/test'
import { findChromium } from '#electron/tools/chromium.mjs'
import { connectToConsole, type ConsoleClient } from '#e2e/console-client.ts'
import { asteriskSettings, startConsole } from '#e2e/running-console.ts'
import { arrival, departure, siteSecret, type ScriptedCaller } from '#e2e/fakes/scripted-site.ts'
import type { Figures } from './index.ts'
import { percentile } from './recorded-burst.ts'
import { startReplaySwitch, type ReplaySwitch } from './replay-switch.ts'

const rows = 100_000
const everyMs = 250

/**
 * A spreadsheet of 100,000 rows is sent, looked at, taken over and published while listed calls arrive: the longest frame of the wall and
 * the time from a call's bytes to its card meanwhile, beside the same wall in the minute before.
 */
export async function measureListImport(print: (line: string) => void): Promise<Figures> {
  const replay = await startReplaySwitch()
  const console = await startConsole({
    settings: { connection: asteriskSettings(replay.port) },
    secret: siteSecret,
  })
  const executablePath = await findChromium()
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  const client = await connectToConsole(console.url)
  try {
    await client.until('the link is up', (view) => view.link.state.kind === 'up')
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.addInitScript(watch)
    await page.goto(console.url)
    await page.locator('[data-area="repair"]').waitFor()
    const quiet = await during(page, replay, client, () => new Promise((resolve) => setTimeout(resolve, 8000)))
    let importMs = 0
    const busy = await during(page, replay, client, async () => {
      const startedAt = performance.now()
      await importAndPublish(client)
      importMs = performance.now() - startedAt
    })
    print(
      `\nA spreadsheet of ${rows.toLocaleString('en')} rows sent, previewed, taken over and published: ${(importMs / 1000).toFixed(1)} s`,
    )
    for (const [name, one] of [
      ['before', quiet],
      ['meanwhile', busy],
    ] as const)
      print(
        `  wall ${name}: longest frame ${one.longestFrameMs.toFixed(0)} ms; call → card p50 ${one.p50.toFixed(0)}, max ${one.max.toFixed(0)} ms, n ${one.count}`,
      )
    return {
      'list.importSeconds.100000': Math.round(importMs / 100) / 10,
      'list.importLongestFrameMs': Math.round(busy.longestFrameMs),
      'list.quietLongestFrameMs': Math.round(quiet.longestFrameMs),
      'list.importCardMaxMs': Math.round(busy.max),
      'list.quietCardMaxMs': Math.round(quiet.max),
    }
  } finally {
    client.close()
    await browser.close()
    await console.stop()
    await replay.close()
  }
}

type Watched = { longestFrameMs: number; p50: number; max: number; count: number }
type WatchedWindow = Window & { seen: Map<string, number>; longest: number }
let nextCall = 0

async function during(
  page: Page,
  replay: ReplaySwitch,
  client: ConsoleClient,
  run: () => Promise<unknown>,
): Promise<Watched> {
  await page.evaluate(() => void ((window as unknown as WatchedWindow).longest = 0))
  const sent = new Map<string, number>()
  let before: ScriptedCaller | undefined
  const timer = setInterval(() => {
    // One at a time: a wall that is full shows the rest as a count.
    if (before) {
      replay.write(departure(before))
      const alertId = `switch/${before.uniqueid}`
      setTimeout(() => void client.call('alerts.setOutcome', { alertId, outcome: 'false-call' }), 50)
    }
    before = { uniqueid: `21000000${100 + nextCall}.${nextCall}`, number: `1380000${1000 + nextCall}` }
    sent.set(`switch/${before.uniqueid}`, Date.now())
    replay.write(arrival(before))
    nextCall += 1
  }, everyMs)
  await run()
  clearInterval(timer)
  await page.waitForTimeout(1000)
  const [longestFrameMs, seen] = await page.evaluate(() => {
    const { longest, seen } = window as unknown as WatchedWindow
    return [longest, [...seen]] as const
  })
  const times = seen.flatMap(([id, at]) => {
    const start = sent.get(id)
    return start === undefined ? [] : [at - start]
  })
  return { longestFrameMs, p50: percentile(times, 50), max: Math.max(0, ...times), count: times.length }
}

/** In the page: when each card first stood there, and the longest time between two frames. */
function watch(): void {
  const watched = window as unknown as WatchedWindow
  watched.seen = new Map()
  watched.longest = 0
  let last = performance.now()
  const frame = (now: number): void => {
    watched.longest = Math.max(watched.longest, now - last)
    last = now
    for (const card of document.querySelectorAll<HTMLElement>('[data-alert-id]')) {
      const id = card.dataset['alertId'] ?? ''
      if (!watched.seen.has(id)) watched.seen.set(id, Date.now())
    }
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

async function importAndPublish(client: ConsoleClient): Promise<void> {
  const heads = ['名称', '类别', '级别', '条件类型', '条件', '状态']
  const lines = Array.from({ length: rows }, (_, n) =>
    [`用户 ${n}`, '重要用户', 'P2', '主叫号码', String(15_000_000_000 + n), '启用'].join(','),
  )
  const bytes = Buffer.from([heads.join(','), ...lines].join('\r\n'))
  const { fileId, chunkBytes } = await must(client.call('files.begin', { name: 'rows.csv', bytes: bytes.length }))
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const data = bytes.subarray(offset, offset + chunkBytes).toString('base64')
    await must(client.call('files.write', { fileId, offset, data }))
  }
  const table = await must(client.call('import.open', { fileId }))
  const defaults = { classId: 'key-customer', severity: 'class' as const, conditionKind: 'caller-number' as const }
  const counts = await must(client.call('import.preview', { fileId, fields: table.suggested, defaults }))
  if (counts.new !== rows) throw new Error(`${counts.new} of ${rows} rows are new`)
  const { draft } = await must(client.call('list.state', {}))
  const { revision } = await must(
    client.call('import.apply', { fileId, removeMissing: false, revision: draft.revision }),
  )
  await must(client.call('list.publish', { revision, why: 'measured' }))
  await client.until('the list is in force', (view) => view.list.version === 2, 60_000)
}

async function must<T>(asked: Promise<{ ok: true; value: T } | { ok: false; error: { kind: string } }>): Promise<T> {
  const result = await asked
  if (!result.ok) throw new Error(result.error.kind)
  return result.value
}
