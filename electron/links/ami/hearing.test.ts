import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFakeAmi, type FakeAmi } from '#e2e/fakes/ami-server.ts'
import {
  advanceUntil,
  answers,
  arrival,
  asked,
  createLinkKit,
  emptyAnswers,
  join,
  noCallers,
  queueStatus,
  quiet,
  status,
  trunk,
  until,
  type LinkKit,
} from './test-kit.ts'
import { eventBytes } from './testing.ts'

const missing = { kind: 'right-missing', right: 'agent' }
const entry = [
  'Event: QueueEntry',
  'Queue: repair',
  'Position: 1',
  `Channel: ${trunk.Channel}`,
  `Uniqueid: ${trunk.Uniqueid}`,
  `Linkedid: ${trunk.Linkedid}`,
  'CallerIDNum: 13800009999',
  'Wait: 0',
  'Priority: 0',
  'ActionID: {id}',
].join('\r\n')
const oneCaller = noCallers.replace('Event: QueueStatusComplete', `${entry}\r\n\r\nEvent: QueueStatusComplete`)

let fake: FakeAmi
let kit: LinkKit
const up = (): Promise<void> => advanceUntil(kit, () => kit.state()?.kind === 'up')
const pictures = (): number => kit.events().filter((e) => e.kind === 'picture-taken').length
/** Moves the clock by this much, with time for the sockets in between. */
async function pass(ms: number): Promise<void> {
  const end = kit.clock.now() + ms
  await advanceUntil(kit, () => kit.clock.now() >= end, ms + 1000)
}
const waitingShown = (): boolean => {
  const last = kit.events().findLast((e) => e.kind === 'picture-taken')
  return last?.kind === 'picture-taken' && last.picture.calls.some((c) => c.waiting !== undefined)
}

beforeEach(async () => {
  fake = await startFakeAmi({ actions: emptyAnswers })
  kit = createLinkKit(fake.port)
  kit.link.start()
  await up()
})
afterEach(async () => {
  await kit.link.stop()
  await fake.close()
})

describe('a login that is not told who joins a queue', () => {
  it('is found out within seconds, and said once', async () => {
    fake.last().send(arrival) // the channel is seen, its queue is not
    fake.actions['QueueStatus'] = () => oneCaller
    await advanceUntil(kit, () => kit.problems.length > 0, 10_000)
    await pass(30_000)
    expect(kit.problems).toEqual([missing])
  })

  it('is found out after a quiet hour too, by the first caller', async () => {
    await pass(300_000)
    expect(kit.problems).toEqual([])
    fake.actions['QueueStatus'] = () => oneCaller
    await advanceUntil(kit, () => kit.problems.length > 0, 10_000)
  })

  it('shows callers from pictures, at most 2 s late', async () => {
    fake.actions['QueueStatus'] = () => oneCaller
    await advanceUntil(kit, () => kit.problems.length > 0, 10_000)
    for (const waits of [false, true, false, true]) {
      await pass(700)
      fake.actions['QueueStatus'] = () => (waits ? oneCaller : noCallers)
      await advanceUntil(kit, () => waitingShown() === waits, 2000)
    }
  })

  it('is well again as soon as somebody is heard joining; then a picture each minute is enough', async () => {
    fake.actions['QueueStatus'] = () => oneCaller
    await advanceUntil(kit, () => kit.problems.length > 0, 10_000)
    fake.last().send(join)
    await until(() => kit.problems.length === 2)
    expect(kit.problems).toEqual([missing, undefined])
    await pass(3000)
    const before = pictures()
    await pass(50_000)
    expect(pictures()).toBe(before)
  })

  it('is not forgotten when the connection is made again', async () => {
    fake.actions['QueueStatus'] = () => oneCaller
    await advanceUntil(kit, () => kit.problems.length > 0, 10_000)
    fake.last().socket.destroy()
    await until(() => kit.state()?.kind === 'waiting')
    await up()
    const before = pictures()
    await pass(6000)
    expect(pictures() - before).toBeGreaterThanOrEqual(3)
    expect(kit.problems).toEqual([missing])
  })
})

describe('nothing is said', () => {
  it('of callers who waited before the login', async () => {
    await kit.link.stop()
    Object.assign(fake.actions, answers)
    kit = createLinkKit(fake.port)
    kit.link.start()
    await up()
    await pass(130_000)
    expect(kit.problems).toEqual([])
  })

  it('of a caller whose join comes after the picture that lists it', async () => {
    fake.actions['QueueStatus'] = () => oneCaller
    const shown = pictures() + 1
    await advanceUntil(kit, () => pictures() === shown, 10_000)
    fake.last().send(arrival + join)
    await pass(70_000)
    expect(kit.problems).toEqual([])
  })

  it('of a caller who joins while the picture is taken', async () => {
    fake.actions['QueueStatus'] = () => oneCaller
    fake.actions['Status'] = () => status + arrival + join
    await pass(10_000)
    expect(kit.problems).toEqual([])
  })

  it('when a message was lost: it may have been the one', async () => {
    fake.last().send('this is: no\r\nmessage\r\n\r\n')
    fake.actions['QueueStatus'] = () => queueStatus
    fake.actions['Status'] = () => status
    await pass(30_000)
    expect(kit.problems).toEqual([])
  })
})

describe('a picture that is wanted soon and fails', () => {
  it('is taken again soon, a few times; then each minute', async () => {
    fake.last().send(arrival + join) // heard: nothing but the message below asks for pictures
    await pass(6000)
    fake.actions['QueueStatus'] = () => undefined
    fake.last().send(eventBytes('Reload', { Module: 'All', Status: 0 }))
    await quiet()
    const before = asked(fake, 'QueueStatus')
    await pass(200_000)
    expect(asked(fake, 'QueueStatus') - before).toBeGreaterThanOrEqual(5)
    expect(asked(fake, 'QueueStatus') - before).toBeLessThanOrEqual(8)
  })

  it('is there seconds after the switch can answer again', async () => {
    fake.last().send(arrival + join)
    await pass(6000)
    let failed = 0
    fake.actions['QueueStatus'] = ({ id }) =>
      `Response: Error\r\nActionID: ${id}\r\nMessage: Permission denied ${++failed}\r\n\r\n`
    fake.last().send(eventBytes('Reload', { Module: 'All', Status: 0 }))
    await advanceUntil(kit, () => failed === 2, 10_000)
    fake.actions['QueueStatus'] = () => noCallers
    const before = pictures()
    await advanceUntil(kit, () => pictures() > before, 3000)
  })
})
