import { enAccess } from './en-access.ts'
import { enConnection } from './en-connection.ts'
import { enList } from './en-list.ts'
import { enWall } from './en-wall.ts'

export const en = { ...enWall, ...enConnection, ...enList, ...enAccess }
