import { readFileSync } from 'node:fs'
import { connectToConsole } from '#e2e/console-client.ts'
import { asteriskSettings, startConsole } from '#e2e/running-console.ts'
import { arrival, siteSecret } from '#e2e/fakes/scripted-site.ts'
import type { Figures } from './index.ts'
import { startReplaySwitch } from './replay-switch.ts'

/** Resident memory of the console's own process with 1,000 listed calls waiting, beside the same process with none. */
export async function measureMemory(print: (line: string) => void): Promise<Figures> {
  if (process.platform !== 'linux') {
    print('memory: only measured on Linux')
    return {}
  }
  const replay = await startReplaySwitch()
  const console = await startConsole({ settings: { connection: asteriskSettings(replay.port) }, secret: siteSecret })
  const client = await connectToConsole(console.url)
  try {
    await client.until('the link is up', (view) => view.link.state.kind === 'up')
    const emptyMB = residentMB(console.pid)
    for (let i = 0; i < 1000; i++)
      replay.write(arrival({ uniqueid: `2100000000.${i}`, number: `138${String(i).padStart(8, '0')}` }))
    await client.until('1,000 calls wait', (view) => view.totals.waiting === 1000)
    const fullMB = residentMB(console.pid)
    print(
      `\nMemory of the console's process: ${emptyMB} MB without calls, ${fullMB} MB with 1,000 listed calls waiting`,
    )
    return { 'memory.mainEmptyMB': emptyMB, 'memory.main1000CallsMB': fullMB }
  } finally {
    client.close()
    await console.stop()
    await replay.close()
  }
}

function residentMB(pid: number): number {
  const kB = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kB) / 1024)
}
