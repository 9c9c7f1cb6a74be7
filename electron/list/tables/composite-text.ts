import { conditionLimits, type Condition } from '#shared/domain/priority/rule.ts'
import { ok } from '#shared/std/result.ts'
import { issue, readSimple, type ReadCondition } from './simple-text.ts'
import { findKind } from './words.ts'

/** Reads `all(vdn 8001; not(caller-prefix 0755))`. Undefined when the text does not begin like one. */
export function readComposite(text: string): ReadCondition | undefined {
  const group = groupOf(text)
  return group ? readGroup(group, text, 1) : undefined
}

type Group = { kind: 'all' | 'any' | 'not'; inner: string | undefined }

/** `kind(inner)`; inner is undefined when the bracket is not closed at the very end. */
function groupOf(text: string): Group | undefined {
  const head = /^([^\s(（"]{1,20})\s*[(（]/.exec(text)
  const kind = head ? findKind(head[1] ?? '') : undefined
  if (!head || (kind !== 'all' && kind !== 'any' && kind !== 'not')) return undefined
  const start = head[0].length
  const end = closing(text, start)
  return { kind, inner: end === text.length - 1 ? text.slice(start, end) : undefined }
}

/** Where the bracket that is open at `start` closes, not looking into quotes. */
function closing(text: string, start: number): number {
  let open = 1
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') quoted = !quoted
    else if (quoted) continue
    else if (sign === '(' || sign === '（') open++
    else if (sign === ')' || sign === '）') {
      open--
      if (open === 0) return at
    }
  }
  return -1
}

function readGroup({ kind, inner }: Group, text: string, depth: number): ReadCondition {
  const shown = text.slice(0, 100)
  if (inner === undefined) return issue('unknown-word', shown)
  if (depth >= conditionLimits.depth) return issue('too-deep', shown)
  const parts = splitParts(inner)
  if (parts.length > conditionLimits.parts) return issue('too-deep', shown)
  const read: Condition[] = []
  for (const part of parts) {
    const condition = readPart(part, depth)
    if (!condition.ok) return condition
    read.push(condition.value)
  }
  const [first] = read
  if (!first || (kind === 'not' && read.length > 1)) return issue('unknown-word', shown)
  return ok(kind === 'not' ? { kind, of: first } : { kind, of: read })
}

/** Parts between semicolons that stand in no quotes and no inner brackets. */
function splitParts(inner: string): string[] {
  const parts: string[] = []
  let open = 0
  let quoted = false
  let from = 0
  for (let at = 0; at < inner.length; at++) {
    const sign = inner[at]
    if (sign === '"') quoted = !quoted
    else if (quoted) continue
    else if (sign === '(' || sign === '（') open++
    else if (sign === ')' || sign === '）') open--
    else if ((sign === ';' || sign === '；') && open === 0) {
      parts.push(inner.slice(from, at).trim())
      from = at + 1
    }
  }
  parts.push(inner.slice(from).trim())
  return parts.filter((part) => part !== '')
}

function readPart(text: string, depth: number): ReadCondition {
  const group = groupOf(text)
  if (group) return readGroup(group, text, depth + 1)
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const kind = findKind(word)
  if (!kind || kind === 'all' || kind === 'any' || kind === 'not') return issue('unknown-word', text.slice(0, 100))
  // Lists and ranges know quotes themselves.
  return readSimple(kind, kind === 'caller-list' || kind === 'caller-range' ? rest : unquote(rest))
}

const unquote = (text: string): string => {
  const found = /^"((?:[^"]|"")*)"$/.exec(text)
  return found ? (found[1] ?? '').replaceAll('""', '"') : text
}
