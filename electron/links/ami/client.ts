import { createHash } from 'node:crypto'
import type { Clock } from '#electron/console/ports.ts'
import { LinkError } from '#electron/links/link.ts'
import type { LinkProblem, LinkProblemKind } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { createFraming } from './framing.ts'
import type { Interest } from './interest.ts'
import { field, keyOf, type AmiMessage } from './message.ts'
import { openSocket } from './socket.ts'

/**
 * One session with a switch's manager, from the connection to its end. Owns the socket, the questions asked on it and
 * the heartbeat; it ends once, with the reason, and never comes back (the loop in reconnect.ts opens the next). It reads
 * as fast as the switch writes: a reader that stops is cut off without a word. The secret is in nothing that it says.
 * (`openSession` is one closure, longer than our rule: everything in it ends together.)
 */
export type AmiSession = {
  /** Settles when the switch has greeted; then the rest may be asked. Rejects with a LinkError, like everything here. */
  readonly greeted: Promise<string>
  /** Sends an action and gathers its answer; with `listEnd`, every message of its list up to the event of that name. */
  ask(action: string, fields?: Record<string, string>, options?: AskOptions): Promise<AmiAnswer>
  /** From now on two unanswered pings in a row (and not one byte meanwhile) end the session. */
  startHeartbeat(): void
  /** How many messages could not be read so far. */
  damaged(): number
  /** Ends the session with this reason; nothing is called back afterwards, but what is being asked rejects. */
  close(problem: LinkProblem): void
}

export type AskOptions = { listEnd?: string; timeoutMs?: number }
export type AmiAnswer = { ok: boolean; message: string; response: AmiMessage; items: AmiMessage[] }

export type SessionOptions = {
  settings: AmiSettings
  clock: Clock
  interest: Interest
  /** Events that belong to no question, in order. */
  onEvent(message: AmiMessage): void
  onProgress?(step: 'reached' | 'secured', detail: string): void
  /** Before and after the messages of one chunk. */
  onChunk?(at: number): void
  onChunkDone?(): void
  onEnd(problem: LinkProblem): void
}

export const timing = {
  connectMs: 5000,
  greetingMs: 5000,
  answerMs: 8000,
  listMs: 15_000,
  heartbeatMs: 3000,
} as const

const maxListItems = 100_000
const actionIdKey = keyOf('ActionID')
const responseKey = keyOf('Response')
const messageKey = keyOf('Message')

type Question = {
  answer?: AmiMessage
  items: AmiMessage[]
  listEnd: string | undefined
  resolve(answer: AmiAnswer): void
  reject(error: LinkError): void
  cancelTimeout(): void
}

export function openSession(options: SessionOptions): AmiSession {
  const { clock, settings } = options
  const questions = new Map<string, Question>()
  const greeting = Promise.withResolvers<string>()
  greeting.promise.catch(() => undefined) // who waits for it is told; nobody else need be
  let ended = false
  let asked = 0
  let heardAt = clock.now()
  let heard = 0
  let cancelDeadline = clock.after(timing.connectMs, () => fail('timed-out', 'no connection within 5 s'))
  let cancelHeartbeat = (): void => undefined

  const end = (problem: LinkProblem, tell: boolean): void => {
    if (ended) return
    ended = true
    cancelDeadline()
    cancelHeartbeat()
    socket.destroy()
    const error = new LinkError(problem)
    greeting.reject(error)
    for (const question of questions.values()) {
      question.cancelTimeout()
      question.reject(error)
    }
    questions.clear()
    if (tell) options.onEnd(problem)
  }
  const fail = (kind: LinkProblemKind, detail: string): void => end({ kind, detail }, true)

  const framing = createFraming(options.interest, {
    onGreeting: (banner) => {
      cancelDeadline()
      greeting.resolve(banner)
    },
    onMessage: (message) => {
      if (!ended) take(message, questions, options.onEvent, fail)
    },
  })

  const socket = openSocket(settings, {
    onReached: () => {
      cancelDeadline()
      cancelDeadline = clock.after(timing.connectMs, () => fail('tls-failed', 'no TLS handshake within 5 s'))
      options.onProgress?.('reached', '')
    },
    onSecured: (protocol) => {
      cancelDeadline()
      cancelDeadline = clock.after(timing.greetingMs, () =>
        fail('not-ami', `connected, but no greeting within 5 s${settings.tls.kind === 'off' ? ' (a TLS port?)' : ''}`),
      )
      options.onProgress?.('secured', protocol)
    },
    onData: (chunk) => {
      heardAt = clock.now()
      heard++
      options.onChunk?.(heardAt)
      const problem = framing.push(chunk)
      if (ended) return
      options.onChunkDone?.()
      if (problem) end(problem, true)
    },
    onEnd: (problem) => end(problem, true),
  })

  const ask: AmiSession['ask'] = (action, fields = {}, { listEnd, timeoutMs } = {}) => {
    if (ended) return Promise.reject(new LinkError({ kind: 'closed', detail: 'the session is over' }))
    const id = `firstline-${++asked}`
    return new Promise((resolve, reject) => {
      const cancelTimeout = clock.after(timeoutMs ?? (listEnd ? timing.listMs : timing.answerMs), () => {
        questions.delete(id)
        reject(new LinkError({ kind: 'timed-out', detail: `no answer to ${action}` }))
      })
      questions.set(id, { items: [], listEnd, resolve, reject, cancelTimeout })
      socket.write(actionText(action, id, fields))
    })
  }

  const beat = (missedBefore: number, heardBefore: number): void => {
    cancelHeartbeat = clock.after(timing.heartbeatMs, () => {
      const missed = heard > heardBefore ? 0 : missedBefore + 1
      if (missed >= 2) return fail('silent', `nothing heard for ${Math.round((clock.now() - heardAt) / 1000)} s`)
      ask('Ping').catch(() => undefined) // whether bytes come is what counts
      beat(missed, heard)
    })
  }

  return {
    greeted: greeting.promise,
    ask,
    startHeartbeat: () => beat(0, -1),
    damaged: framing.damaged,
    close: (problem) => end(problem, false),
  }
}

