import { defaultList } from '#shared/settings/default-list.ts'
import { plainRule, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { ConsoleClient } from './console-client.ts'

/** A rule with everything that a rule needs, and what the test says of it. */
export const ruleOf = (change: Partial<PriorityRule> & Pick<PriorityRule, 'id' | 'condition'>): PriorityRule => ({
  name: change.id,
  classId: 'repair',
  severity: 'P1',
  ...plainRule(),
  ...change,
})

/** Publishes these rules in place of the program's own, as an admin would, and waits until they are in force. */
export async function publishRules(client: ConsoleClient, rules: PriorityRule[]): Promise<void> {
  const ops = [
    { op: 'remove-rules' as const, rules: { ids: defaultList.rules.map(({ id }) => id) } },
    ...rules.map((rule) => ({ op: 'put-rule' as const, rule, expects: null })),
  ]
  const changed = await client.call('list.change', { ops })
  if (!changed.ok) throw new Error(`the draft was not changed: ${changed.error.kind}`)
  const published = await client.call('list.publish', { revision: changed.value.revision, why: 'test' })
  if (!published.ok) throw new Error(`the list was not published: ${published.error.kind}`)
  const version = published.value.published?.version
  await client.until('the list is in force', (view) => view.list.version === version)
}
