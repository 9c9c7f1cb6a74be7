import { spawn } from 'node:child_process'
import type { Machine } from '#electron/platform/paths.ts'
import { writePrivateFile } from '#electron/platform/private-file.ts'

/** The program that opens a file in the user's browser, or nothing where nobody sits in front of this machine. */
export function openerOf(
  { env, platform }: Pick<Machine, 'env' | 'platform'>,
  file: string,
): [string, string[]] | undefined {
  if (env['CI'] || env['FIRSTLINE_NO_OPEN'] === '1') return undefined
  if (platform === 'darwin') return ['open', [file]]
  if (platform === 'win32') return ['explorer.exe', [file]]
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', [file]] : undefined
}

/**
 * Writes the page that leads to the address. The address holds the token, and what a program is started with can be read
 * by every user of the machine: so the browser is given this file, which only its own user may read.
 */
export function writeOpeningPage(file: string, url: string): void {
  const shown = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  const head = `<meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Firstline</title>`
  const body = `<a href="${shown}">Firstline 先接</a>`
  writePrivateFile(file, `<!doctype html>${head}<meta http-equiv="refresh" content="0;url=${shown}">${body}\n`)
}

/**
 * Opening is a courtesy: where it fails, the printed address is still there. It fails where the folder cannot be written,
 * and in browsers that may not read hidden folders (snap).
 */
export function openPage(machine: Machine, file: string, url: string): void {
  const opener = openerOf(machine, file)
  if (!opener) return
  try {
    writeOpeningPage(file, url)
  } catch {
    return
  }
  const [program, args] = opener
  const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true })
  child.on('error', () => undefined)
  child.unref()
}
