import { maskFor, maskText } from '#electron/access/mask.ts'

/** What somebody gets who may not see callers' numbers whole (electron/access/mask.ts), so that no answer leaves the desk unmasked. */
export const masked = <T>(answer: T): T => maskFor(answer)
export const maskedText = maskText
