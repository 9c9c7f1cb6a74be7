import type { Draft } from './draft.ts'

/**
 * The lines of /etc/asterisk/manager.conf that let the console in, with no more rights than it needs: `read` for what it
 * sees, `write = reporting` for the status lists. The secret is never put here: it would be copied through a clipboard.
 */
export function managerConf(draft: Draft, consoleAddress: string, secretPlace: string): string {
  const read = ['system', 'call', 'agent', 'user']
  if (draft.vdnSource === 'variable-set' || draft.vdnSource === 'dialplan-context') read.push('dialplan')
  const variables =
    draft.vdnSource === 'channel-variable'
      ? [`channelvars = ${draft.vdnVariable},${draft.codeVariable}`]
      : draft.vdnSource === 'automatic'
        ? ['channelvars = VDN,CODE']
        : []
  const tls =
    draft.tls === 'off'
      ? []
      : ['tlsenable = yes', 'tlsbindaddr = 0.0.0.0:5039', 'tlscertfile = /etc/asterisk/keys/asterisk.pem']
  return [
    '[general]',
    'enabled = yes',
    'bindaddr = 0.0.0.0',
    `port = ${draft.tls === 'off' ? draft.port.trim() || '5038' : '5038'}`,
    ...tls,
    ...variables,
    '',
    `[${draft.username.trim() || 'firstline'}]`,
    `secret = ${secretPlace}`,
    'deny = 0.0.0.0/0.0.0.0',
    `permit = ${consoleAddress}/255.255.255.255`,
    `read = ${read.join(',')}`,
    'write = reporting',
    'writetimeout = 5000',
  ].join('\n')
}
