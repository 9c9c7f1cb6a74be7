import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import type { Clock } from '#electron/console/ports.ts'
import type { SwitchState } from './ami-actions.ts'
import { createSession } from './ami-session.ts'
import type { AmiUser, Session } from './ami-session.ts'
import { encodeEvent } from './wire.ts'
import type { SwitchEvent } from './wire.ts'

/**
 * The loopback port of the practice switch. It owns the listening socket and every client's socket, and can misbehave on
 * command: drop, fall silent, write rubbish, close in the middle of an event. It retries nothing. A client that does not
 * read is cut off in the middle of an event when `mostUnread` bytes wait for it, as Asterisk does, without a word.
 */
export type AmiServerOptions = {
  clock: Clock
  user: AmiUser
  state: () => SwitchState
  challenge: () => string
  /** A client has logged in. */
  onLogin?: () => void
  mostUnread?: number
}

export type AmiServer = {
  listen(port: number): Promise<number>
  close(how: 'end' | 'reset'): Promise<void>
  emit(event: SwitchEvent): void
  /** Nobody would get it: then it need not be built. */
  heard(): boolean
  booted(): void
  clients(): number
  dropAll(how: 'end' | 'reset'): void
  setSilent(silent: boolean): void
  writeRaw(bytes: Buffer): void
  cutOff(event: SwitchEvent): void
}

type Client = {
  socket: Socket
  session: Session
  heldIn: string
  heldOut: Buffer[]
  heldBytes: number
  greeted: boolean
}

const mostClients = 50
const mostHeldRequests = 1024 * 1024
/** How long a client that was told to go may take to read what is left. */
const lingerMs = 5_000

class LoopbackServer implements AmiServer {
  readonly #options: AmiServerOptions
  readonly #mostUnread: number
  readonly #clients = new Set<Client>()
  /** Also those that are no clients any more, but have not closed yet. */
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #silent = false

  constructor(options: AmiServerOptions) {
    this.#options = options
    this.#mostUnread = options.mostUnread ?? 4 * 1024 * 1024
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const opening = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket))
      opening.once('error', reject)
      opening.listen(port, '127.0.0.1', () => {
        this.#server = opening
        const address = opening.address()
        resolve(typeof address === 'object' && address ? address.port : port)
      })
    })
  }

  close(how: 'end' | 'reset'): Promise<void> {
    const closing = this.#server
    this.#server = undefined
    this.dropAll(how)
    const destroyAll = (): void => this.#sockets.forEach((socket) => socket.destroy())
    if (how === 'reset') destroyAll()
    const cancel = this.#options.clock.after(lingerMs, destroyAll)
    return new Promise((resolve) => {
      if (!closing) return resolve()
      closing.close(() => {
        cancel()
        resolve()
      })
    })
  }

  emit(event: SwitchEvent): void {
    let bytes: Buffer | undefined
    for (const client of [...this.#clients]) {
      if (!client.session.wants(event.eventClass)) continue
      bytes ??= Buffer.from(encodeEvent(event))
      this.#send(client, bytes)
    }
  }

  heard(): boolean {
    return this.#clients.size > 0
  }

  booted(): void {
    for (const client of this.#clients) client.session.booted()
  }

  clients(): number {
    return this.#clients.size
  }

  dropAll(how: 'end' | 'reset'): void {
    for (const client of [...this.#clients]) this.#drop(client, how)
  }

  setSilent(silent: boolean): void {
    this.#silent = silent
    if (!silent) for (const client of [...this.#clients]) this.#resume(client)
  }

  writeRaw(bytes: Buffer): void {
    for (const client of [...this.#clients]) this.#send(client, bytes)
  }

  cutOff(event: SwitchEvent): void {
    const whole = Buffer.from(encodeEvent(event))
    for (const client of [...this.#clients]) {
      this.#send(client, whole.subarray(0, whole.length - 7))
      this.#drop(client, 'end')
    }
  }

  #accept(socket: Socket): void {
    if (this.#clients.size >= mostClients) {
      socket.destroy()
      return
    }
    socket.setNoDelay(true)
    this.#sockets.add(socket)
    const session = createSession({
      ...this.#options,
      write: (text) => this.#send(client, Buffer.from(text)),
      close: () => this.#drop(client, 'end'),
    })
    const decoder = new StringDecoder('utf8')
    const client: Client = { socket, session, heldIn: '', heldOut: [], heldBytes: 0, greeted: false }
    this.#clients.add(client)
    socket.on('data', (bytes) => this.#clients.has(client) && this.#receive(client, decoder.write(bytes)))
    socket.on('end', () => this.#drop(client, 'end'))
    // A client that goes is no fault of the switch.
    socket.on('error', () => this.#drop(client, 'destroy'))
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.#drop(client, 'destroy')
    })
    this.#greet(client)
  }

  #greet(client: Client): void {
    if (client.greeted || this.#silent) return
    client.greeted = true
    client.session.greet()
  }

  #receive(client: Client, text: string): void {
    if (!this.#silent) return client.session.receive(text)
    client.heldIn += text
    if (client.heldIn.length > mostHeldRequests) this.#drop(client, 'destroy')
  }

  #send(client: Client, bytes: Buffer): void {
    if (!this.#clients.has(client)) return
    if (this.#silent) {
      client.heldOut.push(bytes)
      client.heldBytes += bytes.length
      if (client.heldBytes > this.#mostUnread) this.#drop(client, 'destroy')
      return
    }
    if (client.socket.writableLength + bytes.length <= this.#mostUnread) {
      client.socket.write(bytes)
      return
    }
    client.socket.write(bytes.subarray(0, Math.ceil(bytes.length / 2) + 1))
    this.#drop(client, 'end')
  }

  #resume(client: Client): void {
    this.#greet(client)
    for (const bytes of client.heldOut.splice(0)) client.socket.write(bytes)
    client.heldBytes = 0
    const waiting = client.heldIn
    client.heldIn = ''
    if (waiting !== '') client.session.receive(waiting)
  }

  #drop(client: Client, how: 'end' | 'reset' | 'destroy'): void {
    if (!this.#clients.delete(client)) return
    client.session.end()
    if (how === 'end') {
      client.socket.end(() => client.socket.destroySoon())
      client.socket.once(
        'close',
        this.#options.clock.after(lingerMs, () => client.socket.destroy()),
      )
    }
    if (how === 'reset') client.socket.resetAndDestroy()
    if (how === 'destroy') client.socket.destroy()
  }
}

export const createAmiServer = (options: AmiServerOptions): AmiServer => new LoopbackServer(options)
