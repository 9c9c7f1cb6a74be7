import { describe, expect, test } from 'vitest'
import { placeWindow, type Rectangle } from './window-state.ts'

const desk: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 }
const wall: Rectangle = { x: 1920, y: 0, width: 3840, height: 2160 }
const state = { x: 100, y: 50, width: 1200, height: 800, maximized: false, fullScreen: false }
const centred = { x: 240, y: 70, width: 1440, height: 900, maximized: false, fullScreen: false }

describe('a window opens', () => {
  test.each([
    ['where it was', state, [desk], state],
    [
      'where it was, on the second display',
      { ...state, x: 2500, fullScreen: true },
      [desk, wall],
      { ...state, x: 2500, fullScreen: true },
    ],
    ['centred, when that display is gone', { ...state, x: 2500 }, [desk], centred],
    ['centred, when it was dragged out of sight', { ...state, x: -1150 }, [desk], centred],
    ['centred, when its top was below the display', { ...state, y: 1030 }, [desk], centred],
    ['centred, the first time', undefined, [desk], centred],
    ['centred, when the file holds something else', { x: 'left' }, [desk], centred],
    ['centred, when the file holds numbers out of all proportion', { ...state, width: 1e9 }, [desk], centred],
    [
      'smaller, when the display became smaller',
      { ...state, width: 4000, height: 3000 },
      [desk],
      { ...state, width: 1920, height: 1040 },
    ],
    ['larger, when it was too small to read', { ...state, width: 10, height: 10, x: 0 }, [desk], centred],
    ['with its title on the display', { ...state, y: -20 }, [desk], { ...state, y: 0 }],
  ])('%s', (_name, saved, displays, expected) => {
    expect(placeWindow(saved, displays)).toEqual(expected)
  })

  test('even when no display is known', () => {
    expect(placeWindow(state, [])).toMatchObject({ width: 1440, height: 900 })
  })
})
