import type { FileOffer } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { Commands } from './commands.ts'

/**
 * Files between this screen and the console, in pieces that both carriers take. Refuses what the console would refuse before a byte is read;
 * stops at the first piece that fails. Does not retry: a file that broke off is sent anew by the person.
 */
export const mostFileBytes = 50 * 1024 * 1024

export type FileProgress = { sent: number; bytes: number }

export async function sendFile(
  commands: Commands,
  file: File,
  onProgress: (progress: FileProgress) => void = () => undefined,
): Promise<Result<{ fileId: string }, Problem>> {
  if (file.size > mostFileBytes) return err({ kind: 'too-large', limitBytes: mostFileBytes })
  const begun = await commands.run('files.begin', { name: file.name.slice(0, 255), bytes: file.size }, 'caller')
  if (!begun.ok) return begun
  const { fileId, chunkBytes } = begun.value
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    const piece = await readPiece(file, offset, chunkBytes)
    if (!piece) return err({ kind: 'bad-file', why: 'incomplete', detail: file.name })
    const written = await commands.run('files.write', { fileId, offset, data: toBase64(piece) }, 'caller')
    if (!written.ok) return written
    onProgress({ sent: Math.min(file.size, offset + chunkBytes), bytes: file.size })
  }
  return ok({ fileId })
}

/** The file can be gone or locked by now: somebody pulled the stick, or the spreadsheet program has it open. */
async function readPiece(file: File, offset: number, bytes: number): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.slice(offset, offset + bytes).arrayBuffer())
  } catch {
    return undefined
  }
}

/** Fetches what the console offers and hands it to the browser to keep. */
export async function saveOffer(commands: Commands, offer: FileOffer): Promise<Problem | undefined> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (;;) {
    const piece = await commands.run('files.read', { fileId: offer.fileId, offset }, 'caller')
    if (!piece.ok) return piece.error
    const bytes = fromBase64(piece.value.data)
    pieces.push(bytes)
    offset += bytes.length
    if (piece.value.end) break
    if (bytes.length === 0) return { kind: 'bad-file', why: 'incomplete', detail: offer.name }
  }
  void commands.run('files.drop', { fileId: offer.fileId }, 'caller')
  saveAs(new Blob(pieces), offer.name)
  return undefined
}

function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000) // the browser reads it after the click; how soon is its own affair
}

const spread = 8192

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += spread) text += String.fromCharCode(...bytes.subarray(at, at + spread))
  return btoa(text)
}

export function fromBase64(data: string): Uint8Array<ArrayBuffer> {
  const text = atob(data)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
