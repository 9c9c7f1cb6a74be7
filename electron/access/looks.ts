import type { Clock } from '#electron/console/ports.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { PeopleFile } from './people-file.ts'
import { isPin, nobodysPin } from './pin.ts'
import { noTries, oneLessOverAll, oneMore, oneMoreOverAll, waitLeft, waitLeftOverAll, type Tries } from './tries.ts'

type WrongPin = Extract<Problem, { kind: 'wrong-pin' | 'too-many-tries' }>

/** Looks at PINs, not too often (`tries.ts`). A person who does not exist is looked at for as long, and written down as well. */
export function createLooks({ clock, file }: { clock: Clock; file: PeopleFile }) {
  let overAll: Tries = noTries
  let nobodys: Tries = noTries

  const triesOf = (id: string): Tries => {
    const person = file.people().find((one) => one.id === id)
    return person ? (person.tries ?? noTries) : nobodys
  }
  const left = (id: string): number =>
    Math.max(waitLeft(triesOf(id), clock.now()), waitLeftOverAll(overAll, clock.now()))

  function count(id: string): void {
    const now = clock.now()
    overAll = oneMoreOverAll(overAll, now)
    if (!file.people().some((person) => person.id === id)) nobodys = oneMore(nobodys, now)
    file.remember(
      file.people().map((one) => (one.id === id ? { ...one, tries: oneMore(one.tries ?? noTries, now) } : one)),
    )
  }

  function takeBack(id: string): void {
    overAll = oneLessOverAll(overAll)
    const now = clock.now()
    file.remember(
      file.people().map(({ tries, ...one }) => {
        if (one.id === id) return { ...one, lastSignInAt: now }
        return tries ? { ...one, tries } : one
      }),
    )
  }

  return {
    async look(id: string, pin: string): Promise<Result<null, WrongPin>> {
      const waitMs = left(id)
      if (waitMs > 0) return err({ kind: 'too-many-tries', waitMs })
      count(id)
      const person = file.people().find((one) => one.id === id)
      const right = await isPin(pin, person?.pin ?? nobodysPin)
      // Removed, or given another PIN, in the meantime.
      const same = person && file.people().find((one) => one.id === id)?.pin === person.pin
      if (!right || !same) return err({ kind: 'wrong-pin', waitMs: left(id) })
      takeBack(id)
      return ok(null)
    },
  }
}
