import type { Locator, Page } from '@playwright/test'

/** The wall as a test reads it: by what a person sees, found by stable marks in the page. */
export type Screen = {
  page: Page
  /** The card of one caller, by the digits of the number. */
  cardOf(number: string): Locator
  cards(state?: 'active' | 'acknowledged' | 'lost' | 'returned'): Locator
  area(name: string): Locator
  figure(name: string): Locator
  /** The whole number that a figure shows; 0 for none. */
  count(name: string): Promise<number>
  areaCount(name: string, figure: string): Promise<number>
}

export async function openScreen(page: Page, url: string): Promise<Screen> {
  await page.goto(url)
  return screenOf(page)
}

export function screenOf(page: Page): Screen {
  const cardOf = (number: string): Locator =>
    page.locator('[data-alert-id]').filter({ hasText: new RegExp([...number].join(' ?')) })
  const figure = (name: string): Locator => page.locator(`[data-figure="${name}"]`)
  const area = (name: string): Locator => page.locator(`[data-area="${name}"]`)
  return {
    page,
    cardOf,
    cards: (state) => page.locator(state ? `[data-alert-id][data-state="${state}"]` : '[data-alert-id]'),
    area,
    figure,
    count: async (name) => digits(await figure(name).first().innerText()),
    areaCount: async (name, one) => digits(await area(name).locator(`[data-figure="${one}"]`).innerText()),
  }
}

const digits = (text: string): number => Number((/\d[\d,]*/.exec(text)?.[0] ?? '0').replaceAll(',', ''))
