import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createAccessDesk } from '#electron/access/create-access-desk.ts'
import { createFileShelf } from '#electron/files/create-file-shelf.ts'
import { createLocalKeeper } from '#electron/list/open-keeper.ts'
import { JournalFault, type Journal, type JournalEntry, type Recovered } from '#electron/journal/journal.ts'
import type { LinkListener } from '#electron/links/link.ts'
import type { PracticeCommand } from '#shared/ipc/contract.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { settingsSchema, type Settings } from '#shared/settings/schema.ts'
import { err, ok } from '#shared/std/result.ts'
import type { Clock, ConsolePorts, Log, SettingsStore, World } from './ports.ts'
import type { Caller } from './running.ts'

/** A clock that stands still until it is told to go on. Timers run in order of time, each at its own moment. */
export function createTestClock(start = 1_800_000_000_000): Clock & { advance(ms: number): void } {
  let now = start
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((one) => one !== due)
        now = Math.max(now, due.at)
        due.run()
      }
      now = end
    },
  }
}

/** A screen at which everything is allowed and nobody is signed in. */
export const testCaller = (change: Partial<Caller> = {}): Caller => ({
  role: 'admin',
  by: 'Desk 2',
  seesNumbers: true,
  ...change,
})

/** A journal that writes down what it is told, remembers what it is given, and answers nothing. */
export function createRecordingJournal(recovered: Recovered = { events: [], open: [] }) {
  const entries: JournalEntry[] = []
  const fault = (): Promise<never> => Promise.reject(new JournalFault('unavailable', 'a journal that only records'))
  const journal: Journal = {
    record: (entry) => void entries.push(structuredClone(entry)),
    recover: () => Promise.resolve(recovered),
    ask: fault,
    state: () => ({ bytes: 0, calls: 0, waiting: 0, waitingMs: 0, dropped: 0 }),
    problems: () => [],
    retain: () => undefined,
    recompute: fault,
    applyImport: fault,
    flush: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
  return { journal, entries }
}

/** The console's ports in memory, with a switch that the test itself plays. */
export function createTestPorts(change: Partial<Settings> = {}, open?: (world: World) => Journal) {
  let settings: Settings = { ...structuredClone(defaultSettings), ...change }
  const secrets = new Map<string, string>()
  const clock = createTestClock()
  const opened: { listener: LinkListener; secret: string | undefined; stopped: boolean; retried: number }[] = []
  const practiced: PracticeCommand[] = []
  const recording = createRecordingJournal()
  const written: { folder: string; name: string; bytes: Uint8Array }[] = []
  let writable = true
  const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
  const store: SettingsStore = {
    get: () => settings,
    update(make) {
      if (!writable) return err({ detail: 'read-only' })
      settings = settingsSchema.parse(make(settings))
      return ok(settings)
    },
    problems: () => [],
  }
  const ports: ConsolePorts = {
    clock,
    log,
    host: {},
    settings: store,
    // No such file: nobody has been asked for a PIN yet.
    access: createAccessDesk({ file: path.join(tmpdir(), randomUUID(), 'access.json'), settings: store, clock, log }),
    files: createFileShelf({ clock }),
    list: createLocalKeeper({ now: clock.now, after: clock.after, timeZone: () => settings.site.timeZone }),
    journals: { open: open ?? (() => recording.journal) },
    reportFolder: {
      write(folder, name, bytes) {
        if (folder === '/nowhere') return Promise.resolve(err({ detail: 'ENOENT' }))
        written.push({ folder, name, bytes })
        return Promise.resolve(ok(path.posix.join(folder, name)))
      },
    },
    secrets: {
      has: (name) => secrets.has(name),
      get: (name) => (secrets.has(name) ? ok(secrets.get(name) ?? '') : err('missing')),
      set(name, value) {
        secrets.set(name, value)
        return ok(null)
      },
    },
    switches: {
      open(_settings, secret, listener) {
        const link = { listener, secret, stopped: false, retried: 0 }
        opened.push(link)
        return {
          start() {},
          stop: async () => void (link.stopped = true),
          retryNow: () => void link.retried++,
          practice: (command) => void practiced.push(command),
        }
      },
      test: async (_ami, secret, onStep) => {
        onStep({ step: 'reached', result: 'ok', facts: {} })
        return {
          steps: [{ step: 'reached', result: 'ok', facts: {} }],
          queues: [secret === '' ? 'no-secret' : 'with-secret'],
        }
      },
    },
  }
  return {
    ports,
    clock,
    opened,
    practiced,
    secrets,
    entries: recording.entries,
    written,
    refuseWrites: () => void (writable = false),
  }
}
