import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readPrivateFile, writePrivateFile } from '#electron/platform/private-file.ts'

/**
 * Who may talk to the browser host. A page of another site can make this machine's browser send requests here: its Origin
 * gives it away. A name that it lets resolve to 127.0.0.1 (DNS rebinding) is given away by the Host header. Another user of
 * this machine has no token.
 */
export type Guard = {
  host(header: string | undefined): boolean
  origin(header: string | undefined): boolean
  token(given: string | null | undefined): boolean
}

export function createGuard(port: number, token: string, moreOrigins: string[] = []): Guard {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const origins = [...hosts.map((host) => `http://${host}`), ...moreOrigins]
  const expected = digest(token)
  return {
    host: (header) => header !== undefined && hosts.includes(header.toLowerCase()),
    origin: (header) => header !== undefined && origins.includes(header.toLowerCase()),
    // Digests have one length, so that neither the token's length nor its beginning shows in the time that it takes.
    token: (given) => timingSafeEqual(digest(given ?? ''), expected),
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * The token of this installation: made at its first run and kept, so that an open screen finds back to a console that was
 * restarted. Delete the file to lock every screen out. Where nothing can be kept it lasts for this run.
 */
export function installationToken(file: string): string {
  try {
    const kept = readPrivateFile(file)?.trim()
    if (kept && /^[A-Za-z0-9_-]{43}$/.test(kept)) return kept
  } catch {
    // Unreadable: a new one takes its place.
  }
  const token = randomBytes(32).toString('base64url')
  try {
    writePrivateFile(file, token)
  } catch {
    // A read-only folder: the console says so elsewhere.
  }
  return token
}
