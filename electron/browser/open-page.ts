import { spawn } from 'node:child_process'
import type { Machine } from '#electron/platform/paths.ts'

/** The program that opens an address in the user's browser, or nothing where nobody sits in front of this machine. */
export function openerOf(
  { env, platform }: Pick<Machine, 'env' | 'platform'>,
  url: string,
): [string, string[]] | undefined {
  if (env['CI'] || env['FIRSTLINE_NO_OPEN'] === '1') return undefined
  if (platform === 'darwin') return ['open', [url]]
  // `start` takes a first quoted argument for a window title.
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', url]]
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', [url]] : undefined
}

/** Opening is a courtesy: where it fails, the printed address is still there. */
export function openPage(machine: Machine, url: string): void {
  const opener = openerOf(machine, url)
  if (!opener) return
  const [program, args] = opener
  const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true })
  child.on('error', () => undefined)
  child.unref()
}
