import type { DraftOp } from '#shared/ipc/list-contract.ts'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import { ruleOf } from '#e2e/published-list.ts'
import { pause, type Camera } from './camera.ts'

/** The priority reception list: a draft and a tried call, publishing it, its history. Leaves the wall on the screen. */
const customer = { classId: 'key-customer', severity: 'P2', condition: { kind: 'caller-withheld' } } as const

const put = (id: string, changes: Partial<PriorityRule>): DraftOp => ({
  op: 'put-rule',
  rule: ruleOf({ id, ...customer, ...changes }),
  expects: null,
})

const firstDraft: DraftOp[] = [
  {
    op: 'put-class',
    class: {
      id: 'media',
      name: { zh: '媒体', en: 'Media' },
      severity: 'P3',
      colour: 'teal',
      shape: 'hexagon',
      sound: 'severity',
    },
    expects: null,
  },
  {
    op: 'put-rule',
    rule: ruleOf({
      id: 'repair-vdn',
      name: '抢修 VDN · Repair VDN',
      classId: 'repair',
      severity: 'P1',
      condition: { kind: 'vdn', vdn: '8001' },
      handling: '先问是否闻到燃气味；请用户开窗、不动开关、到室外等候。',
    }),
    expects: 0,
  },
  put('hospital-2', {
    name: '市二院急诊 · Second hospital',
    condition: { kind: 'caller-range', from: '0755-2690 1000', to: '0755-2690 1099' },
    owner: '李娜',
    handling: '转总值班，确认是否影响手术供气。',
  }),
  put('repeat', {
    name: '半小时内第三次来电 · Third call in half an hour',
    classId: 'complaint',
    condition: { kind: 'repeat-caller', calls: 3, minutes: 30 },
    owner: '张伟',
  }),
  put('media', {
    name: '市电视台热线 · City television',
    classId: 'media',
    severity: 'P3',
    condition: { kind: 'caller-number', number: '0755 8888 1234' },
    hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
    owner: '张伟',
  }),
]

const secondDraft: DraftOp[] = [
  put('schools', {
    name: '学校食堂 · School kitchens',
    condition: { kind: 'caller-list', numbers: ['13700001001', '13700001002', '0755-2701 5566', '96777'] },
    validFrom: '2026-09-01',
    validTo: '2027-07-15',
    owner: '李娜',
    handling: '先问是否闻到燃气味；停气时告知恢复时间。',
  }),
]

export async function takeList(camera: Camera): Promise<void> {
  const { page, client, take } = camera
  await change(camera, firstDraft)
  await publish(camera, '新增市二院、媒体和重复来电')
  await change(camera, secondDraft)
  await page.keyboard.press('l')
  await page.getByText('School kitchens').first().waitFor()
  await page.getByLabel('Caller number').fill('+86 755 2690 1042')
  await page.getByLabel('Dialled number').fill('96777')
  await page.getByLabel('Transfer code').fill('1')
  await page.keyboard.press('Enter')
  await pause(600)
  await take('list')
  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('dialog').waitFor()
  await take('list-publish')
  await page.keyboard.press('Escape')
  await publish(camera, '新学期学校食堂名单')
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByText('新学期学校食堂名单').first().waitFor()
  await take('list-history')
  await page.getByRole('button', { name: 'Rules' }).click()
  await client.until('the new version is in force', (view) => view.list.version === 3)
  await page.keyboard.press('w')
}

async function change({ client }: Camera, ops: DraftOp[]): Promise<void> {
  const changed = await client.call('list.change', { ops })
  if (!changed.ok) throw new Error(`the draft: ${JSON.stringify(changed.error)}`)
}

async function publish({ client }: Camera, why: string): Promise<void> {
  const state = await client.call('list.state', {})
  if (!state.ok) throw new Error(`no list: ${state.error.kind}`)
  const published = await client.call('list.publish', { revision: state.value.draft.revision, why })
  if (!published.ok) throw new Error(`not published: ${JSON.stringify(published.error)}`)
}
