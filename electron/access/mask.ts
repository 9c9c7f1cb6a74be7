import { maskNumber } from '#shared/domain/dial/mask.ts'

/**
 * What a caller gets who may not see numbers: everything, with each callers' number as 138****1111. Every text is looked through, wherever it
 * stands: a number may be part of a name, a note, or what to do. Left as they are: what identifies things between screen and console, and the
 * utility's own numbers (dialled number, VDN, queue).
 *
 * The copies are kept beside what they were made of, so that one is made for all screens.
 */
const masked = new WeakMap<object, unknown>()

export function maskFor<T>(payload: T): T {
  if (typeof payload !== 'object' || payload === null) return maskValue(payload, '') as T
  const known = masked.get(payload)
  if (known !== undefined) return known as T
  const copy = maskValue(payload, '')
  masked.set(payload, copy)
  return copy as T
}

const identities = new Set([
  'id',
  'alertId',
  'callId',
  'ruleId',
  'classId',
  'personId',
  'becauseId',
  'withId',
  'ofId',
  'fileId',
  'testId',
  'ticket',
  'file',
  // A piece of a file, in base64: what is in it was masked when it was made.
  'data',
  'seatId',
  'duplicateOf',
  'calledAgainAs',
  'next',
  'area',
  'vdn',
  'dialledNumber',
  'hotline',
  'switchVersion',
])

/** Hold a number and nothing else, in whatever way it was typed (`138/0000/1111`): no sign in it may hide it from the mask. */
const numberFields = new Set(['callerNumber', 'number', 'prefix', 'numbers', 'added', 'removed'])

function maskValue(value: unknown, name: string): unknown {
  if (typeof value === 'string') return numberFields.has(name) ? maskNumber(value) : maskText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => maskValue(item, name))
  const ownNumber = 'kind' in value && value.kind === 'dialled-number'
  const ofRange = 'kind' in value && value.kind === 'caller-range'
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const kept = typeof item === 'string' && (identities.has(key) || (ownNumber && key === 'number'))
    // A name that the switch gave may be one of an object's own words.
    Object.defineProperty(copy, key, {
      value: kept ? item : maskValue(item, ofRange ? 'number' : key),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return copy
}

/**
 * Seven digits or more of any width, in one piece or with a few signs between them as people write numbers. A date, a time of day after it and
 * an internet address are none.
 */
const datesAndAddresses =
  '(?<![0-9０-９])(?:19|20)\\d\\d(?:[-/.]\\d{1,2}[-/.]\\d{1,2}|年\\d{1,2}月\\d{1,2}日)(?:[ T]\\d{1,2}:\\d\\d(?::\\d\\d)?)?(?![-0-9０-９])' +
  '|(?<![.0-9０-９])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![.0-9０-９])'
const number = '[+＋]?[0-9０-９](?:[-\\s.()（）‐-―·_]{0,3}[0-9０-９]){6,}'
const looked = new RegExp(`(${datesAndAddresses})|${number}`, 'g')

export const maskText = (text: string): string =>
  text.length < 7 ? text : text.replace(looked, (found, kept: string | undefined) => kept ?? maskNumber(found))
