/** Lets other work of this thread in during long work: `due` is cheap enough to ask for each row. */
export type Breather = { due(): boolean; rest(): Promise<void> }

const rowsBetweenLooks = 64

export function createBreather(workMs = 50, now: () => number = () => performance.now()): Breather {
  let since = now()
  let rows = 0
  return {
    due: () => {
      rows++
      return rows % rowsBetweenLooks === 0 && now() - since >= workMs
    },
    rest: async () => {
      await new Promise<void>((resolve) => setImmediate(resolve))
      since = now()
    },
  }
}
