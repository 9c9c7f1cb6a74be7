import type { Entry, Member, Pbx } from './pbx.ts'

/**
 * Which seats ring next for a caller (app_queue's calc_metric): the lowest number is rung first; a penalty outweighs
 * every other consideration. `ringall` rings all free seats of the lowest penalty that has any.
 */
export function choose(pbx: Pbx, entry: Entry): Member[] {
  const { queue } = entry
  const free = queue.members.filter((member) => isReady(pbx, member) && !neededElsewhere(pbx, member))
  if (queue.model.strategy === 'ringall') {
    const penalty = Math.min(...free.map((member) => member.penalty))
    return free.filter((member) => member.penalty === penalty)
  }
  const best = free.toSorted((a, b) => metric(entry, a) - metric(entry, b))[0]
  return best ? [best] : []
}

function isReady(pbx: Pbx, member: Member): boolean {
  const { seat } = member
  if (seat.device !== 'NOT_INUSE' || member.paused) return false
  return pbx.timeline.now() - seat.lastTalkEnd >= member.queue.model.wrapUpSeconds * 1000
}

/** `weight`: a seat does not ring for a light queue while a caller of a heavier one could have it. */
function neededElsewhere(pbx: Pbx, member: Member): boolean {
  return member.seat.members.some(
    ({ queue }) =>
      queue.model.weight > member.queue.model.weight &&
      queue.entries.some((entry) => entry.rings.length === 0 && entry.notBefore <= pbx.timeline.now()),
  )
}

function metric({ queue, linear }: Entry, member: Member): number {
  const place = queue.members.indexOf(member)
  const penalty = member.penalty * 1_000_000_000_000
  switch (queue.model.strategy) {
    case 'linear':
      return penalty + (place < linear ? 1000 + place : place)
    case 'rrmemory':
      return penalty + (place < queue.roundRobin ? 1000 + place : place)
    case 'leastrecent':
      return penalty + member.lastCall
    case 'ringall':
      return penalty
  }
}
