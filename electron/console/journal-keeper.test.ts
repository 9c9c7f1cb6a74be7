import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '#electron/journal/journal.ts'
import * as e from '#shared/domain/testing/events.ts'
import { createConsole } from './console.ts'
import { lost, served } from './test-kit.ts'
import { createTestPorts, testCaller } from './testing.ts'

/** What goes into the journal, and in which order. */
async function start() {
  const parts = createTestPorts()
  const running = createConsole(parts.ports)
  await running.start()
  return { ...parts, running, link: () => parts.opened.at(-1)?.listener }
}

const nameOf = (entry: JournalEntry): string => {
  switch (entry.kind) {
    case 'event':
      return entry.event.kind
    case 'decision':
      return `decision ${entry.decision.kind}`
    case 'alert':
      return `alert ${entry.change.change}`
    case 'link':
      return `link ${entry.change.state} ${entry.change.detail}`.trim()
    default:
      return entry.kind
  }
}

describe('what is recorded', () => {
  test('comes in the order in which it is brought back: what the list said, the event, what followed', async () => {
    const { link, entries } = await start()
    link()?.onEvents(served('s/1', 10))
    expect(entries.map(nameOf)).toEqual([
      'call-arrived',
      'decision judged',
      'queue-joined',
      'alert raised',
      'seat-answered',
      'alert answered',
      'talk-ended',
      'call-ended',
      'call',
    ])
    expect(entries.at(-1)).toMatchObject({ record: { listing: { classId: 'repair' }, legVdns: [null] } })
  })

  test('is in the journal when a screen hears of it', async () => {
    const { running, link, entries } = await start()
    const seen: number[] = []
    running.subscribe((name) => {
      if (name === 'console.changed') seen.push(entries.length)
    })
    link()?.onEvents([e.arrived(0), e.joined(1)])
    expect(seen).toEqual([entries.length])
  })

  test('a decision, with what followed, and once', async () => {
    const { running, link, entries } = await start()
    link()?.onEvents(lost('s/1', 10))
    const before = entries.length
    for (const _ of [1, 2]) await running.execute('alerts.acknowledge', { alertIds: ['s/1'] }, testCaller())
    await running.execute('recovery.setOutcome', { callId: 's/1', outcome: 'false-call', note: 'x' }, testCaller())
    expect(entries.slice(before).map(nameOf)).toEqual([
      'decision acknowledged',
      'alert acknowledged',
      'action',
      'action',
      'decision outcome',
      'alert outcome',
      'alert left',
      'action',
    ])
    expect(entries.at(-3)).toMatchObject({ change: { by: 'Desk 2', outcome: 'false-call', note: 'x' } })
  })

  test('the link’s states, but not each try of the same', async () => {
    const { link, entries } = await start()
    const refused = { kind: 'waiting' as const, until: 0, attempt: 1, why: { kind: 'refused' as const, detail: '' } }
    link()?.onState({ kind: 'connecting', attempt: 1, step: 'reaching' })
    link()?.onState(refused)
    link()?.onState({ kind: 'connecting', attempt: 2, step: 'reaching' })
    link()?.onState({ ...refused, attempt: 2 })
    link()?.onState({ ...refused, why: { kind: 'timed-out', detail: '' } })
    link()?.onState({ kind: 'up', since: 0 })
    expect(entries.map(nameOf)).toEqual(['link waiting refused', 'link waiting timed-out', 'link up'])
  })

  test('a gap of the link, when it is over', async () => {
    const { link, entries } = await start()
    link()?.onEvents([e.picture(0), e.sightLost(10), e.sightLost(11), e.picture(60)])
    expect(entries.filter(({ kind }) => kind === 'gap')).toEqual([
      { kind: 'gap', gap: { from: e.t(10), to: e.t(60), switchId: 's', why: 'closed' } },
    ])
  })

  test('what seats did, and the messages of the switch', async () => {
    const { link, entries } = await start()
    const seat = (at: number, state: 'free' | 'paused') =>
      ({ kind: 'seat-changed', at: e.t(at), seat: { id: '1001', name: '', area: 'repair', state } }) as const
    link()?.onEvents([seat(0, 'free'), seat(60, 'paused')])
    link()?.onRaw?.('s/1', 'Event: Newchannel')
    expect(entries.filter(({ kind }) => kind === 'seat' || kind === 'raw')).toMatchObject([
      { span: { seatId: '1001', doing: 'available', from: e.t(0), to: e.t(60), areas: ['repair'] } },
      { callId: 's/1', text: 'Event: Newchannel' },
    ])
  })
})
