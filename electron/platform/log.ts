import { renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { LogFile, MainLogger, NodeLogger } from 'electron-log'
import type { Log } from '#electron/console/ports.ts'
import { hidden, maskNumbers, redact } from './mask.ts'

/**
 * The log file: one line per message, secrets and callers redacted before the line exists. Written by electron-log, which
 * appends synchronously (a line before a crash is on disk) and rotates by size: firstline.log, firstline.1.log … .4.log.
 * It drops nothing and retries nothing; a disk that cannot be written must not stop the console.
 */
export type Level = 'debug' | 'info' | 'warn' | 'error'
const levels: Level[] = ['debug', 'info', 'warn', 'error']

export type RedactingLog = Log & {
  /** This value never appears in a line, whatever it was part of. Told by the secret store about each secret it touches. */
  hide(secret: string): void
}

/** Gives messages to `write` as finished, redacted lines. */
export function createLog(write: (level: Level, line: string) => void, from: Level = 'info'): RedactingLog {
  const secrets = new Set<string>()
  const clean = (text: string): string => {
    let result = text
    for (const secret of secrets) result = result.replaceAll(secret, hidden)
    // A line end in a message would let its sender write lines of his own.
    return maskNumbers(result).replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, (c) => JSON.stringify(c).slice(1, -1))
  }
  const at =
    (level: Level) =>
    (message: string, facts?: Record<string, unknown>): void => {
      if (levels.indexOf(level) < levels.indexOf(from)) return
      const told = facts ? ` ${JSON.stringify(redact(facts, '', clean))}` : ''
      write(level, clean(message) + told)
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    hide(secret) {
      // A secret of one or two characters would blacken every line without protecting anything.
      if (secret.length > 2) secrets.add(secret)
    },
  }
}

const maxFileBytes = 5 * 1024 * 1024
const keptFiles = 4

/** Writes lines with electron-log: `base` is `electron-log/main` in Electron, `electron-log/node` in the browser host. */
export function fileSink(base: NodeLogger | MainLogger, folder: string): (level: Level, line: string) => void {
  const logger = base.create({ logId: `firstline:${folder}` })
  const { transports } = logger
  // It asks for a name even where every path is given, and finds one only near a package.json.
  transports.file.setAppName('firstline')
  Object.assign(logger, { processInternalErrorFn: sayOnce() })
  // Where electron-log says that it cannot write: one line on the terminal instead of a stack.
  base.transports.console.writeFn = ({ message }) => {
    process.stderr.write(`${message.data.map(String).join(' ').split('\n', 1)[0]}\n`)
  }
  transports.console.level = false
  if (transports.ipc) transports.ipc.level = false
  if (transports.remote) transports.remote.level = false
  Object.assign(transports.file, {
    resolvePathFn: () => path.join(folder, 'firstline.log'),
    maxSize: maxFileBytes,
    writeOptions: { flag: 'a', mode: 0o600, encoding: 'utf8' },
    archiveLogFn: rotate,
    // Its own formatters would read % signs and $ patterns in a line.
    transforms: [({ message }: { message: { data: unknown[] } }) => String(message.data[0])],
  })
  return (level, line) => logger[level](`${new Date().toISOString()} ${level} ${line}`)
}

/** electron-log swallows its own errors: a console without a log file must at least say so. */
function sayOnce(): (error: unknown) => void {
  let said = false
  return (error) => {
    if (said) return
    said = true
    const [line] = String(error).split('\n', 1)
    process.stderr.write(`The log cannot be written: ${line}\n`)
  }
}

/** `crop` keeps the end of the file; electron-log has it, its types do not. */
function rotate(file: LogFile & { crop?: (bytes: number) => void }): void {
  const { dir, name, ext } = path.parse(String(file))
  const numbered = (n: number): string => path.join(dir, n === 0 ? `${name}${ext}` : `${name}.${n}${ext}`)
  try {
    rmSync(numbered(keptFiles), { force: true })
    for (let n = keptFiles - 1; n >= 0; n -= 1) renameIfThere(numbered(n), numbered(n + 1))
  } catch {
    file.crop?.(maxFileBytes / 4) // A folder that lets nothing be renamed: keep the end, so that the file stays bounded.
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
