import { zhAccess } from './zh-access.ts'
import { zhConnection } from './zh-connection.ts'
import { zhJournal } from './zh-journal.ts'
import { zhList } from './zh-list.ts'
import { zhProvenance } from './zh-provenance.ts'
import { zhReports } from './zh-reports.ts'
import { zhWall } from './zh-wall.ts'

export const zh = { ...zhWall, ...zhConnection, ...zhList, ...zhAccess, ...zhJournal, ...zhProvenance, ...zhReports }

/** English needs a form for one where Chinese has none. */
type OneOf<K> = K extends `${infer Base}_other` ? `${Base}_one` : never
export type Words<Part> = Record<Extract<keyof Part, string> | OneOf<keyof Part>, string>
