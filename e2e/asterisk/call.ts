// Places calls by hand and prints what became of each. Ctrl-C hangs them up.
//   node e2e/asterisk/call.ts --code 1 --from 13800001111 --name 王小明 --hold 20
//   node e2e/asterisk/call.ts --code 1:6,2:2,3:1 --count 200 --rate 20 --hold 3-15     a weighted mix; each stays 3 to 15 s
//   node e2e/asterisk/call.ts --code 77 --retry 88 --retry 3                           two wrong codes, then a good one
//   node e2e/asterisk/call.ts --code -                                                 keys nothing
// --hold     seconds to stay after the last key; who is queued then abandons     --rate calls a second     --seed repeatable draws
// --same     all from one number, else they count up   --withheld  no number     --voice the caller talks  --dial number dialled
// --gap      seconds before each --retry   --no-pound  no '#' after a code       --key 8:0  presses 0 in the queue, 8 s later
// --suite bullseye for Asterisk 16   --trace leaves sipp's message log in the folder printed at the end
import { parseArgs } from 'node:util'
import { type CallPlan, openLab, type Range } from './lab.ts'

const { values } = parseArgs({
  options: {
    code: { type: 'string', default: '1' },
    from: { type: 'string' },
    name: { type: 'string' },
    hold: { type: 'string', default: '20' },
    count: { type: 'string', default: '1' },
    rate: { type: 'string', default: '1' },
    retry: { type: 'string', multiple: true, default: [] },
    gap: { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
    dial: { type: 'string' },
    key: { type: 'string' },
    same: { type: 'boolean', default: false },
    withheld: { type: 'boolean', default: false },
    voice: { type: 'boolean', default: false },
    'no-pound': { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    suite: { type: 'string', default: 'sid' },
  },
})

const milliseconds = (text: string): number => Math.round(Number(text) * 1000)
function range(text: string): Range {
  const [low = '0', high] = text.split('-')
  return high === undefined ? milliseconds(low) : [milliseconds(low), milliseconds(high)]
}
function codes(text: string): Pick<CallPlan, 'code' | 'codes'> {
  if (text === '-') return { code: null }
  if (!/[:,]/.test(text)) return { code: text }
  return {
    codes: Object.fromEntries(
      text.split(',').map((part) => {
        const [code = '', weight = '1'] = part.split(':')
        return [code, Number(weight)]
      }),
    ),
  }
}
const [keyAfter, keys] = values.key?.split(':') ?? []

const lab = openLab({ suite: values.suite === 'bullseye' ? 'bullseye' : 'sid' })
const handle = await lab.placeCalls({
  ...codes(values.code),
  holdMs: range(values.hold),
  count: Number(values.count),
  rate: Number(values.rate),
  retries: values.retry,
  retryGapMs: milliseconds(values.gap),
  seed: Number(values.seed),
  sameCaller: values.same,
  voice: values.voice,
  pound: !values['no-pound'],
  trace: values.trace,
  identity: values.withheld ? 'withheld' : 'own',
  ...(values.from === undefined ? {} : { from: values.from }),
  ...(values.name === undefined ? {} : { name: values.name }),
  ...(values.dial === undefined ? {} : { dial: values.dial }),
  ...(keyAfter === undefined || keys === undefined ? {} : { laterKeys: { afterMs: milliseconds(keyAfter), keys } }),
})
process.once('SIGINT', () => {
  void handle.kill()
})
const result = await handle.done
for (const call of result.calls.length > 20 ? [] : result.calls) {
  const seconds =
    call.placedAt === undefined || call.endedAt === undefined ? '?' : ((call.endedAt - call.placedAt) / 1000).toFixed(1)
  process.stdout.write(
    `${call.from} keyed ${call.keyed.map((key) => key.keys).join(' ') || 'nothing'}, ${seconds} s, ended by ${call.endedBy}${call.refusal === undefined ? '' : ` (${call.refusal})`}\n`,
  )
}
process.stdout.write(
  `${result.successful} ok, ${result.failed} failed, ${result.retransmissions} retransmissions; logs in ${result.folder}\n`,
)
if (result.complaint !== '') process.stderr.write(`${result.complaint}\n`)
process.exitCode = result.exitCode ?? 1
