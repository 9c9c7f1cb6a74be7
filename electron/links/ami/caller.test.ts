import { describe, expect, it } from 'vitest'
import { callerOf, deviceOfChannel, deviceOfInterface, dialledOf } from './caller.ts'
import { seatRef, stateOf } from './seats.ts'

describe('who calls', () => {
  it.each([
    ['<unknown>', '<unknown>', '', ''],
    ['anonymous', 'Anonymous', '', ''],
    ['Restricted', '', '', ''],
    ['', 'Unavailable', '', ''],
    ['13800001111', '13800001111', '13800001111', ''],
    ['13800001111', '王', '13800001111', '王'],
    ['+8613800001111', '<unknown>', '+8613800001111', ''],
  ])('the caller "%s" "%s" is number "%s" and name "%s"', (number, name, shownNumber, shownName) => {
    const latin1 = Buffer.from(name, 'utf8').toString('latin1')
    expect(callerOf(number, latin1)).toEqual({ number: shownNumber, name: shownName })
  })

  it.each([
    ['96777', '96777'],
    ['*11001', '*11001'],
    ['s', ''],
    ['', ''],
    ['trunk-in', ''],
  ])('the extension "%s" is the dialled number "%s"', (extension, expected) => {
    expect(dialledOf(extension)).toBe(expected)
  })
})

describe('whose device a channel is', () => {
  it.each([
    ['PJSIP/1001-00000005', 'PJSIP/1001'],
    ['SIP/1001-0000abcd', 'Sip/1001'],
    ['Local/1003@seats-00000001;1', 'Local/1003@seats/n'],
    ['Local/1003@seats-00000001;1', 'Local/1003@seats'],
    ['DAHDI/i1/13800001111-2', 'DAHDI/i1/13800001111'],
  ])('%s is a leg of %s', (channel, name) => {
    expect(deviceOfChannel(channel)).toBe(deviceOfInterface(name))
  })
})

describe('a seat', () => {
  it.each([
    ['PJSIP/1001', 'Wang', 'Wang'],
    ['PJSIP/1001', 'PJSIP/1001', '1001'],
    ['PJSIP/1001', '', '1001'],
    ['Local/1003@seats/n', '', '1003'],
  ])('%s named "%s" is called %s', (id, name, expected) => {
    expect(seatRef(id, name)).toEqual({ id, name: expected })
  })

  it.each([
    ['0', false, 'unknown'],
    ['1', false, 'free'],
    ['1', true, 'paused'],
    ['2', false, 'talking'],
    ['2', true, 'talking'],
    ['3', false, 'talking'],
    ['4', false, 'unavailable'],
    ['5', true, 'unavailable'],
    ['6', false, 'ringing'],
    ['7', false, 'talking'],
    ['8', false, 'held'],
    ['', false, 'unknown'],
  ])('of device state %s (paused: %s) is %s', (status, paused, expected) => {
    expect(stateOf(status, paused)).toBe(expected)
  })
})
