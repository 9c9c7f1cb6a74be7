// What lab.env says for one suite. lab.env stays the only place where ports and folders are decided: it is read by bash itself.
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Debian suite that Asterisk comes from: sid has 22, bullseye has 16. */
export type Suite = 'sid' | 'bullseye'

export type LabSettings = {
  suite: Suite
  /** This folder: scripts, conf/, sipp/. */
  home: string
  /** The chroot. */
  root: string
  /** Logs, pid files, what sipp leaves. */
  run: string
  /** The environment that the lab's scripts get. */
  environment: Record<string, string>
  sipPort: number
  amiPort: number
  amiTlsPort: number
  httpPort: number
  httpsPort: number
  agentPortBase: number
  agentBankPort: number
  mediaPortBase: number
  /** The number that callers dial. */
  service: string
  /** Secret of the AMI users console, filtered, wallboard and least. */
  amiSecret: string
  /** Password of the browsers 2001..2004. */
  sipSecret: string
}

/** The lab cannot run on this machine; `reason` is one line, made to be printed beside a skipped test. */
export class LabUnavailable extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(`the Asterisk lab cannot run here: ${reason}`)
    this.name = 'LabUnavailable'
    this.reason = reason
  }
}

const home = dirname(fileURLToPath(import.meta.url))

/** Throws LabUnavailable where there is no bash to read lab.env with, as on Windows. */
export function readSettings(suite: Suite, overrides: Readonly<Record<string, string>>): LabSettings {
  if (process.platform !== 'linux') throw new LabUnavailable(`needs Linux, this is ${process.platform}`)
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...process.env, ...overrides, LAB_SUITE: suite })) {
    if (value !== undefined) environment[name] = value
  }
  const script = '. "$0"; for name in ROOT RUN $LAB_VARS; do printf "%s=%s\\n" "$name" "${!name}"; done'
  let text: string
  try {
    text = execFileSync('bash', ['-c', script, join(home, 'lab.env')], { env: environment, encoding: 'utf8' })
  } catch (cause) {
    throw new LabUnavailable(
      `lab.env could not be read with bash (${cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'})`,
    )
  }
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const at = line.indexOf('=')
    if (at > 0) values.set(line.slice(0, at), line.slice(at + 1))
  }
  const word = (name: string): string => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`lab.env does not set ${name}`)
    return value
  }
  const number = (name: string): number => Number(word(name))
  return {
    suite,
    home,
    environment,
    root: word('ROOT'),
    run: word('RUN'),
    sipPort: number('SIP_PORT'),
    amiPort: number('AMI_PORT'),
    amiTlsPort: number('AMIS_PORT'),
    httpPort: number('HTTP_PORT'),
    httpsPort: number('HTTPS_PORT'),
    agentPortBase: number('AGENT_PORT_BASE'),
    agentBankPort: number('AGENT_BANK_PORT'),
    mediaPortBase: number('MEDIA_PORT_BASE'),
    service: word('SERVICE'),
    amiSecret: word('AMI_SECRET'),
    sipSecret: word('SIP_SECRET'),
  }
}
