import { plainRule } from '#shared/domain/priority/rule.ts'
import { expect, test } from '@playwright/test'
import type { Lab } from '#e2e/asterisk/lab.ts'
import { openScreen, type Screen } from '#e2e/screen.ts'
import type { RuleInput } from '#shared/ipc/list-view.ts'
import { clearSwitch, openSite, startSwitch, suites, type Site } from './site.ts'

/** The list is changed while real callers wait: each is judged anew, and the wall says why. */
const keyCustomer: RuleInput = {
  id: 'switch-test',
  name: '调压站值守 · Pressure station',
  classId: 'key-customer',
  severity: 'P2',
  condition: { kind: 'caller-number', number: '+86 138 0000 7777' },
  ...plainRule(),
  handling: '先问压力表读数 · Ask for the gauge reading',
}

for (const { suite, version } of suites) {
  test.describe(`Asterisk ${version}: the list`, () => {
    test.describe.configure({ mode: 'serial' })
    let lab: Lab
    let site: Site
    let screen: Screen

    test.beforeAll(async () => {
      lab = await startSwitch(suite)
    })
    test.afterAll(async () => {
      await lab?.stop()
    })
    test.beforeEach(async ({ page }) => {
      await clearSwitch(lab)
      site = await openSite(lab, { ami: { username: 'least' } })
      screen = await openScreen(page, site.running.url)
    })
    test.afterEach(async () => {
      await lab.hangUpAll()
      await site.close()
    })

    async function publish(why: string): Promise<number> {
      const state = await site.client.call('list.state', {})
      if (!state.ok) throw new Error(state.error.kind)
      const result = await site.client.call('list.publish', { revision: state.value.draft.revision, why })
      if (!result.ok) throw new Error(result.error.kind)
      return result.value.published?.version ?? 0
    }

    test('a rule that is published while its caller waits makes an alert at once; undoing it withdraws it and says so', async () => {
      await lab.placeCalls({ code: '3', from: '13800007777', holdMs: 90_000 })
      await lab.placeCalls({ code: '3', from: '13800008888', holdMs: 90_000 })
      await expect.poll(() => screen.areaCount('billing', 'waiting')).toBe(2)
      await expect(screen.cards()).toHaveCount(0)

      const changed = await site.client.call('list.change', {
        ops: [{ op: 'put-rule', rule: keyCustomer, expects: null }],
      })
      expect(changed).toMatchObject({ ok: true })
      await expect(screen.cards(), 'a draft lists nobody').toHaveCount(0)

      const listed = await publish('调压站来电要先接')
      const card = screen.cardOf('13800007777')
      await expect(card).toHaveAttribute('data-state', 'active')
      await expect(card).toHaveAttribute('data-severity', 'P2')
      await expect(card).toContainText('Pressure station')
      await expect(card).toContainText('Ask for the gauge reading')
      await expect(card).toContainText(String(listed))
      await expect(screen.cards()).toHaveCount(1)

      const undone = await site.client.call('list.undo', { version: listed - 1, why: '误发布' })
      expect(undone).toMatchObject({ ok: true, value: { published: { kind: 'undone', fromVersion: listed - 1 } } })
      await expect(card).toHaveAttribute('data-state', 'returned')
      const alert = Object.values((await site.client.view()).alerts)[0]
      expect(alert?.returned).toMatchObject({ reason: 'unlisted', listVersion: listed + 1 })
      await expect(card).toContainText(new RegExp(`version ${listed + 1}`, 'i'))
      await expect.poll(() => screen.areaCount('billing', 'waiting'), 'the caller still waits').toBe(2)
    })

    test('an emergency caller stays one while the list is changed around the call', async () => {
      await lab.placeCalls({ code: '1', from: '13800001111', holdMs: 60_000 })
      const card = screen.cardOf('13800001111')
      await expect(card).toHaveAttribute('data-severity', 'P1')
      await card.focus()
      await screen.page.keyboard.press('a')
      await expect(card).toHaveAttribute('data-state', 'acknowledged')
      await site.client.call('list.change', { ops: [{ op: 'put-rule', rule: keyCustomer, expects: null }] })
      await publish('与该来电无关')
      await expect(card).toHaveAttribute('data-state', 'acknowledged')
      await expect(card).toHaveAttribute('data-severity', 'P1')
    })

    test('the same caller for the third time within minutes is listed by a repeat rule', async () => {
      const repeat: RuleInput = {
        ...keyCustomer,
        id: 'repeat',
        name: '重复来电 · Calls again and again',
        condition: { kind: 'repeat-caller', calls: 3, minutes: 30 },
      }
      await site.client.call('list.change', { ops: [{ op: 'put-rule', rule: repeat, expects: null }] })
      await publish('三次来电')
      for (let n = 0; n < 2; n++) {
        const calls = await lab.placeCalls({ code: '3', from: '13800009999', holdMs: 1500 })
        await calls.done
      }
      await expect(screen.cards()).toHaveCount(0)
      await lab.placeCalls({ code: '3', from: '13800009999', holdMs: 60_000 })
      const card = screen.cardOf('13800009999')
      await expect(card).toHaveAttribute('data-state', 'active')
      await expect(card).toContainText('Calls again and again')
    })
  })
}
