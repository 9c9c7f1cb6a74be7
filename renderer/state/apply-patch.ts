import type { AlertView, ConsolePatch, ConsoleView } from '#shared/ipc/view.ts'

/** The view after a patch. Sections that did not change keep their identity, so that only what changed is drawn again. */
export function applyChanges(view: ConsoleView, changes: ConsolePatch['changes']): ConsoleView {
  const { alerts, ...sections } = changes
  return { ...view, ...sections, alerts: alerts ? applyAlerts(view.alerts, alerts) : view.alerts }
}

function applyAlerts(
  present: Record<string, AlertView>,
  changed: Record<string, AlertView | null>,
): Record<string, AlertView> {
  const next = { ...present }
  for (const [id, alert] of Object.entries(changed)) {
    if (alert) next[id] = alert
    else delete next[id]
  }
  return next
}
