import { vi } from 'vitest'

/** The DOM of the tests draws nothing, so everything is 0 high and a list that draws only what is in sight draws nothing. */
export function giveElementsSize(height = 600): void {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000)
}
