import type { Seat, SeatRef, SeatState } from '#shared/domain/call/call-event.ts'
import { deviceOfChannel, deviceOfInterface } from './caller.ts'
import { field, keyOf, words, type AmiMessage } from './message.ts'

/**
 * The members of the queues, and which device is whose. One entry for each queue that a person serves: the switch
 * reports each by itself, also for calls of the other queue (then `Status` is in use and `InCall` 0).
 */
export type SeatBook = {
  /** Key: interface and queue. */
  seats: Map<string, Seat>
  byDevice: Map<string, SeatRef>
}

export const createSeatBook = (): SeatBook => ({ seats: new Map(), byDevice: new Map() })

export const seatKeyOf = (id: string, area: string): string => `${id}\n${area}`

export const seatOfChannel = (book: SeatBook, channel: string): SeatRef | undefined =>
  book.byDevice.get(deviceOfChannel(channel))

const queueKey = keyOf('Queue')
const memberNameKey = keyOf('MemberName')
const interfaceKey = keyOf('Interface')
const nameKey = keyOf('Name')
const locationKey = keyOf('Location')
const stateInterfaceKey = keyOf('StateInterface')
const statusKey = keyOf('Status')
const pausedKey = keyOf('Paused')
const pausedReasonKey = keyOf('PausedReason')

/** A seat that has no name of its own is called by its extension. */
export const seatRef = (id: string, name: string): SeatRef => ({
  id,
  name: name === '' || name === id ? id.replace(/^[A-Za-z0-9]+\//, '').replace(/@.*$/, '') : name,
})

/** The agent's fields, as AgentCalled and its kin have them. */
export const memberOf = (message: AmiMessage): SeatRef => {
  const id = words(field(message, interfaceKey))
  return seatRef(id, words(field(message, memberNameKey)))
}

export function seatOf(message: AmiMessage): { seat: Seat; stateInterface: string } {
  const area = words(field(message, queueKey))
  const listed = message.name === 'QueueMember'
  const listedName = listed ? words(field(message, nameKey)) : words(field(message, memberNameKey))
  const id = words(field(message, listed ? locationKey : interfaceKey))
  const stateInterface = words(field(message, stateInterfaceKey))
  const state = stateOf(field(message, statusKey), field(message, pausedKey) === '1')
  const reason = words(field(message, pausedReasonKey))
  const seat: Seat = { ...seatRef(id, listedName), area, state }
  if (state === 'paused' && reason !== '') seat.pausedReason = reason
  return { seat, stateInterface }
}

/** Answers whether anything that is shown changed. */
export function putSeat(book: SeatBook, seat: Seat, stateInterface: string): boolean {
  const key = seatKeyOf(seat.id, seat.area)
  const before = book.seats.get(key)
  if (before && before.state === seat.state && before.name === seat.name && before.pausedReason === seat.pausedReason) {
    return false
  }
  book.seats.set(key, seat)
  if (before?.name !== seat.name) {
    const ref: SeatRef = { id: seat.id, name: seat.name }
    book.byDevice.set(deviceOfInterface(seat.id), ref)
    if (stateInterface !== '') book.byDevice.set(deviceOfInterface(stateInterface), ref)
  }
  return true
}

/** The device stays known: a call of a member that was just removed is still that person's. */
export const removeSeat = (book: SeatBook, id: string, area: string): boolean => book.seats.delete(seatKeyOf(id, area))

/** Device states as app_queue numbers them. A busy device cannot be told from a talking one (device_state_busy_at). */
export function stateOf(status: string, paused: boolean): SeatState {
  switch (status) {
    case '1':
      return paused ? 'paused' : 'free'
    case '2':
    case '3':
    case '7':
      return 'talking'
    case '4':
    case '5':
      return 'unavailable'
    case '6':
      return 'ringing'
    case '8':
      return 'held'
    default:
      return paused ? 'paused' : 'unknown'
  }
}
