import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#electron/console/ports.ts'
import { failed, perform } from './ami-actions.ts'
import type { SwitchState } from './ami-actions.ts'
import { idField } from './ami-lists.ts'
import { encodeBlock, eventClasses, parseRequest } from './wire.ts'
import type { ActionClass, EventClass, Field, Request } from './wire.ts'

/**
 * One client of the practice switch, from banner to goodbye; it knows text in and text out, and no socket. It owns the
 * login (plain or challenge), the event mask and the client's rights. It keeps at most one unfinished request, of bounded
 * length. A client that does not log in within `authSeconds`, or sends rubbish without end, is closed.
 */
export type AmiUser = { username: string; secret: string; read: readonly EventClass[]; write: readonly ActionClass[] }

export type SessionOptions = {
  user: AmiUser
  clock: Clock
  state: () => SwitchState
  /** A number never used before. */
  challenge: () => string
  onLogin?: () => void
  write: (text: string) => void
  close: () => void
}

export type Session = {
  /** The banner. */
  greet(): void
  receive(text: string): void
  wants(eventClass: EventClass): boolean
  /** After a restart: what clients that are logged in hear when the modules are loaded. */
  booted(): void
  end(): void
}

const authSeconds = 30
const longestRequest = 64 * 1024

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}

/** `on`, `off`, or classes with commas between; what is not known is no class. */
function maskOf(text: string): ReadonlySet<EventClass> {
  const mask = text.trim().toLowerCase()
  if (['', 'on', 'all', 'true', 'yes', '1', '-1'].includes(mask)) return new Set(eventClasses)
  return new Set(eventClasses.filter((known) => mask.split(',').some((part) => part.trim() === known)))
}

class AmiSession implements Session {
  readonly #options: SessionOptions
  #pending = ''
  #loggedIn = false
  #over = false
  #mask: ReadonlySet<EventClass> = new Set()
  #challenge: string | undefined
  #cancelAuthTimeout: () => void = () => {}

  constructor(options: SessionOptions) {
    this.#options = options
  }

  greet(): void {
    const { write, close, clock } = this.#options
    write('Asterisk Call Manager/11.0.0\r\n')
    this.#cancelAuthTimeout = clock.after(authSeconds * 1000, close)
  }

  receive(text: string): void {
    this.#pending += text
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#pending)
      if (this.#over || !end) break
      const block = this.#pending
        .slice(0, end.index)
        .replace(/^[\r\n]+/, '')
        .replace(/\r?\n/g, '\r\n')
      this.#pending = this.#pending.slice(end.index + end[0].length)
      if (block !== '') this.#handle(parseRequest(block))
    }
    if (!this.#over && this.#pending.length > longestRequest) this.#options.close()
  }

  wants(eventClass: EventClass): boolean {
    return this.#loggedIn && this.#mask.has(eventClass) && this.#options.user.read.includes(eventClass)
  }

  booted(): void {
    this.#fullyBooted('boot')
  }

  end(): void {
    this.#over = true
    this.#cancelAuthTimeout()
  }

  #handle(request: Request): void {
    const { write, state, user } = this.#options
    if (!this.#loggedIn) return this.#beforeLogin(request)
    switch (request.action.toLowerCase()) {
      case 'logoff':
        return this.#logoff(request)
      case 'events':
        this.#mask = maskOf(request.get('EventMask'))
        return write(
          encodeBlock([['Response', 'Success'], ...idField(request), ['Events', this.#mask.size > 0 ? 'On' : 'Off']]),
        )
      default: {
        const { text, after } = perform(state(), request, user.write)
        write(text)
        return after?.()
      }
    }
  }

  #beforeLogin(request: Request): void {
    const { write, challenge } = this.#options
    switch (request.action.toLowerCase()) {
      case 'login':
        return this.#login(request)
      case 'challenge':
        if (request.get('AuthType').toUpperCase() !== 'MD5') return write(failed(request, 'Must specify AuthType').text)
        this.#challenge = challenge()
        return write(encodeBlock([['Response', 'Success'], ...idField(request), ['Challenge', this.#challenge]]))
      case 'logoff':
        return this.#logoff(request)
      default:
        return write(failed(request, 'Permission denied').text)
    }
  }

  #login(request: Request): void {
    const { write, close, clock, state, onLogin } = this.#options
    this.#cancelAuthTimeout()
    if (!this.#knows(request)) {
      this.#over = true
      // Asterisk lets a wrong password wait, and reads nothing more.
      this.#cancelAuthTimeout = clock.after(1_000, () => {
        write(failed(request, 'Authentication failed').text)
        close()
      })
      return
    }
    this.#loggedIn = true
    this.#mask = maskOf(request.get('Events'))
    write(encodeBlock([['Response', 'Success'], ...idField(request), ['Message', 'Authentication accepted']]))
    if (state().pbx) this.#fullyBooted('login')
    onLogin?.()
  }

  #knows(request: Request): boolean {
    const { user } = this.#options
    if (request.get('Username') !== user.username) return false
    if (request.get('AuthType').toUpperCase() !== 'MD5') return sameText(request.get('Secret'), user.secret)
    if (this.#challenge === undefined) return false
    const expected = createHash('md5').update(`${this.#challenge}${user.secret}`).digest('hex')
    return sameText(request.get('Key').toLowerCase(), expected)
  }

  #logoff(request: Request): void {
    this.#options.write(
      encodeBlock([['Response', 'Goodbye'], ...idField(request), ['Message', 'Thanks for all the fish.']]),
    )
    this.#over = true
    this.#options.close()
  }

  /** The same event with its fields in another order: that is how it comes at a login, and that is how it comes at boot. */
  #fullyBooted(how: 'login' | 'boot'): void {
    if (!this.wants('system')) return
    const { wall, startedAt } = this.#options.state()
    const since = Math.floor((wall() - startedAt) / 1000)
    const status: Field = ['Status', 'Fully Booted']
    const times: Field[] = [
      ['Uptime', since],
      ['LastReload', since],
    ]
    const fields = how === 'boot' ? [status, ...times] : [...times, status]
    this.#options.write(encodeBlock([['Event', 'FullyBooted'], ['Privilege', 'system,all'], ...fields]))
  }
}

export const createSession = (options: SessionOptions): Session => new AmiSession(options)
