import { findFindings } from '#shared/domain/priority/findings.ts'
import type { Finding } from '#shared/domain/priority/list-answers.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'

/**
 * What is noticed about the draft's rules. Looking through 100,000 of them takes a while: of a long list it is done a little after the last
 * change, and until then what was noticed before is shown; whoever publishes gets it at once.
 */
export type Findings = {
  /** Of a short list up to date, of a long one as last looked through. */
  counts(): { findings: number; errors: number }
  of(ruleId: string): Finding[]
  /** Errors of the draft as it is now. */
  errorsNow(): number
  /** Another text once they were looked through anew. */
  stamp(): string
  stale(): void
}

export type FindingsOptions = {
  document: () => ListDocument
  /** `YYYY-MM-DD` at the site: rules expire. */
  today: () => string
  size: () => number
  later: (ms: number, run: () => void) => void
  onFound: () => void
}

const shortList = 2000
const lookAfterMs = 400
const none: Finding[] = []

export function createFindings({ document, today, size, later, onFound }: FindingsOptions): Findings {
  let found = new Map<string, Finding[]>()
  let lookedOn: string | undefined
  let times = 0
  let awaited = false

  function look(): void {
    const day = today()
    if (lookedOn === day) return
    found = findFindings(document(), day)
    lookedOn = day
    times += 1
  }

  function lookIfShort(): void {
    if (size() <= shortList) look()
    else if (lookedOn === undefined) lookLater()
  }

  function lookLater(): void {
    if (awaited) return
    awaited = true
    later(lookAfterMs, () => {
      awaited = false
      look()
      onFound()
    })
  }

  function counts(): { findings: number; errors: number } {
    let findings = 0
    let errors = 0
    for (const some of found.values()) {
      findings += some.length
      errors += some.filter(({ kind }) => kind === 'error').length
    }
    return { findings, errors }
  }

  return {
    counts() {
      lookIfShort()
      return counts()
    },
    of(ruleId) {
      lookIfShort()
      return found.get(ruleId) ?? none
    },
    errorsNow() {
      look()
      return counts().errors
    },
    stamp() {
      lookIfShort()
      return String(times)
    },
    stale() {
      lookedOn = undefined
    },
  }
}
