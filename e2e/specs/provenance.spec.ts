import { expect, test, type Desk } from '#e2e/desk.ts'
import type { ScriptedCaller, ScriptedSite } from '#e2e/fakes/scripted-site.ts'

/** Three answered and one who gave up in billing, two listed ones of repair of which one is lost. */
const callers: (ScriptedCaller & { ends: 'answered' | 'gives-up' })[] = [
  ...[1, 2, 3, 4].map((i) => ({
    uniqueid: `180000000${i}.${i}`,
    number: `1390000000${i}`,
    queue: 'billing',
    code: '3',
    vdn: '8003',
    ends: i < 4 ? ('answered' as const) : ('gives-up' as const),
  })),
  { uniqueid: '1800000005.5', number: '13800135205', ends: 'answered' },
  { uniqueid: '1800000006.6', number: '13800135206', ends: 'gives-up' },
]

async function playDay(desk: Desk, site: ScriptedSite): Promise<void> {
  for (const { ends, ...caller } of callers) {
    site.arrives(caller)
    if (ends === 'answered') site.isAnswered(caller, '1005')
    else site.givesUp(caller)
    if (ends === 'answered') site.hangsUp(caller)
  }
  await expect(desk.figure('offered-today')).toHaveText('6')
}
const panelOf = (desk: Desk) => desk.page.getByRole('dialog', { name: 'Where this figure comes from' })

/** Every part's count, and the calls that are listed under it: each opened to its end. */
async function partsOf(desk: Desk): Promise<Record<string, { count: number; calls: string[] }>> {
  const found: Record<string, { count: number; calls: string[] }> = {}
  const panel = panelOf(desk)
  for (const part of await panel.locator('[data-part]').all()) {
    const name = (await part.getAttribute('data-part')) ?? ''
    const count = Number(await part.getAttribute('data-count'))
    await part.getByRole('button').first().click()
    await expect(part.locator('[data-leg]')).toHaveCount(count)
    const calls = await part.locator('[data-leg]').evaluateAll((legs) => legs.map((leg) => leg.dataset['leg'] ?? ''))
    found[name] = { count, calls }
  }
  return found
}

test.describe('any figure says where it comes from', () => {
  test('by a click: its formula, its parts, and exactly the calls that were played', async ({
    openDeskOnSite,
    site,
  }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.figure('service-level-today').getByRole('button').click()
    const panel = panelOf(desk)
    await expect(panel.locator('[data-figure="formula-numbers"]')).toHaveText('4 ÷ 6 = 66.7%')
    await expect(panel).toContainText('answered within the area’s limit ÷ offered')
    await expect(panel.locator('[data-area-limit="repair"]')).toContainText('limit 12 s, no short abandons')
    await expect(panel.locator('[data-area-limit="billing"]')).toContainText('short up to')

    const parts = await partsOf(desk)
    const all = Object.values(parts)
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(6)
    const calls = all.flatMap((part) => part.calls)
    expect([...calls].sort()).toEqual(callers.map(({ uniqueid }) => `switch/${uniqueid}`).sort())
    expect(new Set(calls).size).toBe(6)
    expect(parts['answered-in-time']?.calls.sort()).toEqual(
      ['1800000001.1', '1800000002.2', '1800000003.3', '1800000005.5'].map((id) => `switch/${id}`),
    )
    expect(desk.errors).toEqual([])
  })

  test('by keys alone, down to the trail of one call, and back to where it began', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    const { page } = desk
    const abandoned = desk.figure('abandoned-today').getByRole('button')
    await abandoned.focus()
    await page.keyboard.press('Enter')
    const panel = panelOf(desk)
    await expect(panel.locator('[data-figure="provenance-value"]')).toHaveText('2')
    await panel.locator('[data-part="abandoned-in-time"] button').first().focus()
    await page.keyboard.press('Enter')
    const leg = panel.locator('[data-leg="switch/1800000006.6"] button')
    await leg.focus()
    await page.keyboard.press('Enter')
    const trail = page.getByRole('dialog', { name: 'Call trail' })
    await expect(trail.locator('.trail-steps')).toContainText('The caller hung up')
    await trail.getByRole('button', { name: 'Back' }).focus()
    await page.keyboard.press('Enter')
    await expect(leg).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(abandoned).toBeFocused()
  })

  test('by a long touch, which is no click', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    const answered = desk.figure('answered-today').getByRole('button')
    await answered.dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true })
    await expect(panelOf(desk)).toBeVisible()
    await expect(panelOf(desk).locator('[data-figure="provenance-value"]')).toHaveText('4')
  })

  test('every figure of the wall, and each panel says the same number as the wall', async ({
    openDeskOnSite,
    site,
  }) => {
    test.slow() // some forty panels
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    const waiting = { uniqueid: '1800000007.7', number: '13800135207' }
    site.arrives(waiting)
    await expect(desk.figure('offered-today')).toHaveText('7')
    const figures = desk.page.locator('.figures .figure-why')
    const count = await figures.count()
    expect(count).toBeGreaterThan(25)
    for (let index = 0; index < count; index += 1) {
      const one = figures.nth(index)
      const what = await one.getAttribute('title')
      const shown = await one.innerText()
      await one.click()
      const value = desk.page.locator('.side [data-figure="provenance-value"]')
      await expect(value, what ?? '').toBeVisible()
      // Waits run on, and words stand around some numbers.
      const [digits] = /[\d.,–%/ ]+/.exec(shown) ?? ['']
      if (!shown.includes(':')) await expect(value, what ?? '').toContainText(digits.trim())
      await desk.page.keyboard.press('Escape')
      await expect(desk.page.locator('.side')).toHaveCount(0)
    }
  })

  test('the same calls under another formula, without leaving the place', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.figure('service-level-today').getByRole('button').click()
    const panel = panelOf(desk)
    const lenient = panel.locator('[data-profile="positive"]')
    await expect(lenient).toContainText('100.0%')
    await lenient.click()
    await expect(panel.locator('[data-figure="formula-numbers"]')).toHaveText('(4 + 2) ÷ 6 = 100.0%')
    await expect(panel.locator('[data-figure="provenance-value"]')).toHaveText('100.0%')
    await expect(panel.locator('[data-norm="eighty-twenty"] [data-verdict]')).toHaveText('too few calls to judge')
  })

  test('an area’s figure counts that area’s calls and no other', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.area('billing').locator('[data-figure="service-level"] button').click()
    await expect(panelOf(desk).locator('[data-figure="formula-numbers"]')).toHaveText('3 ÷ 4 = 75.0%')
    const calls = Object.values(await partsOf(desk)).flatMap((part) => part.calls)
    expect(calls.sort()).toEqual([1, 2, 3, 4].map((i) => `switch/180000000${i}.${i}`))
  })

  test('a gap that the figure cannot see into is named', async ({ openDeskOnSite, site }) => {
    const desk = await openDeskOnSite(site)
    await playDay(desk, site)
    await desk.figure('offered-today').getByRole('button').click()
    const gaps = panelOf(desk).locator('[data-figure="provenance-gaps"]')
    await expect(gaps).toContainText('in all')
    expect(Number(await gaps.getAttribute('data-ms'))).toBeGreaterThan(0)
  })
})
