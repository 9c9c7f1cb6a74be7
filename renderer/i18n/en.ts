import { enConnection } from './en-connection.ts'
import { enWall } from './en-wall.ts'

export const en = { ...enWall, ...enConnection }
