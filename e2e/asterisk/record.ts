// Records AMI to a file, or says what is in one.
//   node e2e/asterisk/record.ts OUT --seconds 20
//   node e2e/asterisk/record.ts OUT --action QueueStatus --action 'Command,Command=queue show' --quiet 1
//   node e2e/asterisk/record.ts OUT --user least --until Hangup,Cause=16 --quiet 2
//   node e2e/asterisk/record.ts --stats recordings/07-burst-full.ami.gz
// OUT.ami and OUT.times are written. --suite bullseye for Asterisk 16; --user console; --tls.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { blocksOf, recordAmi } from './ami-recorder.ts'
import { openLab } from './lab.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stats: { type: 'boolean', default: false },
    suite: { type: 'string', default: 'sid' },
    user: { type: 'string', default: 'console' },
    secret: { type: 'string' },
    tls: { type: 'boolean', default: false },
    action: { type: 'string', multiple: true, default: [] },
    until: { type: 'string' },
    count: { type: 'string', default: '1' },
    quiet: { type: 'string' },
    seconds: { type: 'string', default: '20' },
  },
})

const [file] = positionals
if (file === undefined || (values.suite !== 'sid' && values.suite !== 'bullseye')) {
  process.stderr.write(
    'usage: record.ts OUT [--seconds N] [--action Name,Key=Value] [--until Event,Key=Value] [--quiet N] | --stats FILE\n',
  )
  process.exit(2)
}
if (values.stats) printStatistics(file)
else {
  const { settings } = openLab({ suite: values.suite })
  const recorded = await recordAmi({
    file: file.replace(/\.ami$/, ''),
    port: values.tls ? settings.amiTlsPort : settings.amiPort,
    tls: values.tls,
    user: values.user,
    secret: values.secret ?? settings.amiSecret,
    actions: values.action.map(nameAndFields),
    longestMs: Number(values.seconds) * 1000,
    ...(values.quiet === undefined ? {} : { quietMs: Number(values.quiet) * 1000 }),
    ...(values.until === undefined
      ? {}
      : { until: { event: nameAndFields(values.until), count: Number(values.count) } }),
  })
  process.stderr.write(
    `${file}: ${recorded.bytes} bytes in ${(recorded.lastedMs / 1000).toFixed(1)} s${recorded.closedByAsterisk ? ', closed by Asterisk' : ''}\n`,
  )
}

function nameAndFields(text: string): readonly [string, Record<string, string>] {
  const [name = '', ...rest] = text.split(',')
  return [
    name,
    Object.fromEntries(rest.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  ]
}

function printStatistics(path: string): void {
  const raw = readFileSync(path)
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw
  const counts = new Map<string, number>()
  for (const block of blocksOf(bytes)) {
    const name = block['Event'] ?? (block['Response'] === undefined ? '(other)' : `(Response ${block['Response']})`)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const lines = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${String(count).padStart(8)}  ${name}`)
  process.stdout.write(`${path}: ${bytes.length} bytes\n${lines.join('\n')}\n`)
}
