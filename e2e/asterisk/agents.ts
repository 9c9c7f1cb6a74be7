// The agents' phones, by hand. They run until stopped, or until `down`.
//   node e2e/asterisk/agents.ts start 1001=answers:1:20 1002=never 1003=busy 1004=holds:1:5     answers:<rings s>:<talks s>, also 1-3
//   node e2e/asterisk/agents.ts bank 0.5-3 2-6          60 seats of queue "bank": ring and talk times are drawn from these ranges
//   node e2e/asterisk/agents.ts list
//   node e2e/asterisk/agents.ts stop [1001 bank ...]
// --suite bullseye for Asterisk 16
import { parseArgs } from 'node:util'
import { type AgentPlan, openLab, type Range } from './lab.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { suite: { type: 'string', default: 'sid' } },
})
const lab = openLab({ suite: values.suite === 'bullseye' ? 'bullseye' : 'sid' })
const [verb, ...rest] = positionals

function range(text: string): Range {
  const [low = 0, high] = text.split('-').map((part) => Math.round(Number(part) * 1000))
  return high === undefined ? low : [low, high]
}

function plan(text: string): AgentPlan {
  const [does, rings = '1', talks = '5'] = text.split(':')
  if (does === 'never' || does === 'busy') return { does }
  if (does === 'answers' || does === 'holds') return { does, ringMs: range(rings), talkMs: range(talks) }
  throw new Error(`an agent answers, holds, never (answers) or is busy; not "${text}"`)
}

switch (verb) {
  case 'start':
    await lab.startAgents(
      Object.fromEntries(
        rest.map((word) => {
          const [agent = '', how = 'answers'] = word.split('=')
          return [agent, plan(how)]
        }),
      ),
    )
    break
  case 'bank':
    await lab.startBank({ ringMs: range(rest[0] ?? '0.5-3'), talkMs: range(rest[1] ?? '2-6') })
    break
  case 'stop':
    await lab.stopAgents(rest.length === 0 ? undefined : rest)
    break
  case 'list':
    break
  default:
    process.stderr.write('usage: agents.ts start 1001=answers:1:20 ... | bank [ring] [talk] | list | stop [names]\n')
    process.exitCode = 2
}
for (const phone of lab.listAgents())
  process.stdout.write(`${phone.name} ${phone.running ? 'running' : 'dead'} pid ${phone.pid}\n`)
