// Makes the recordings anew from real calls.
//   node e2e/asterisk/record-all.ts [--suite bullseye] [--into FOLDER] [02 06 ...]      names by their beginnings; none = all
// All of them take about 12 minutes. Starts the lab; leaves it running.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { recordAmi } from './ami-recorder.ts'
import { type Lab, startLab } from './lab.ts'
import { answers, cdr, type Ending, everyone, never, type Scene, scenes } from './scenes.ts'
import { pause, until } from './sipp.ts'

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { suite: { type: 'string', default: 'sid' }, into: { type: 'string' } },
})
const suite = values.suite === 'bullseye' ? 'bullseye' : 'sid'
const lab: Lab = await startLab({ suite })
const folder = values.into ?? join(lab.settings.home, 'recordings', ...(suite === 'bullseye' ? ['asterisk-16'] : []))
mkdirSync(folder, { recursive: true })

const record = (name: string, ending: Ending) =>
  recordAmi({ file: join(folder, name), port: lab.amiPort, user: 'console', secret: lab.amiSecret, ...ending })

async function play(name: string, scene: Scene): Promise<void> {
  if (scene.env !== undefined) await startLab({ suite, env: scene.env })
  if (scene.queueTimeoutSeconds !== undefined) await lab.setGlobal('QUEUE_TIMEOUT', String(scene.queueTimeoutSeconds))
  try {
    await lab.stopAgents()
    await lab.startAgents(scene.agents)
    const recording = record(name, scene.ending)
    await pause(1000)
    const handles = []
    for (const plan of scene.calls) handles.push(await lab.placeCalls(plan))
    await recording
    await Promise.all(handles.map((handle) => handle.kill()))
  } finally {
    if (scene.afterwards !== undefined) await lab.rx(scene.afterwards)
    if (scene.queueTimeoutSeconds !== undefined) await lab.rx('dialplan reload')
    if (scene.env !== undefined) await startLab({ suite })
  }
}

/** The same 240 calls by two users: what a console draws, and every class of event. */
async function burst(name: string): Promise<void> {
  await lab.stopAgents()
  await lab.startAgents(everyone)
  await lab.startBank({ ringMs: [500, 3000], talkMs: [2000, 6000] })
  const ending: Ending = { quietMs: 9000, longestMs: 90_000 }
  const recordings = [record(name, { ...ending, user: 'filtered' }), record(`${name}-full`, ending)]
  await pause(1000)
  const calls = await lab.placeCalls({
    codes: { 5: 7, 1: 1, 2: 1, 3: 1 },
    holdMs: [4000, 14_000],
    count: 240,
    rate: 20,
    from: '13900000000',
  })
  await Promise.all(recordings)
  const result = await calls.kill()
  writeFileSync(
    join(folder, `${name}-callers.json`),
    `${JSON.stringify({ callers: result.calls, agents: lab.agentCalls(result.calls[0]?.placedAt ?? 0) })}\n`,
  )
  for (const file of [name, `${name}-full`]
    .flatMap((each) => [`${each}.ami`, `${each}.times`])
    .concat(`${name}-callers.json`)) {
    writeFileSync(join(folder, `${file}.gz`), gzipSync(readFileSync(join(folder, file)), { level: 9 }))
    rmSync(join(folder, file))
  }
}

async function resync(name: string): Promise<void> {
  await lab.stopAgents()
  await lab.startAgents({
    1001: answers(1000, 60_000),
    1002: never,
    1003: never,
    1004: never,
    1005: answers(1000, 60_000),
    1006: answers(1000, 60_000),
  })
  const calls = await lab.placeCalls({
    code: '1',
    holdMs: 20_000,
    count: 4,
    rate: 2,
    from: '13800008000',
    name: '李四',
  })
  await pause(7000)
  await record(name, {
    actions: [
      ['QueueStatus'],
      ['QueueSummary'],
      ['CoreShowChannels'],
      ['Status', { Variables: 'VDN,CODE' }],
      ['BridgeList'],
      ['DeviceStateList'],
    ],
    longestMs: 3000,
  })
  await calls.kill()
}

/** Connected while a call talks already. */
async function reload(name: string): Promise<void> {
  await lab.stopAgents()
  await lab.startAgents(everyone)
  const calls = await lab.placeCalls({ code: '1', holdMs: 9000, from: '13800001818' })
  await pause(4000)
  const recording = record(name, cdr(20_000, 2000))
  await pause(1000)
  await lab.rx('core reload')
  await recording
  await calls.kill()
}

async function restart(name: string): Promise<void> {
  await lab.stopAgents()
  await lab.startAgents(everyone)
  const calls = await lab.placeCalls({ code: '1', holdMs: 20_000, from: '13800009999' })
  await pause(4000)
  const before = record(name, { actions: [['QueueStatus']], longestMs: 20_000 })
  await pause(1000)
  await lab.rx('core restart now').catch(() => '') // Asterisk goes before it has answered
  await before
  // One connection as soon as the port answers again: what comes before FullyBooted.
  const after = join(folder, '09b-after-restart')
  const recorded = await until(
    () =>
      record('09b-after-restart', {
        actions: [['QueueStatus'], ['CoreShowChannels'], ['CoreStatus']],
        longestMs: 3000,
      }).then(
        () => true,
        () => false,
      ),
    30_000,
    20,
  )
  if (!recorded) rmSync(`${after}.ami`, { force: true })
  await calls.kill()
}

const staged: Readonly<Record<string, (name: string) => Promise<void>>> = {
  '07-burst': burst,
  '08-resync': resync,
  '09-restart': restart,
  '18-reload': reload,
}
const chosen = [...Object.keys(scenes), ...Object.keys(staged)]
  .sort()
  .filter((name) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning)))
for (const name of chosen) {
  const begun = Date.now()
  await lab.hangUpAll()
  const scene = scenes[name]
  await (scene === undefined ? staged[name]?.(name) : play(name, scene))
  process.stderr.write(`${name}: ${((Date.now() - begun) / 1000).toFixed(0)} s\n`)
}
await lab.stopAgents()
