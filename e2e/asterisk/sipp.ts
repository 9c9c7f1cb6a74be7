// What callers.ts and phones.ts share: seeded draws, starting a sipp, and the lines that the scenarios log.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabSettings } from './lab-settings.ts'

/** One value, or a range to draw from evenly. */
export type Range = number | readonly [low: number, high: number]

/** mulberry32: the same seed gives the same calls on every machine. Values in [0, 1). */
export function seededDraws(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

export function drawFrom(range: Range, draw: () => number): number {
  if (typeof range === 'number') return Math.round(range)
  return Math.round(range[0] + draw() * (range[1] - range[0]))
}

export type SippFiles = { folder: string; name: string }

/**
 * Starts one sipp on 127.0.0.1. It is a process group of its own, so that Ctrl-C at the terminal does not cut calls off
 * without a BYE. `-bind_local` is needed: without it sipp listens on every address. `-ci` keeps its control port local too.
 */
export function startSipp(settings: LabSettings, files: SippFiles, args: readonly string[]): ChildProcess {
  const file = (ending: string): string => join(files.folder, `${files.name}.${ending}`)
  const screen = openSync(file('out'), 'w')
  try {
    return spawn(
      'sipp',
      [
        ...args,
        '-i',
        '127.0.0.1',
        '-bind_local',
        '-mi',
        '127.0.0.1',
        '-ci',
        '127.0.0.1',
        '-aa',
        '-nostdin',
        '-trace_err',
        '-error_file',
        file('err'),
        '-trace_logs',
        '-log_file',
        file('log'),
        `127.0.0.1:${settings.sipPort}`,
      ],
      { cwd: files.folder, detached: true, stdio: ['ignore', screen, screen], env: settings.environment },
    )
  } finally {
    closeSync(screen)
  }
}

/** What sipp itself said went wrong, shortened for an error message. */
export function sippComplaint(files: SippFiles): string {
  const linesOf = (ending: string): string[] => {
    const path = join(files.folder, `${files.name}.${ending}`)
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => line.trim() !== '')
      : []
  }
  const errors = linesOf('err')
  const lines = errors.length > 0 ? errors : linesOf('out')
  return lines.slice(-3).join(' / ').slice(0, 400)
}

export type LogLine = { at: number; step: string; call: number; details: readonly string[] }

/**
 * Lines that a scenario's <log> wrote, in the order of writing. sipp's [timestamp] is date, time and epoch seconds, parted by
 * tabs; only the last is of use (the others are local time). A line that is being written is left out.
 */
export function readLog(path: string): LogLine[] {
  if (!existsSync(path)) return []
  const lines: LogLine[] = []
  for (const text of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const [time = '', step = '', call = '', ...details] = text.split('|')
    const at = Math.round(Number(time.split('\t').at(-1)) * 1000)
    if (step !== '' && Number.isFinite(at)) lines.push({ at, step, call: Number(call), details })
  }
  return lines
}

/** True when some socket of this machine is bound to the UDP port. */
export function udpPortBound(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .some((line) => line.trim().split(/\s+/)[1]?.endsWith(`:${hex}`) ?? false)
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** Asks again until it is true; false when it never was in that time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const end = Date.now() + withinMs
  for (;;) {
    if (await condition()) return true
    if (Date.now() >= end) return false
    await pause(everyMs)
  }
}
