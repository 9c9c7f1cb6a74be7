import { cleanReference } from '#shared/domain/call/recording.ts'
import { field, fieldsOf, keyOf, words, type AmiMessage } from './message.ts'
import { emit, recordedEvent, type SeenCall, type Sight } from './sight.ts'

/**
 * What is recorded, and where. MixMonitor sets a channel variable to the file that it writes (VarSet, class dialplan) and
 * says that it began (MixMonitorStart, class call, from Asterisk 16 on), without the file. Whoever may not get VarSet
 * learns the file from the next picture, which asks for the variable. The console never opens what is named there.
 */
export const recordingVariable = 'MIXMONITOR_FILENAME'

const uniqueidKey = keyOf('Uniqueid')
const variableKey = keyOf('Variable')

/** On the caller's leg or on a seat's. `value`: as it came; '' where only the beginning was told. */
export function recorded(sight: Sight, uid: string, value: string): void {
  const call = sight.legs.get(uid)?.call
  if (!call) return
  const reference = cleanReference(words(value))
  if (isTold(call, reference)) return
  call.recording = reference
  // A channel that may be a colleague's phone becomes no call by it: it is told with the call, should it become one.
  if (call.said) emit(sight, call, recordedEvent(sight, call.id, reference))
}

const isTold = (call: SeenCall, reference: string): boolean =>
  call.recording === reference || (reference === '' && call.recording !== undefined)

export const recordingStarted = (sight: Sight, message: AmiMessage): void =>
  recorded(sight, field(message, uniqueidKey), '')

/** In a Status list; a variable that is not set is `(null)` there. */
export function recordingIn(message: AmiMessage): string | undefined {
  const found = fieldsOf(message, variableKey).find((one) => one.startsWith(`${recordingVariable}=`))
  const value = found?.slice(recordingVariable.length + 1) ?? ''
  return value === '' || value === '(null)' ? undefined : cleanReference(words(value))
}
