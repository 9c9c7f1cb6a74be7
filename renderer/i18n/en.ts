import { enAccess } from './en-access.ts'
import { enConnection } from './en-connection.ts'
import { enJournal } from './en-journal.ts'
import { enList } from './en-list.ts'
import { enProvenance } from './en-provenance.ts'
import { enReports } from './en-reports.ts'
import { enWall } from './en-wall.ts'

export const en = { ...enWall, ...enConnection, ...enList, ...enAccess, ...enJournal, ...enProvenance, ...enReports }
