import type { Because, Match } from './rule.ts'

/** A new list version alone changes nothing that anybody sees; the version shown is the one that listed the call. */
export const sameMatch = (a: Match, b: Match): boolean =>
  a === b ||
  (a.ruleId === b.ruleId &&
    a.ruleName === b.ruleName &&
    a.classId === b.classId &&
    a.severity === b.severity &&
    a.sound === b.sound &&
    a.ladder === b.ladder &&
    a.handling === b.handling &&
    a.alsoMatched.length === b.alsoMatched.length &&
    a.alsoMatched.every((name, i) => name === b.alsoMatched[i]) &&
    sameBecause(a.because, b.because))

/** Small, whatever the list's size: a list of numbers is told by its count. */
const sameBecause = (a: Because, b: Because): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
