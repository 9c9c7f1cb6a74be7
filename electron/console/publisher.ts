import type { AlertView, ConsolePatch, ConsoleSnapshot, ConsoleView } from '#shared/ipc/view.ts'
import type { Clock } from './ports.ts'

/** At most ten patches a second, but for alerts that were raised or changed their state: those go at once. */
const coalesceMs = 100

export type Publisher = {
  snapshot(): ConsoleSnapshot
  /** Something changed; `urgent` sends it now, else within `coalesceMs`. */
  changed(urgent: boolean): void
  stop(): void
}

/**
 * Turns the whole view into revisioned patches: sections that read as before are left out, alerts are compared one by one.
 * A screen that finds `from` different from its own revision asks for the snapshot.
 */
export function createPublisher(
  clock: Clock,
  project: () => ConsoleView,
  send: (patch: ConsolePatch) => void,
): Publisher {
  let revision = 1
  let sections = new Map<string, string>()
  let alerts = new Map<string, { view: AlertView; text: string }>()
  let cancelTimer: (() => void) | undefined

  function publish(): void {
    cancelTimer?.()
    cancelTimer = undefined
    const changes = difference(project())
    if (Object.keys(changes).length === 0) return
    send({ from: revision, revision: ++revision, sentAt: clock.now(), changes })
  }

  function difference(view: ConsoleView): ConsolePatch['changes'] {
    const { alerts: viewAlerts, ...rest } = view
    const changes: Record<string, unknown> = {}
    const nextSections = new Map<string, string>()
    for (const [name, value] of Object.entries(rest)) {
      const text = JSON.stringify(value)
      nextSections.set(name, text)
      if (sections.get(name) !== text) changes[name] = value
    }
    const nextAlerts: typeof alerts = new Map()
    const changedAlerts: NonNullable<ConsolePatch['changes']['alerts']> = {}
    for (const [id, alert] of Object.entries(viewAlerts)) {
      const before = alerts.get(id)
      const text = before?.view === alert ? before.text : JSON.stringify(alert)
      nextAlerts.set(id, { view: alert, text })
      if (before?.text !== text) changedAlerts[id] = alert
    }
    for (const id of alerts.keys()) if (!nextAlerts.has(id)) changedAlerts[id] = null
    if (Object.keys(changedAlerts).length > 0) changes['alerts'] = changedAlerts
    sections = nextSections
    alerts = nextAlerts
    return changes
  }

  return {
    snapshot() {
      publish() // so that the revision and what it stands for are the same thing
      return { revision, sentAt: clock.now(), view: project() }
    },
    changed(urgent) {
      if (urgent) publish()
      else cancelTimer ??= clock.after(coalesceMs, publish)
    },
    stop() {
      cancelTimer?.()
      cancelTimer = undefined
    },
  }
}
