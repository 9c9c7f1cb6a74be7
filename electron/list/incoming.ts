import { createSiteTime, type SiteTime } from '#shared/domain/dial/site-time.ts'
import { createListCompiler, type ListCompiler } from '#shared/domain/priority/compile.ts'
import type { PriorityClass, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { VersionMeta } from '#shared/ipc/list-view.ts'
import { addAreas } from './area-rule.ts'
import type { AreaListing, PublishedList } from './list-keeper.ts'
import type { FromDesk } from './protocol.ts'

/**
 * A version on its way into force: its rules come in pieces and are compiled in slices of a few ms, between which calls go on. Owns the one
 * that is coming; another that begins takes its place.
 */
export type Incoming = {
  comes(): boolean
  begin(version: Extract<FromDesk, { t: 'version' }>): void
  add(piece: Extract<FromDesk, { t: 'rules' }>): void
  drop(): void
}

export type IncomingOptions = {
  siteTime: SiteTime
  /** Runs a slice of work: at the next turn of the event loop, but for tests. */
  soon: (run: () => void) => void
  askNext: (version: number) => void
  onCompiled: (list: PublishedList) => void
}

type Version = {
  meta: VersionMeta
  classes: PriorityClass[]
  compiler: ListCompiler
  areas: Map<string, AreaListing>
}

const sliceMs = 4
const sliceRules = 50

export function createIncoming({ siteTime, soon, askNext, onCompiled }: IncomingOptions): Incoming {
  let coming: Version | undefined

  return {
    comes: () => coming !== undefined,
    begin({ meta, dial, classes }) {
      const compiler = createListCompiler({ version: meta.version, dial, classes, siteTime })
      coming = { meta, classes, compiler, areas: new Map() }
      askNext(meta.version)
    },
    add({ version, rules, end }) {
      const mine = coming
      if (!mine || mine.meta.version !== version) return // another version came after it
      addAreas(mine.areas, rules)
      addInSlices(mine.compiler, rules, soon, () => {
        if (coming !== mine) return
        if (!end) return askNext(version)
        coming = undefined
        const { meta, classes, areas, compiler } = mine
        onCompiled({ meta, classes, areas, lookup: compiler.finish() })
      })
    },
    drop() {
      coming = undefined
    },
  }
}

/** As many rules at a time as a few ms are enough for. */
function addInSlices(
  compiler: ListCompiler,
  rules: PriorityRule[],
  soon: (run: () => void) => void,
  done: () => void,
): void {
  let from = 0
  const slice = (): void => {
    const began = performance.now()
    while (from < rules.length && performance.now() - began < sliceMs) {
      compiler.add(rules.slice(from, from + sliceRules))
      from += sliceRules
    }
    if (from < rules.length) soon(slice)
    else done()
  }
  soon(slice)
}

/** Times in the site's zone, also after the settings name another one. */
export function followingZone(timeZone: () => string, wallOffset: () => number): SiteTime {
  let zone = timeZone()
  let siteTime = createSiteTime(zone)
  return (at) => {
    const now = timeZone()
    if (now !== zone) {
      zone = now
      siteTime = createSiteTime(now)
    }
    return siteTime(at + wallOffset())
  }
}
