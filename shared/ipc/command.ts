import { z } from 'zod'
import type { Role } from './problem.ts'

/** A command states the role that it needs and the schema of its input; both are enforced where the console runs. */
export type CommandSpec<Input extends z.ZodType, Output> = { role: Role; input: Input; output?: Output }

export const command =
  <Output>() =>
  <Input extends z.ZodType>(role: Role, input: Input): CommandSpec<Input, Output> => ({ role, input })

export const nothing = z.object({}).strict()
export const id = z.string().min(1).max(200)
