import type { ConsoleClient } from '#e2e/console-client.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { LegLine, LogImportCounts, WindowSpec } from '#shared/ipc/journal-view.ts'

/** What a screen asks a console, where every answer has to be one. */
export async function ask<N extends CommandName>(
  client: ConsoleClient,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const result = await client.call(name, input)
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
  return result.value
}

/** A log of the switch, looked at and then taken in, as an admin does it. */
export async function importLog(
  client: ConsoleClient,
  kind: 'queue-log' | 'cdr',
  text: string,
  { from, to }: { from: number; to: number },
): Promise<{ counts: LogImportCounts; taken: number }> {
  const data = Buffer.from(text)
  const { fileId, chunkBytes } = await ask(client, 'files.begin', { name: kind, bytes: data.length })
  for (let offset = 0; offset < data.length; offset += chunkBytes) {
    const piece = data.subarray(offset, offset + chunkBytes).toString('base64')
    await ask(client, 'files.write', { fileId, offset, data: piece })
  }
  const counts = await ask(client, 'journal.openLog', { fileId, kind, from, to })
  const { calls } = await ask(client, 'journal.importLog', { fileId })
  return { counts, taken: calls }
}

/** Every visit to that queue which the console counts, one by one. */
export async function visitsOf(client: ConsoleClient, area: string, window: WindowSpec): Promise<LegLine[]> {
  const dimension = { kind: 'area' as const, area }
  const legs: LegLine[] = []
  let before: string | null = null
  do {
    const page: { legs: LegLine[]; next: string | null } = await ask(client, 'figures.calls', {
      part: 'offered',
      dimension,
      window,
      before,
      limit: 200,
    })
    legs.push(...page.legs)
    before = page.next
  } while (before !== null)
  return legs
}

export type Totals = { offered: number; answered: number; abandoned: number; unknown: number }

/** What the day's report says of a queue: its rows added up. */
export async function reportOf(
  client: ConsoleClient,
  area: string,
  window: WindowSpec,
): Promise<{ totals: Totals; imported: number; gaps: { from: number; to: number }[] }> {
  const dimension = { kind: 'area' as const, area }
  const { table, imported, gaps } = await ask(client, 'reports.run', {
    kind: 'day',
    window,
    dimension,
    profile: 'negative',
  })
  const total = (key: string): number => {
    const at = table.columns.findIndex((column) => column.key === key)
    if (at < 0) throw new Error(`the report has no column ${key}`)
    return table.rows.reduce((sum, row) => sum + Number(row[at] ?? 0), 0)
  }
  const totals = {
    offered: total('offered'),
    answered: total('answered'),
    abandoned: total('abandoned'),
    unknown: total('unknown'),
  }
  return { totals, imported, gaps }
}

/** Answers of each seat that had some, by its name, as the report of seats says. */
export async function answersBySeat(client: ConsoleClient, window: WindowSpec): Promise<Record<string, number>> {
  const { table } = await ask(client, 'reports.run', {
    kind: 'seats',
    window,
    dimension: { kind: 'total' },
    profile: 'negative',
  })
  const answered = table.rows.map(([seat, count]): [string, number] => [String(seat), Number(count)])
  return Object.fromEntries(answered.filter(([, count]) => count > 0))
}
