import { readFileSync } from 'node:fs'
import path from 'node:path'
import { X509Certificate } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { openScreen } from '#e2e/screen.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { AmiSettings, VdnSource } from '#shared/settings/schema.ts'
import { clearSwitch, openSite, startSwitch, suites } from './site.ts'

/** How a console may be connected to a real switch, and where it learns the VDN from. */
for (const { suite, version } of suites) {
  test.describe(`Asterisk ${version}: a connection`, () => {
    const certificateOf = (root: string): string => path.join(root, 'etc/asterisk-lab/keys/lab.crt')

    test('is tested step by step with the least rights, by a real switch that says what is missing', async () => {
      const lab = await startSwitch(suite)
      const site = await openSite(lab, { ami: { username: 'least' } })
      try {
        const ami: AmiSettings = { ...defaultSettings.connection.ami, port: lab.amiPort, username: 'least' }
        const passed = await site.client.call('connection.test', { testId: 'a', ami })
        if (!passed.ok) throw new Error(passed.error.kind)
        const results = Object.fromEntries(passed.value.steps.map((step) => [step.step, step.result]))
        expect(results).toMatchObject({
          reached: 'ok',
          greeting: 'ok',
          'logged-in': 'ok',
          rights: 'ok',
          booted: 'ok',
          queues: 'ok',
        })
        expect(passed.value.queues).toEqual(
          expect.arrayContaining(['repair', 'complaint', 'billing', 'operator', 'overflow']),
        )

        const wrong = await site.client.call('connection.test', { testId: 'b', ami, secret: 'wrong' })
        if (!wrong.ok) throw new Error(wrong.error.kind)
        expect(wrong.value.steps.find((step) => step.result === 'failed')).toMatchObject({
          step: 'logged-in',
          cure: 'wrong-credentials',
        })

        const few = await site.client.call('connection.test', {
          testId: 'c',
          ami: { ...ami, username: 'wallboard' },
          secret: lab.amiSecret,
        })
        if (!few.ok) throw new Error(few.error.kind)
        expect(
          few.value.steps.filter((step) => step.result !== 'ok' && step.result !== 'skipped').map((step) => step.step),
        ).not.toEqual([])
      } finally {
        await site.close()
        await lab.stop()
      }
    })

    test('with a login that is not told who waits shows callers all the same, and says which right is missing', async ({
      page,
    }) => {
      const lab = await startSwitch(suite)
      await clearSwitch(lab)
      const site = await openSite(lab, { ami: { username: 'deaf' } })
      try {
        const screen = await openScreen(page, site.running.url)
        await lab.placeCalls({ code: '1', from: '13800001111', holdMs: 60_000 })
        await expect(screen.cardOf('13800001111')).toHaveAttribute('data-state', 'active')
        const view = await site.client.until('the missing right is told', ({ problems }) => problems.length > 0, 20_000)
        expect(view.problems).toMatchObject([{ kind: 'right-missing', right: 'agent' }])
        await expect(page.getByText('read = system,call,agent,user').first()).toBeVisible()
      } finally {
        await site.close()
        await lab.hangUpAll()
        await lab.stop()
      }
    })

    test('over TLS trusts its own authority, or the very certificate, and nothing else', async () => {
      const lab = await startSwitch(suite)
      const certificate = new X509Certificate(readFileSync(certificateOf(lab.settings.root)))
      const port = lab.settings.amiTlsPort
      const sha256 = certificate.fingerprint256
      try {
        for (const tls of [
          { kind: 'ca-file', path: certificateOf(lab.settings.root) },
          { kind: 'fingerprint', sha256 },
        ] as const) {
          const site = await openSite(lab, { port, ami: { tls, login: 'plain' } })
          expect((await site.client.view()).link.state.kind).toBe('up')
          const ami: AmiSettings = { ...defaultSettings.connection.ami, port, username: 'console' }
          const stranger = {
            kind: 'fingerprint',
            sha256: sha256.replaceAll(/[0-9A-F]{2}$/g, 'AA').replace(/^../, '00'),
          } as const
          for (const [used, cure] of [
            [{ kind: 'system-ca' }, 'certificate-untrusted'],
            [stranger, 'fingerprint-mismatch'],
          ] as const) {
            const tried = await site.client.call('connection.test', { testId: cure, ami: { ...ami, tls: used } })
            if (!tried.ok) throw new Error(tried.error.kind)
            expect(tried.value.steps.find((step) => step.result === 'failed')).toMatchObject({ step: 'tls', cure })
          }
          await site.close()
        }
      } finally {
        await lab.stop()
      }
    })

    const sources: [
      source: VdnSource,
      vdn: string | undefined,
      code: string | undefined,
      env?: Record<string, string>,
    ][] = [
      [{ kind: 'automatic' }, '8001', '911'],
      [{ kind: 'user-event', event: 'VDNRouted', vdnField: 'VDN', codeField: 'Code' }, '8001', '911'],
      [{ kind: 'variable-set', vdn: 'VDN', code: 'CODE' }, '8001', '911'],
      [{ kind: 'dialplan-context', context: 'vdn' }, '8001', undefined],
      [{ kind: 'channel-variable', vdn: 'VDN', code: 'CODE' }, '8001', '911', { AMI_CHANNELVARS: 'VDN,CODE' }],
      [{ kind: 'queue-only' }, undefined, undefined],
    ]
    for (const [vdnSource, vdn, code, env] of sources) {
      test(`learns the VDN by ${vdnSource.kind}: live, and again from the full picture`, async () => {
        const lab = await startSwitch(suite, env)
        await clearSwitch(lab)
        const site = await openSite(lab, { ami: { vdnSource } })
        try {
          await lab.placeCalls({ code: '911', from: '13800009110', holdMs: 40_000 })
          const live = await site.client.until('the alert is there', (view) =>
            Object.values(view.alerts).some((alert) => alert.stage === 'queued'),
          )
          expect(Object.values(live.alerts)[0]).toMatchObject({ callerNumber: '13800009110', area: 'repair' })
          expect([Object.values(live.alerts)[0]?.vdn, Object.values(live.alerts)[0]?.transferCode]).toEqual([vdn, code])
          const second = await openSite(lab, { ami: { vdnSource } })
          try {
            const [alert] = Object.values((await second.client.view()).alerts)
            expect(alert).toMatchObject({
              callerNumber: '13800009110',
              area: 'repair',
              stage: 'queued',
              dialledNumber: '5000',
            })
            // A dialplan context tells where a call goes, not where it has been.
            if (vdnSource.kind !== 'dialplan-context') expect([alert?.vdn, alert?.transferCode]).toEqual([vdn, code])
          } finally {
            await second.close()
          }
        } finally {
          await site.close()
          await lab.hangUpAll()
          await lab.stop()
        }
      })
    }
  })
}
