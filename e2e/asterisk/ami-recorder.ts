// Logs in to AMI and writes every byte that comes, untouched, to a file. It understands only as much of AMI as it needs to know when
// to act and when to end; it is on purpose not the console's own parser, which the recordings are there to test.
import { closeSync, openSync, writeSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Name and fields, as ['QueueStatus', {Queue: 'repair'}]. */
export type Action = readonly [name: string, fields?: Readonly<Record<string, string>>]

/** First value of each key of one block. */
export type Fields = Readonly<Record<string, string>>

/** An event by name, and perhaps by fields: ['AgentConnect', {Queue: 'repair'}]. */
export type Match = readonly [event: string, fields?: Readonly<Record<string, string>>]

export type Recording = {
  /** Without ending: FILE.ami and FILE.times are written. */
  file: string
  port: number
  tls?: boolean
  user: string
  secret: string
  /** Sent at once after the login. */
  actions?: readonly Action[]
  /** Once, after the first event that matches. */
  react?: { to: Match; afterMs: number; actions: (event: Fields) => readonly Action[] }
  /** The event that ends the recording, quietMs after it came (the count-th time). Without it: quietMs after the last byte. */
  until?: { event: Match; count?: number }
  quietMs?: number
  /** Ends in any case. */
  longestMs: number
}

export type Recorded = { bytes: number; lastedMs: number; closedByAsterisk: boolean }

/**
 * FILE.ami has the bytes of the socket, banner and login answer included. FILE.times has a line for each read:
 * `R <seconds since connect> <offset> <length>`, for each action: `S <seconds> <offset then> <the action, without its secret>`, and
 * `C <seconds> <offset> closed by Asterisk`. Rejects when the port does not answer.
 */
export async function recordAmi(recording: Recording): Promise<Recorded> {
  const socket = await open(recording)
  const started = performance.now()
  const startedAt = Date.now() / 1000
  const bytesFile = openSync(`${recording.file}.ami`, 'w')
  const timesFile = openSync(`${recording.file}.times`, 'w')
  const since = (): number => performance.now() - started
  const note = (kind: string, offset: number, what: string | number): void => {
    writeSync(timesFile, `${kind} ${(since() / 1000).toFixed(6)} ${offset} ${what}\n`)
  }
  let offset = 0
  let sequence = 0
  let rest = Buffer.alloc(0)
  let lastByteAt = 0
  let endedAt: number | undefined
  let matchesLeft = recording.until?.count ?? 1
  let reacted = false
  let reactionsDue = 0
  writeSync(timesFile, `# connected ${startedAt.toFixed(6)} (Unix time)\n`)

  const send = ([name, fields = {}]: Action): void => {
    const lines = [
      `Action: ${name}`,
      `ActionID: rec-${++sequence}`,
      ...Object.entries(fields).map(([key, value]) => `${key}: ${value}`),
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    note('S', offset, lines.filter((line) => !line.startsWith('Secret')).join('|'))
  }
  const look = (event: Fields): void => {
    const { react, until } = recording
    if (react !== undefined && !reacted && matches(event, react.to)) {
      reacted = true
      reactionsDue++
      setTimeout(() => {
        reactionsDue--
        for (const action of react.actions(event)) send(action)
      }, react.afterMs)
    }
    if (until !== undefined && endedAt === undefined && matches(event, until.event) && --matchesLeft <= 0)
      endedAt = since()
  }
  const finished = (): boolean => {
    const now = since()
    if (now > recording.longestMs) return true
    const { quietMs } = recording
    if (quietMs === undefined) return false
    if (recording.until !== undefined) return endedAt !== undefined && now - endedAt > quietMs
    return reactionsDue === 0 && now - lastByteAt > quietMs
  }

  return await new Promise<Recorded>((resolve, reject) => {
    const end = (closedByAsterisk: boolean): void => {
      clearInterval(timer)
      socket.removeAllListeners('close').on('error', () => {}) // what happens after the end is of no interest
      socket.destroy()
      closeSync(bytesFile)
      closeSync(timesFile)
      resolve({ bytes: offset, lastedMs: since(), closedByAsterisk })
    }
    const timer = setInterval(() => {
      if (finished()) end(false)
    }, 50)
    socket.on('data', (data: Buffer) => {
      writeSync(bytesFile, data)
      note('R', offset, data.length)
      offset += data.length
      lastByteAt = since()
      const blocks = splitBlocks(Buffer.concat([rest, data]))
      rest = Buffer.from(blocks.rest)
      for (const block of blocks.whole) look(readFields(block))
    })
    socket.once('error', (error) => {
      clearInterval(timer)
      reject(error)
    })
    socket.once('close', () => {
      note('C', offset, 'closed by Asterisk')
      end(true)
    })
    send(['Login', { Username: recording.user, Secret: recording.secret }])
    for (const action of recording.actions ?? []) send(action)
  })
}

function open(recording: Recording): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: recording.port }
    // The lab's certificate is self-signed.
    const socket = recording.tls === true ? connectTls({ ...target, rejectUnauthorized: false }) : connect(target)
    socket.once('error', reject)
    socket.once(recording.tls === true ? 'secureConnect' : 'connect', () => {
      socket.removeListener('error', reject)
      resolve(socket)
    })
  })
}

const blockEnd = Buffer.from('\r\n\r\n')

function splitBlocks(bytes: Buffer): { whole: string[]; rest: Buffer } {
  const whole: string[] = []
  let from = 0
  for (let at = bytes.indexOf(blockEnd); at !== -1; at = bytes.indexOf(blockEnd, from)) {
    whole.push(bytes.toString('utf8', from, at))
    from = at + blockEnd.length
  }
  return { whole, rest: bytes.subarray(from) }
}

export function readFields(block: string): Fields {
  const fields: Record<string, string> = {}
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) fields[line.slice(0, colon)] ??= line.slice(colon + 1).trimStart()
  }
  return fields
}

function matches(fields: Fields, [event, wanted = {}]: Match): boolean {
  return fields['Event'] === event && Object.entries(wanted).every(([key, value]) => fields[key] === value)
}

/** All blocks of a recording. */
export function blocksOf(bytes: Buffer): Fields[] {
  return splitBlocks(bytes).whole.map(readFields)
}
