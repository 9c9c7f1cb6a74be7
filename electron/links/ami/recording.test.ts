import { describe, expect, it } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { keyOf, fieldsOf, messageOf } from './message.ts'
import { readPicture } from './picture.ts'
import { recordingIn } from './recording.ts'
import { putSeat } from './seats.ts'
import { createSight, type Sight } from './sight.ts'
import { eventBytes, greetingBytes, readMessages, readRecording, switchId, translateAll } from './testing.ts'
import { translate } from './translate.ts'
import { vdnPlanOf } from './vdn-source.ts'

type Recorded = Extract<CallEvent, { kind: 'call-recorded' }>
const recordingsOf = (events: CallEvent[]): (string | undefined)[] =>
  events.filter((event): event is Recorded => event.kind === 'call-recorded').map(({ reference }) => reference)

const plan = vdnPlanOf({ kind: 'automatic' })
const newSight = (): Sight => {
  const sight = createSight(switchId, plan)
  putSeat(sight.seats, { id: 'PJSIP/1001', name: 'Wang', area: 'repair', state: 'free' }, 'PJSIP/1001')
  return sight
}
const caller = { Channel: 'PJSIP/trunk-00000001', Uniqueid: '1.1', Linkedid: '1.1' }
const arrival = eventBytes('Newchannel', {
  Channel: caller.Channel,
  ChannelState: 4,
  CallerIDNum: '13800001111',
  CallerIDName: '',
  Context: 'from-trunk',
  Exten: '96777',
  Uniqueid: '1.1',
  Linkedid: '1.1',
})
const writes = (file: string, leg: Record<string, string> = caller): string =>
  eventBytes('VarSet', { ...leg, Variable: 'MIXMONITOR_FILENAME', Value: file })
const begins = eventBytes('MixMonitorStart', caller)
const tell = (bytes: string, sight = newSight()): (string | undefined)[] =>
  recordingsOf(translateAll(Buffer.from(greetingBytes + bytes, 'utf8'), { kind: 'automatic' }, sight))

describe('a recording', () => {
  it.each([
    ['22', ''],
    ['16', 'asterisk-16/'],
  ])('is told once, with its file, by a real Asterisk %s', (_, folder) => {
    const events = translateAll(readRecording(`${folder}12-overflow.ami`))
    const [arrived] = events
    const uid = arrived?.kind === 'call-arrived' ? arrived.callId.replace(`${switchId}/`, '') : ''
    expect(recordingsOf(events)).toEqual([expect.stringMatching(new RegExp(`/repair-${uid}\\.wav$`))])
  })

  it('is told without its file where the login may not get VarSet', () => {
    const out: CallEvent[] = []
    const sight = newSight()
    for (const message of readMessages([readRecording('12-overflow.ami')]).messages)
      if (message.name !== 'VarSet') translate(sight, message, 0, out)
    expect(recordingsOf(out)).toEqual([undefined])
  })

  it('is told for every source of the VDN', () => {
    for (const kind of ['queue-only', 'dialplan-context'] as const) {
      const source = kind === 'queue-only' ? { kind } : { kind, context: 'vdn' }
      expect(recordingsOf(translateAll(readRecording('12-overflow.ami'), source))).toHaveLength(1)
    }
  })

  it('that is begun on the seat’s leg is the call’s', () => {
    const rings = eventBytes('AgentCalled', {
      ...caller,
      DestChannel: 'PJSIP/1001-00000002',
      DestUniqueid: '1.2',
      Queue: 'repair',
      Interface: 'PJSIP/1001',
      MemberName: 'Wang',
    })
    const join = eventBytes('QueueCallerJoin', { ...caller, Queue: 'repair', Position: 1, Count: 1 })
    expect(tell(arrival + join + rings + writes('/a.wav', { Uniqueid: '1.2', Linkedid: '1.1' }))).toEqual(['/a.wav'])
  })

  it('of a phone that is no caller tells of no call', () => {
    const phone = arrival.replaceAll('PJSIP/trunk-00000001', 'PJSIP/1001-00000009')
    const events = translateAll(
      Buffer.from(greetingBytes + phone + writes('/a.wav')),
      { kind: 'automatic' },
      newSight(),
    )
    expect(events).toEqual([])
  })

  it('of a phone that then joins a queue is told with the call', () => {
    const phone = arrival.replaceAll('PJSIP/trunk-00000001', 'PJSIP/1001-00000009')
    const join = eventBytes('QueueCallerJoin', { ...caller, Queue: 'repair', Position: 1, Count: 1 })
    expect(tell(phone + writes('/a.wav') + join)).toEqual(['/a.wav'])
  })

  it('is one line of bounded length, whatever the switch writes', () => {
    const [place = ''] = tell(arrival + writes(`/录音/\u0007${'x'.repeat(3000)}.wav`))
    expect(place).toMatch(/^\/录音\/x+$/)
    expect(place).toHaveLength(500)
  })

  it('that begins anew elsewhere is another one; the same said again is not', () => {
    expect(tell(arrival + writes('/a.wav') + begins + writes('/a.wav') + begins + writes('/b.wav'))).toEqual([
      '/a.wav',
      '/b.wav',
    ])
  })

  it.each([
    ['set', 'MIXMONITOR_FILENAME=/a.wav', '/a.wav'],
    ['not set', 'MIXMONITOR_FILENAME=(null)', undefined],
    ['of another name', 'MIXMONITOR_FILENAME_OLD=/a.wav', undefined],
  ])('in the picture: a variable %s', (_, variable, place) => {
    const status = messageOf(
      'Status',
      eventBytes('Status', { ...caller, DNID: '96777', Context: 'vdn', Seconds: 9, Variable: variable }),
    )
    expect(fieldsOf(status, keyOf('Variable'))).toEqual([variable])
    expect(recordingIn(status)).toBe(place)
    const [row] = readPicture(switchId, plan, [], [status]).calls
    expect(row?.call.recording).toBe(place)
  })
})
