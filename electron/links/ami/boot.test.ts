import { afterEach, describe, expect, it } from 'vitest'
import { block, fullyBooted, startFakeAmi, type FakeAmi, type FakeAmiOptions } from '#e2e/fakes/ami-server.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { storyOf } from './testing.ts'
import {
  abandon,
  advanceUntil,
  asked,
  createLinkKit,
  emptyAnswers,
  join,
  leave,
  noCallers,
  quiet,
  until,
  type LinkKit,
} from './test-kit.ts'

let fake: FakeAmi
let kit: LinkKit
const start = async (options: FakeAmiOptions = {}): Promise<void> => {
  fake = await startFakeAmi({ actions: emptyAnswers, ...options })
  kit = createLinkKit(fake.port)
  kit.link.start()
}
const up = (): Promise<void> => advanceUntil(kit, () => kit.state()?.kind === 'up')
const pictures = () =>
  kit.events().filter((e): e is Extract<CallEvent, { kind: 'picture-taken' }> => e.kind === 'picture-taken')

afterEach(async () => {
  await kit.link.stop()
  await fake.close()
})

describe('a login that only gets class agent', () => {
  it('comes up without FullyBooted', async () => {
    await start({ boots: false })
    await up()
    expect(pictures()).toHaveLength(1)
    expect(pictures()[0]?.picture.switchStartedAt).toBeUndefined()
  })

  it('learns from a picture that a caller who left is gone', async () => {
    await start({ boots: false })
    await up()
    fake.last().send(join + abandon + leave)
    await advanceUntil(kit, () => pictures().length === 2, 30_000)
    expect(storyOf(kit.events()).slice(1)).toEqual([
      'arrived 13800009999 for ?',
      'joined repair at 4',
      'left repair: undecided',
      'caller-hung-up',
      'call-ended',
      'picture of 0 calls',
    ])
  })
})

describe('a switch that is still starting', () => {
  const unknown = block(
    'Response: Error',
    'ActionID: {id}',
    'Message: Invalid/unknown command: QueueStatus. Use Action: ListCommands to show available commands.',
  )

  it('is asked nothing until it says that it is there', async () => {
    await start({ boots: false })
    await until(() => asked(fake, 'Login') === 1)
    await quiet()
    expect(asked(fake, 'QueueStatus')).toBe(0)
    fake.last().send(fullyBooted(0))
    await up()
  })

  it('is waited for when the queue module is not loaded yet', async () => {
    await start({ boots: false })
    fake.actions['QueueStatus'] = () => unknown
    await advanceUntil(kit, () => asked(fake, 'QueueStatus') >= 3)
    fake.actions['QueueStatus'] = () => noCallers
    await up()
  })

  it('is given up after a minute', async () => {
    await start({ boots: false })
    fake.actions['QueueStatus'] = () => unknown
    await advanceUntil(kit, () => kit.state()?.kind === 'waiting')
    expect(kit.state()).toMatchObject({ why: { kind: 'never-booted' } })
  })
})
