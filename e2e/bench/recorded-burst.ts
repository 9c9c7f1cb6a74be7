import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/** 240 calls at 20 a second on a real Asterisk 22, every class of events: the bytes as they came, greeting and login answer included. */
export const recordedBurst = (): Buffer =>
  gunzipSync(readFileSync(path.join(import.meta.dirname, '..', 'asterisk', 'recordings', '07-burst-full.ami.gz')))

/** As a socket hands them over. */
export function inChunks(bytes: Buffer, size = 65_536): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  return chunks
}

export const median = (values: number[]): number => percentile(values, 50)

/** Nearest rank: a value that was measured, none in between. */
export function percentile(values: number[], pct: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((pct / 100) * sorted.length) - 1)] ?? Number.NaN
}
