/** The limits under which legs of one queue are judged. They are never stored in a count. */
export type Limits = {
  /** An answer within this time is in time. */
  thresholdMs: number
  /** Who gives up within this time hardly waited; 0: nobody does, every abandoned call counts. */
  shortAbandonMs: number
}

export type LimitsOf = (area: string) => Limits

export const defaultShortAbandonMs = 5000

/** The short-abandon limit of a queue: none where every call may be an emergency. */
export const shortAbandonLimit = (settingMs: number | undefined, listedAsEmergency: boolean): number =>
  listedAsEmergency ? 0 : (settingMs ?? defaultShortAbandonMs)

/** The same queues under a norm's threshold instead of their own. */
export const withThreshold =
  (limits: LimitsOf, thresholdMs: number): LimitsOf =>
  (area) => ({ ...limits(area), thresholdMs })
