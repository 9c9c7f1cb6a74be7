import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventBytes, greetingBytes, readMessages, readRecording } from './testing.ts'
import { maxBlockBytes, maxLineBytes } from './framing.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const withGreeting = (text: string): Buffer => bytes(greetingBytes + text)
const shown = (chunks: Iterable<Buffer>) => readMessages(chunks).messages.map((m) => [m.name, m.text])

const chunked = (all: Buffer, sizes: number[]): Buffer[] => {
  const chunks: Buffer[] = []
  let at = 0
  for (let i = 0; at < all.length; i++) {
    const size = sizes[i % sizes.length] ?? all.length
    chunks.push(all.subarray(at, at + size))
    at += size
  }
  return chunks
}

describe('framing', () => {
  it('takes the greeting, which ends with a single line end', () => {
    const read = readMessages([withGreeting(eventBytes('Hangup', { Uniqueid: '1.1' }))])
    expect(read.greeting).toBe('Asterisk Call Manager/11.0.0')
    expect(read.messages.map((m) => m.name)).toEqual(['Hangup'])
  })

  it.each([
    '01-quiet.ami',
    '05-invalid-code-3x.ami',
    '08-resync.ami',
    '17-command-and-errors.ami',
    'asterisk-16/12-overflow.ami',
  ])('gives the same messages of %s however its bytes are cut', (name) => {
    const all = readRecording(name)
    const whole = shown([all])
    expect(whole.length).toBeGreaterThan(3)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        expect(shown(chunked(all, sizes))).toEqual(whole)
      }),
      { numRuns: 40 },
    )
    expect(shown(chunked(all, [1]))).toEqual(whole)
  })

  it.each(['02-answered-caller-hangs-up.ami', '07-burst.ami.gz', 'asterisk-16/06-redirect.ami'])(
    'finds every wanted message that a plain split of %s finds',
    (name) => {
      const all = readRecording(name).toString('latin1')
      const wanted = new Set([
        'Newchannel',
        'Hangup',
        'QueueCallerJoin',
        'QueueMemberStatus',
        'AgentConnect',
        'BridgeLeave',
        'UserEvent',
      ])
      const split = all
        .split('\r\n\r\n')
        .map((text) => /^(?:Asterisk[^\r]*\r\n)?(?:Event: ([^\r]*))/.exec(text)?.[1] ?? '')
        .filter((event) => wanted.has(event))
      const found = readMessages([readRecording(name)])
        .messages.map((m) => m.name)
        .filter((event) => wanted.has(event))
      expect(found).toEqual(split)
    },
  )

  it('takes TestEvent blocks, which end with an extra blank line', () => {
    const test = 'Event: TestEvent\r\nType: StateChange\r\nState: x\r\n\r\n\r\n'
    const text =
      test + eventBytes('Hangup', { Uniqueid: '1.1' }) + test + test + eventBytes('Hold', { Uniqueid: '1.2' })
    const whole = shown([withGreeting(text)])
    expect(whole.map(([name]) => name)).toEqual(['Hangup', 'Hold'])
    expect(shown(chunked(withGreeting(text), [1]))).toEqual(whole)
  })

  it('reads an event that also has a Response field as an event, and skips it when nobody wants it', () => {
    const text = eventBytes('OriginateResponse', { ActionID: 'x', Response: 'Success' })
    expect(shown([withGreeting(text)])).toEqual([])
  })

  it('does not decode a VarSet of a variable that nobody asked for', () => {
    const set = (name: string, value: string) => eventBytes('VarSet', { Uniqueid: '1.1', Variable: name, Value: value })
    const text =
      set('VDN', '8001') + set('VDNX', '1') + set('AVDN', '1') + set('CODE', '') + set('NOTE', 'Variable: VDN')
    expect(shown([withGreeting(text)]).map(([, m]) => /Variable: (\w+)/.exec(m ?? '')?.[1])).toEqual(['VDN', 'CODE'])
  })

  it('does not decode a Newstate that is not "Up"', () => {
    const state = (n: number) => eventBytes('Newstate', { Channel: 'PJSIP/a-1', ChannelState: n, Uniqueid: n })
    expect(shown([withGreeting(state(5) + state(6) + state(4))])).toHaveLength(1)
  })

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n', 'web server'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2p1\r\n', 'SSH'],
    ['TLS', '\x15\x03\x01\x00\x02\x02\x46', 'TLS'],
    ['noise', '\x00\x01\x02\x03', '....'],
    ['an endless greeting', `Asterisk Call Manager${'x'.repeat(1000)}`, 'greeting'],
  ])('says that %s is not a manager', (_, greeting, detail) => {
    const { problem } = readMessages([bytes(greeting)])
    expect(problem?.kind).toBe('not-ami')
    expect(problem?.detail).toContain(detail)
  })

  it('says so at the first wrong byte', () => {
    expect(readMessages([bytes('H')]).problem?.kind).toBe('not-ami')
    expect(readMessages([bytes('Aster')]).problem).toBeUndefined()
  })

  it('skips a damaged message and counts it', () => {
    const read = readMessages([
      withGreeting(`no: header\r\nat all\r\n\r\n${eventBytes('Hangup', { Uniqueid: '1.1' })}`),
    ])
    expect(read.damaged).toBe(1)
    expect(read.messages).toHaveLength(1)
    expect(read.problem).toBeUndefined()
  })

  it('gives up on a stream of nothing but damaged messages', () => {
    expect(readMessages([withGreeting('x\r\n\r\n'.repeat(30))]).problem?.kind).toBe('garbled')
  })

  it('gives up on a line that does not end', () => {
    const endless = Buffer.alloc(maxLineBytes + 100, 'x')
    expect(readMessages([withGreeting('Event: x\r\n'), endless]).problem?.kind).toBe('garbled')
  })

  it('gives up on a message that does not end', () => {
    const lines = Buffer.from('Output: and so on\r\n'.repeat(maxBlockBytes / 16))
    expect(readMessages([withGreeting('Response: Success\r\n'), lines]).problem?.kind).toBe('too-much-data')
  })
})
