import { z } from 'zod'
import { readPrivateFile, writePrivateFile } from '#electron/platform/private-file.ts'

/** Where the window was, checked against the displays of today: a wall screen that was unplugged must not hide it. */
export type Rectangle = { x: number; y: number; width: number; height: number }
export type WindowState = Rectangle & { maximized: boolean; fullScreen: boolean }

export const smallest = { width: 960, height: 600 }
const usual = { width: 1440, height: 900 }
/** So much of the window's top must lie on a display that it can be seen and dragged. */
const grip = { width: 160, height: 32 }

const whole = z.number().int().min(-100_000).max(100_000)
const stateSchema = z.object({
  x: whole,
  y: whole,
  width: whole,
  height: whole,
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})

export function placeWindow(saved: unknown, displays: Rectangle[]): WindowState {
  const first = displays[0] ?? { x: 0, y: 0, ...usual }
  const parsed = stateSchema.safeParse(saved)
  const display = parsed.success ? displays.find((area) => shows(area, parsed.data)) : undefined
  if (!parsed.success || !display) {
    const width = Math.min(usual.width, first.width)
    const height = Math.min(usual.height, first.height)
    const x = first.x + Math.round((first.width - width) / 2)
    const y = first.y + Math.round((first.height - height) / 2)
    return { x, y, width, height, maximized: false, fullScreen: false }
  }
  const { maximized, fullScreen } = parsed.data
  const width = Math.max(smallest.width, Math.min(parsed.data.width, display.width))
  const height = Math.max(smallest.height, Math.min(parsed.data.height, display.height))
  return { x: parsed.data.x, y: Math.max(display.y, parsed.data.y), width, height, maximized, fullScreen }
}

function shows(area: Rectangle, window: Rectangle): boolean {
  const width = Math.min(area.x + area.width, window.x + window.width) - Math.max(area.x, window.x)
  return width >= grip.width && window.y >= area.y - grip.height && window.y <= area.y + area.height - grip.height
}

export function loadWindowState(file: string): unknown {
  try {
    return JSON.parse(readPrivateFile(file) ?? 'null')
  } catch {
    return undefined
  }
}

export function saveWindowState(file: string, state: WindowState): void {
  try {
    writePrivateFile(file, JSON.stringify(state))
  } catch {
    // The window will open where it usually does: not worth a word.
  }
}
