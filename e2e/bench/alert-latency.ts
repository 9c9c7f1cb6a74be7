import { chromium, type Page } from '@playwright/test'
import { findChromium } from '#electron/tools/chromium.mjs'
import { connectToConsole } from '#e2e/console-client.ts'
import { arrival, departure, siteSecret } from '#e2e/fakes/scripted-site.ts'
import { publishRules, ruleOf } from '#e2e/published-list.ts'
import { asteriskSettings, startConsole } from '#e2e/running-console.ts'
import type { Figures } from './index.ts'
import { percentile } from './recorded-burst.ts'
import { startReplaySwitch, type ReplaySwitch } from './replay-switch.ts'

const callsPerRate = 200
const everyMs = 100
const rates = [0, 700, 5000]

/**
 * From the bytes of a listed call on the switch's socket to its card in the browser's DOM: written by this process, read
 * by the console in its own, drawn by Chromium in a third. Meanwhile the switch sends recorded events at the given rate;
 * those calls are followed and counted, and none of them is listed.
 */
export async function measureAlerts(print: (line: string) => void): Promise<Figures> {
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
    await publishRules(client, [ruleOf({ id: 'measured', condition: { kind: 'caller-prefix', prefix: '199' } })])
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.addInitScript(watchCards)
    await page.goto(console.url)
    await page.locator('[data-area="repair"]').waitFor()
    print('\nBytes on the socket → card in the DOM, ms')
    const figures: Figures = {}
    for (const rate of rates) {
      const background = replay.background(rate)
      const startedAt = performance.now()
      const times = await measureCalls(replay, page, client, rate)
      const real = background.sent() / ((performance.now() - startedAt) / 1000)
      background.stop()
      const [p50, p99] = [percentile(times, 50), percentile(times, 99)]
      Object.assign(figures, { [`alert.p50Ms.${rate}`]: round(p50), [`alert.p99Ms.${rate}`]: round(p99) })
      print(
        `  ${String(rate).padStart(5)} events/s (really ${real.toFixed(0)}): p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${Math.max(...times).toFixed(1)}, n ${times.length}`,
      )
    }
    return figures
  } finally {
    client.close()
    await browser.close()
    await console.stop()
    await replay.close()
  }
}

const round = (ms: number): number => Math.round(ms * 10) / 10
const now = (): number => performance.timeOrigin + performance.now()

async function measureCalls(
  replay: ReplaySwitch,
  page: Page,
  client: Awaited<ReturnType<typeof connectToConsole>>,
  rate: number,
): Promise<number[]> {
  const writtenAt = new Map<string, number>()
  for (let i = 0; i < callsPerRate + 10; i++) {
    const uniqueid = `${2_000_000_000 + rate}.${i}`
    const caller = { uniqueid, number: `199${String(i).padStart(8, '0')}` }
    if (i >= 10) writtenAt.set(`switch/${uniqueid}`, now()) // the first ten warm up
    replay.write(arrival(caller))
    await pause(everyMs / 2)
    replay.write(departure(caller))
    await pause(everyMs / 2)
    void client.call('alerts.setOutcome', { alertId: `switch/${uniqueid}`, outcome: 'duplicate' })
  }
  await pause(500)
  const seen = new Map(
    await page.evaluate(() => [...(window as unknown as { seenCards: Map<string, number> }).seenCards]),
  )
  const missing = [...writtenAt.keys()].filter((id) => !seen.has(id))
  if (missing.length > 0) throw new Error(`${missing.length} of ${writtenAt.size} calls never had a card`)
  return [...writtenAt].map(([id, at]) => (seen.get(id) ?? Number.NaN) - at)
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs in the page: notes when each card first stands in the document. */
function watchCards(): void {
  const seen = new Map<string, number>()
  ;(window as unknown as { seenCards: Map<string, number> }).seenCards = seen
  const note = (): void => {
    const at = performance.timeOrigin + performance.now()
    for (const card of document.querySelectorAll<HTMLElement>('[data-alert-id]')) {
      const id = card.dataset['alertId'] ?? ''
      if (!seen.has(id)) seen.set(id, at)
    }
  }
  new MutationObserver(note).observe(document, { childList: true, subtree: true })
}
