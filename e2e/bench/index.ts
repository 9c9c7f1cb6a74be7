import { writeFileSync } from 'node:fs'
import { measureAlerts } from './alert-latency.ts'
import { measureAmi } from './ami-throughput.ts'
import { measureJournal } from './journal.ts'
import { measureList } from './list.ts'
import { measureListImport } from './list-import.ts'
import { measureMemory } from './memory.ts'

/**
 * `npm run bench`: what is measured, against what, in the same run. `--json FILE` writes the figures as one flat object;
 * `--only ami,alert,memory,list,list-import,journal` leaves the others out; `--calls 100000` makes the journal's year a smaller one.
 */
export type Figures = Record<string, number>

const parts = {
  ami: measureAmi,
  alert: measureAlerts,
  memory: measureMemory,
  list: measureList,
  'list-import': measureListImport,
  journal: measureJournal,
}

const args = process.argv.slice(2)
const valueOf = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const only = valueOf('--only')?.split(',') ?? Object.keys(parts)
const jsonFile = valueOf('--json')

const figures: Figures = {}
for (const [name, measure] of Object.entries(parts)) {
  if (only.includes(name)) Object.assign(figures, await measure((line) => process.stdout.write(`${line}\n`)))
}
if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`)
process.exit(0)
