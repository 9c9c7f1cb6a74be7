import { connectHere, connectThread } from './connect.ts'
import { createListKeeper } from './keeper.ts'
import type { ListKeeper } from './list-keeper.ts'
import type { DeskData } from './protocol.ts'

/** The keeper of a running console, with the desk in a thread of its own; and the one of tests, all in this thread and at once. */
type Common = Omit<DeskData, 'timeZone'> & {
  timeZone: () => string
  wallOffset?: () => number
  /** Epoch ms by the wall clock. */
  now: () => number
  after: (ms: number, run: () => void) => () => void
  log: (level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, unknown>) => void
  onTookOver: () => void
}

export function openListKeeper({ folder, listOfVersion1, ...options }: Common & { folder: string }): ListKeeper {
  const data = { folder, listOfVersion1, timeZone: options.timeZone() }
  return createListKeeper({
    ...options,
    connect: connectThread(data),
    // A machine on which no thread can be started still lists its callers.
    otherwise: connectHere({ ...data, now: options.now, later: options.after }),
    soon: setImmediate,
  })
}

/** Without a folder it keeps nothing. */
export function createLocalKeeper(options: Partial<Common> = {}): ListKeeper {
  const { folder, listOfVersion1, now = Date.now, timeZone = () => 'Asia/Shanghai' } = options
  const after = options.after ?? afterTimeout
  const data = { folder, listOfVersion1, timeZone: timeZone() }
  return createListKeeper({
    ...options,
    now,
    timeZone,
    after,
    log: options.log ?? (() => undefined),
    onTookOver: options.onTookOver ?? (() => undefined),
    connect: connectHere({ ...data, now, later: after }),
    soon: (run) => run(),
  })
}

function afterTimeout(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
