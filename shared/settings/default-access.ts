import type { z } from 'zod'
import type { accessPolicySchema } from './access-schema.ts'

export const defaultAccess: z.infer<typeof accessPolicySchema> = {
  baseRole: 'reception',
  idleMinutes: 15,
  numbers: { viewer: false, reception: true, supervisor: true },
  approval: false,
}
