import { z } from 'zod'

/** What each role may see and how long a role lasts. PINs are elsewhere (electron/access). */
export const accessPolicySchema = z
  .object({
    baseRole: z.enum(['viewer', 'reception']),
    idleMinutes: z.number().int().min(1).max(720),
    numbers: z.object({ viewer: z.boolean(), reception: z.boolean(), supervisor: z.boolean() }).strict(),
    approval: z.boolean(),
  })
  .strict()
