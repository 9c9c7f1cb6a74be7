import { describe, expect, test } from 'vitest'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { checkDraft, draftOf, type Draft } from './draft.ts'
import { managerConf } from './manager-conf.ts'

const draft = (changes: Partial<Draft> = {}): Draft => ({ ...draftOf(defaultSettings.connection.ami), ...changes })
const pair = 'AB:'.repeat(31) + 'AB'

describe('the connection form', () => {
  const settings: AmiSettings[] = [
    defaultSettings.connection.ami,
    { ...defaultSettings.connection.ami, tls: { kind: 'ca-file', path: '/ca.pem' } },
    { ...defaultSettings.connection.ami, tls: { kind: 'fingerprint', sha256: pair } },
    { ...defaultSettings.connection.ami, vdnSource: { kind: 'channel-variable', vdn: 'V', code: 'C' } },
    { ...defaultSettings.connection.ami, vdnSource: { kind: 'user-event', event: 'E', vdnField: 'V', codeField: 'C' } },
    { ...defaultSettings.connection.ami, vdnSource: { kind: 'dialplan-context', context: 'vdn' } },
  ]
  test.each(settings)('gives back the settings that it was filled with ($tls.kind, $vdnSource.kind)', (ami) => {
    expect(checkDraft(draftOf(ami), true)).toEqual({ ok: true, ami })
  })

  test.each([
    ['an empty host', { host: ' ' }, { host: 'field.error.host' }],
    ['a port of letters', { port: '50a' }, { port: 'field.error.port' }],
    ['a port too large', { port: '70000' }, { port: 'field.error.port' }],
    ['no user', { username: '' }, { username: 'field.error.username' }],
    ['a CA without its file', { tls: 'ca-file' }, { caPath: 'field.error.caPath' }],
    ['half a fingerprint', { tls: 'fingerprint', fingerprint: 'AB:CD' }, { fingerprint: 'field.error.fingerprint' }],
    [
      'a variable with a space',
      { vdnSource: 'variable-set', vdnVariable: 'my vdn' },
      { vdnVariable: 'field.error.vdnVariable' },
    ],
    ['an event without a name', { vdnSource: 'user-event', event: '' }, { event: 'field.error.event' }],
    ['a secret with a line end', { secret: 'a\nb' }, { secret: 'field.error.secret-form' }],
  ] as const)('says what is wrong with %s', (_name, changes, errors) => {
    expect(checkDraft(draft(changes), true)).toEqual({ ok: false, errors })
  })

  test('asks for a secret only while none is stored', () => {
    expect(checkDraft(draft(), false)).toEqual({ ok: false, errors: { secret: 'field.error.secret' } })
    expect(checkDraft(draft({ secret: 'x' }), false)).toMatchObject({ ok: true, secret: 'x' })
    expect(checkDraft(draft(), true)).not.toHaveProperty('secret')
  })
})

describe('the lines for manager.conf', () => {
  test('give the user the rights that the VDN source needs, and no more', () => {
    expect(managerConf(draft(), 'HERE', 'SECRET')).toContain('read = system,call,agent,user\nwrite = reporting')
    expect(managerConf(draft({ vdnSource: 'variable-set' }), 'HERE', 'SECRET')).toContain('user,dialplan\n')
  })

  test('never hold the secret that was typed', () => {
    expect(managerConf(draft({ secret: 'hunter2' }), 'HERE', 'SECRET')).not.toContain('hunter2')
  })

  test('name the channel variables', () => {
    const text = managerConf(draft({ vdnSource: 'channel-variable', vdnVariable: 'A', codeVariable: 'B' }), 'H', 'S')
    expect(text).toContain('channelvars = A,B')
  })
})
