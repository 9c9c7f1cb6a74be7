import { createHash } from 'node:crypto'
import net from 'node:net'
import tls from 'node:tls'

/**
 * A manager interface that a test scripts: real sockets on a port that the system chooses, real bytes, no behaviour of
 * its own beyond the greeting, the login and Ping. What it answers to the rest comes from recordings or from the test.
 */
export type FakeAmiOptions = {
  /** Sent on connect, as it is. '' = says nothing. */
  greeting?: string
  username?: string
  secret?: string
  /** `FullyBooted` after the login, as a login with class system gets it. */
  boots?: boolean
  tls?: { key: string; cert: string }
  /** Answers by action; what is missing is answered like an Asterisk that does not know it. */
  actions?: Record<string, AmiReply>
}

/** The text to send (blocks with CR LF; `{id}` becomes the ActionID), or undefined to stay silent. */
export type AmiReply = (action: AmiAction, connection: FakeConnection) => string | undefined
export type AmiAction = { name: string; id: string; fields: Record<string, string> }

export type FakeConnection = {
  socket: net.Socket
  actions: AmiAction[]
  send(text: string | Buffer): void
}

export type FakeAmi = {
  port: number
  connections: FakeConnection[]
  /** The connection that came last. */
  last(): FakeConnection
  /** Everything that clients ever sent, as text. */
  heard(): string
  actions: Record<string, AmiReply>
  boots: boolean
  greeting: string
  close(): Promise<void>
}

const challenge = '278563493'

export async function startFakeAmi(options: FakeAmiOptions = {}): Promise<FakeAmi> {
  const { username = 'firstline', secret = 'right-secret' } = options
  const heard: string[] = []
  const fake: FakeAmi = {
    port: 0,
    connections: [],
    last: () => {
      const connection = fake.connections.at(-1)
      if (!connection) throw new Error('Nobody has connected')
      return connection
    },
    heard: () => heard.join(''),
    actions: { ...defaults(username, secret), ...options.actions },
    boots: options.boots ?? true,
    greeting: options.greeting ?? 'Asterisk Call Manager/11.0.0\r\n',
    close: () => closeServer(server, fake),
  }
  const serve = (socket: net.Socket): void => {
    const connection: FakeConnection = {
      socket,
      actions: [],
      send: (text) => {
        if (socket.writable) socket.write(text)
      },
    }
    fake.connections.push(connection)
    socket.setNoDelay(true)
    socket.on('error', () => undefined) // a client that goes is no failure of the fake
    connection.send(fake.greeting)
    let rest = ''
    socket.on('data', (chunk) => {
      const text = chunk.toString('utf8')
      heard.push(text)
      const blocks = (rest + text).split('\r\n\r\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) answer(fake, connection, actionOf(block))
    })
  }
  const server = options.tls ? tls.createServer(options.tls, serve) : net.createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.port = (server.address() as net.AddressInfo).port
  return fake
}

function answer(fake: FakeAmi, connection: FakeConnection, action: AmiAction): void {
  connection.actions.push(action)
  const reply = fake.actions[action.name]
  const text = reply ? reply(action, connection) : unknownCommand(action.name)
  if (text === undefined) return
  connection.send(text.replaceAll('{id}', action.id))
  if (action.name === 'Login' && text.includes('Success') && fake.boots) connection.send(fullyBooted())
}

const defaults = (username: string, secret: string): Record<string, AmiReply> => ({
  Challenge: () => block('Response: Success', 'ActionID: {id}', `Challenge: ${challenge}`),
  Login: ({ fields }) => {
    const key = createHash('md5')
      .update(challenge + secret)
      .digest('hex')
    const right = fields['Username'] === username && (fields['Secret'] === secret || fields['Key'] === key)
    return right
      ? block('Response: Success', 'ActionID: {id}', 'Message: Authentication accepted')
      : block('Response: Error', 'ActionID: {id}', 'Message: Authentication failed')
  },
  Ping: () => block('Response: Success', 'ActionID: {id}', 'Ping: Pong', 'Timestamp: 1795173198.872247'),
})

export const block = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`

export const fullyBooted = (uptime = 116): string =>
  block(
    'Event: FullyBooted',
    'Privilege: system,all',
    `Uptime: ${uptime}`,
    `LastReload: ${uptime}`,
    'Status: Fully Booted',
  )

export const unknownCommand = (name: string): string =>
  block(
    'Response: Error',
    'ActionID: {id}',
    `Message: Invalid/unknown command: ${name}. Use Action: ListCommands to show available commands.`,
  )

export const denied = (): string => block('Response: Error', 'ActionID: {id}', 'Message: Permission denied')

/** An answer with all the messages of its list, as it was recorded; the ActionID becomes that of the question. */
export function recordedAnswer(recording: string, actionId: string): string {
  const line = `\r\nActionID: ${actionId}`
  return recording
    .split('\r\n\r\n')
    .filter((text) => `\r\n${text}\r\n`.includes(`${line}\r\n`))
    .map((text) => `${`\r\n${text}`.replace(line, '\r\nActionID: {id}').slice(2)}\r\n\r\n`)
    .join('')
}

function actionOf(text: string): AmiAction {
  const fields: Record<string, string> = {}
  for (const line of text.split('\r\n')) {
    const cut = line.indexOf(': ')
    if (cut > 0) fields[line.slice(0, cut)] = line.slice(cut + 2)
  }
  return { name: fields['Action'] ?? '', id: fields['ActionID'] ?? '', fields }
}

async function closeServer(server: net.Server, fake: FakeAmi): Promise<void> {
  for (const { socket } of fake.connections) socket.destroy()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
