import type { LinkState, LinkView } from '#shared/ipc/view.ts'

/** How far the figures on the screen can be trusted right now. */
export type Freshness =
  | { kind: 'live' }
  /** The link is up, but the switch has said nothing for a while. */
  | { kind: 'quiet'; ageMs: number }
  /** The link is not up: everything is as of `asOf` (missing: nothing was ever heard). */
  | { kind: 'stale'; asOf?: number; link: LinkState }
  /** The console itself cannot be reached. */
  | { kind: 'host-lost'; asOf?: number }

/** Longer than any heartbeat: an up link that is silent for so long deserves a second look. */
export const quietAfterMs = 30_000

export function freshnessOf(
  link: LinkView | undefined,
  connected: boolean,
  lastSentAt: number | undefined,
  now: number,
): Freshness {
  if (!connected) return lastSentAt === undefined ? { kind: 'host-lost' } : { kind: 'host-lost', asOf: lastSentAt }
  if (!link) return { kind: 'live' }
  const heard = link.lastHeardAt
  if (link.state.kind !== 'up') {
    return heard === undefined ? { kind: 'stale', link: link.state } : { kind: 'stale', asOf: heard, link: link.state }
  }
  const ageMs = heard === undefined ? 0 : now - heard
  return ageMs > quietAfterMs ? { kind: 'quiet', ageMs } : { kind: 'live' }
}
