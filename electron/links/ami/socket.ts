import { readFileSync } from 'node:fs'
import net from 'node:net'
import tls from 'node:tls'
import type { LinkProblem, LinkProblemKind } from '#shared/ipc/view.ts'
import type { AmiSettings, TlsSettings } from '#shared/settings/schema.ts'
import { LinkError } from '#electron/links/link.ts'

/** Opens the socket of a manager connection, in clear or in TLS, and puts its failures into words. */

export type SocketEvents = {
  onReached(): void
  /** TLS is on, and the certificate is the right one. Called at once after `onReached` without TLS. */
  onSecured(protocol: string): void
  onData(chunk: Buffer): void
  /** Once, whatever happened; nothing comes after it. */
  onEnd(problem: LinkProblem): void
}

export type AmiSocket = { write(text: string): void; destroy(): void }

export function openSocket(settings: AmiSettings, events: SocketEvents): AmiSocket {
  const { host, port } = settings
  let ended = false
  const end = (problem: LinkProblem): void => {
    if (ended) return
    ended = true
    socket.destroy()
    events.onEnd(problem)
  }
  let secure: tls.ConnectionOptions | undefined
  let reading: LinkProblem | undefined
  try {
    secure = tlsOptions(settings.tls, host)
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    reading = error.problem
  }
  const plain = net.connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 })
  let socket: net.Socket = plain
  const listen = (to: net.Socket): void => {
    to.on('data', (chunk) => {
      if (!ended) events.onData(chunk)
    })
    to.on('error', (error) => end(problemOf(error, secure !== undefined && socket !== plain)))
    to.on('close', () => end({ kind: 'closed', detail: 'the switch closed the connection' }))
  }
  plain.once('error', (error) => end(problemOf(error, false)))
  plain.once('connect', () => {
    if (reading) return end(reading)
    events.onReached()
    if (ended) return
    if (!secure) {
      listen(plain)
      return events.onSecured('')
    }
    const upgraded = tls.connect({ ...secure, socket: plain })
    socket = upgraded
    listen(upgraded)
    upgraded.once('secureConnect', () => {
      const wrong = wrongFingerprint(settings.tls, upgraded)
      if (wrong)
        end(wrong) // before a byte is sent
      else if (!ended) events.onSecured(upgraded.getProtocol() ?? '')
    })
  })
  return {
    write: (text) => {
      if (!ended) socket.write(text)
    },
    destroy: () => {
      ended = true
      socket.destroy()
      plain.destroy()
    },
  }
}

function tlsOptions(settings: TlsSettings, host: string): tls.ConnectionOptions | undefined {
  const common: tls.ConnectionOptions = { minVersion: 'TLSv1.2', ...(net.isIP(host) ? {} : { servername: host }) }
  switch (settings.kind) {
    case 'off':
      return undefined
    case 'system-ca':
      return { ...common, host, ca: systemAuthorities() }
    case 'ca-file':
      return { ...common, host, ca: readAuthority(settings.path) }
    case 'fingerprint':
      return { ...common, rejectUnauthorized: false } // the certificate itself is compared instead
  }
}

/** A utility's own authority is in the machine's store, which Node does not read unasked (it takes 0.2 s, once). */
let authorities: string[] | undefined
const systemAuthorities = (): string[] =>
  (authorities ??= [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])])

function readAuthority(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new LinkError({
      kind: 'certificate-untrusted',
      detail: `the file of the authority cannot be read (${codeOf(error)})`,
    })
  }
}

function wrongFingerprint(settings: TlsSettings, socket: tls.TLSSocket): LinkProblem | undefined {
  if (settings.kind !== 'fingerprint') return undefined
  const plain = (text: string): string => text.replaceAll(':', '').toUpperCase()
  const shown = socket.getPeerCertificate().fingerprint256 as string | undefined
  if (shown !== undefined && plain(shown) === plain(settings.sha256)) return undefined
  return { kind: 'fingerprint-mismatch', detail: `the switch shows ${shown ?? 'no certificate'}` }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? 'unknown')

const byCode = new Map<string, LinkProblemKind>([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'host-not-found'],
  ['EAI_AGAIN', 'host-not-found'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['EPERM', 'unreachable'],
  ['ETIMEDOUT', 'timed-out'],
  ['ECONNRESET', 'closed'],
  ['EPIPE', 'closed'],
])

/** Codes of certificates that are not trusted (OpenSSL's verify errors, and Node's check of the name). */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|ISSUER|ALTNAME|HOSTNAME_MISMATCH/

export function problemOf(error: Error, secured: boolean): LinkProblem {
  const code = codeOf(error)
  const detail = code === 'unknown' ? error.message : code
  if (error instanceof AggregateError)
    return problemOf((error.errors[0] as Error | undefined) ?? new Error('no address'), secured)
  if (secured && untrusted.test(code)) return { kind: 'certificate-untrusted', detail }
  if (secured && (/SSL|EPROTO|TLS/.test(code) || code === 'ECONNRESET')) return { kind: 'tls-failed', detail }
  return { kind: byCode.get(code) ?? (secured ? 'tls-failed' : 'unknown'), detail }
}