function actionText(action: string, id: string, fields: Record<string, string>): string {
  const lines = [`Action: ${action}`, `ActionID: ${id}`]
  for (const [key, value] of Object.entries(fields)) lines.push(`${key}: ${value}`)
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error(`A line break in a field of ${action}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** An answer or a list item goes to its question; everything else is an event. */
function take(
  message: AmiMessage,
  questions: Map<string, Question>,
  onEvent: (message: AmiMessage) => void,
  fail: (kind: LinkProblemKind, detail: string) => void,
): void {
  if (questions.size === 0 && message.name !== 'Response') return onEvent(message)
  const isResponse = message.name === 'Response'
  if (!isResponse && !listNames.has(message.name)) return onEvent(message)
  const id = field(message, actionIdKey)
  message.cursor = 0
  const question = questions.get(id)
  if (!question) return
  if (isResponse) question.answer = message
  else question.items.push(message)
  if (question.items.length > maxListItems) return fail('too-much-data', `a list of more than ${maxListItems} lines`)
  const answer = question.answer
  if (!answer) return
  const ok = /^(Success|Follows|Goodbye)$/.test(field(answer, responseKey))
  if (question.listEnd !== undefined && ok && message.name !== question.listEnd) return
  questions.delete(id)
  question.cancelTimeout()
  answer.cursor = 0
  question.resolve({ ok, message: field(answer, messageKey), response: answer, items: question.items })
}

/** Messages that come only as the answer to a question. */
const listNames = new Set([
  'QueueParams',
  'QueueMember',
  'QueueEntry',
  'QueueStatusComplete',
  'Status',
  'StatusComplete',
])

const challengeKey = keyOf('Challenge')

/** Logs in. The secret is sent only with `plain`, and never shown: what the switch says of it is not repeated. */
export async function logIn(session: AmiSession, settings: AmiSettings, secret: string): Promise<void> {
  const { username } = settings
  if (/[\r\n]/.test(secret)) throw new LinkError({ kind: 'wrong-credentials', detail: 'the secret has a line break' })
  const proof =
    settings.login === 'plain'
      ? { Username: username, Secret: secret }
      : { AuthType: 'MD5', Username: username, Key: await challenged(session, secret) }
  const answer = await session.ask('Login', proof)
  if (answer.ok) return
  if (/^(authentication failed|permission denied)/i.test(answer.message)) {
    throw new LinkError({ kind: 'wrong-credentials', detail: `the switch refused ${username}` })
  }
  throw new LinkError({ kind: 'unknown', detail: `the switch did not let us in: ${hide(answer.message, secret)}` })
}

async function challenged(session: AmiSession, secret: string): Promise<string> {
  const answer = await session.ask('Challenge', { AuthType: 'MD5' })
  const challenge = field(answer.response, challengeKey)
  if (!answer.ok || challenge === '') {
    throw new LinkError({ kind: 'unknown', detail: `no challenge: ${hide(answer.message, secret)}` })
  }
  return createHash('md5').update(challenge, 'latin1').update(secret, 'utf8').digest('hex')
}

const hide = (text: string, secret: string): string => (secret === '' ? text : text.replaceAll(secret, '***'))
