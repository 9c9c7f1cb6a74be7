import { describe, expect, it } from 'vitest'
import { readMessages, readRecording } from './testing.ts'
import { field, fieldsOf, hasField, keyOf, messageOf, words } from './message.ts'

const answers = readMessages([readRecording('17-command-and-errors.ami')]).messages
const answerTo = (id: string) => {
  const found = answers.find((m) => field(m, keyOf('ActionID')) === id)
  if (!found) throw new Error(id)
  found.cursor = 0
  return found
}

describe('a message', () => {
  it('gives every value of a key that repeats', () => {
    const output = fieldsOf(answerTo('rec-2'), keyOf('Output'))
    expect(output).toHaveLength(7)
    expect(words(output[4] ?? '')).toContain('张伟 (PJSIP/1003)')
    expect(output.at(-1)).toBe('')
  })

  it('gives values that contain a colon and a blank', () => {
    expect(field(answerTo('rec-4'), keyOf('Message'))).toBe('Channel does not exist: PJSIP/none-00000000')
  })

  it('tells an empty value from a missing key', () => {
    const message = messageOf('VarSet', 'Event: VarSet\r\nVariable: VDN\r\nValue: ')
    expect(field(message, keyOf('Value'))).toBe('')
    expect(hasField(message, keyOf('Value'))).toBe(true)
    expect(hasField(message, keyOf('Other'))).toBe(false)
  })

  it('finds a field that stands before the one asked for last', () => {
    const message = messageOf('X', 'Event: X\r\nA: 1\r\nB: 2\r\nC: 3')
    expect([field(message, keyOf('C')), field(message, keyOf('A')), field(message, keyOf('B'))]).toEqual([
      '3',
      '1',
      '2',
    ])
  })

  it('does not take a longer key for a shorter one', () => {
    const message = messageOf('X', 'Event: X\r\nDestUniqueid: 1\r\nUniqueid: 2')
    expect(field(message, keyOf('Uniqueid'))).toBe('2')
  })

  it('gives the variables of a Status line', () => {
    const lines = readMessages([readRecording('08-resync.ami')]).messages.filter((m) => m.name === 'Status')
    expect(lines).toHaveLength(7)
    expect(lines.map((m) => fieldsOf(m, keyOf('Variable'))[0])).toContain('VDN=8001')
    expect(lines.map((m) => fieldsOf(m, keyOf('Variable'))[0])).toContain('VDN=(null)')
  })
})
