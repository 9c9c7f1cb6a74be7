import { describe, expect, test } from 'vitest'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { RulePage } from '#shared/ipc/list-view.ts'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { sampleRow } from '#renderer/testing/sample-list.ts'
import { createCommands } from './commands.ts'
import { countSelected, createRowStore, isSelected, mostSelected, pageRows, selectionOf } from './list-rows.ts'

type PageInput = CommandInput<'list.page'>

const total = 100_000
const pageFor = ({ offset, limit, filter }: PageInput): RulePage => ({
  rows: Array.from({ length: limit }, (_, at) => sampleRow(`${filter.text ?? 'r'}${offset + at}`, offset + at + 1)),
  total,
  all: total,
  revision: 1,
})

/** Answers wait until the test gives them. */
function held() {
  const bridge = createMemoryBridge()
  const waiting: { input: PageInput; answer: (page?: RulePage) => Promise<void> }[] = []
  bridge.answer('list.page', (input) => {
    const page = input as PageInput
    return new Promise((resolve) =>
      waiting.push({
        input: page,
        answer: async (value = pageFor(page)) => {
          resolve({ ok: true, value })
          await settled()
        },
      }),
    )
  })
  return { rows: createRowStore(createCommands(bridge)), waiting, bridge }
}

function direct() {
  const bridge = createMemoryBridge()
  bridge.answer('list.page', (input) => ({ ok: true, value: pageFor(input as PageInput) }))
  return { rows: createRowStore(createCommands(bridge)), bridge }
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
const idAt = (rows: ReturnType<typeof createRowStore>, index: number): string | undefined => rows.rowAt(index)?.rule.id

describe('the rows of the grid', () => {
  test('only what is in sight is fetched, and once', async () => {
    const { rows, bridge } = direct()
    rows.want(0, 20)
    await settled()
    rows.want(10, 30)
    await settled()
    rows.want(50_000, 50_020)
    await settled()
    expect(bridge.asked.map(({ input }) => (input as PageInput).offset)).toEqual([0, 50_000])
    expect([idAt(rows, 0), idAt(rows, 50_010), idAt(rows, 400)]).toEqual(['r0', 'r50010', undefined])
  })

  test('a quick scroll leaves no queue: two questions are under way, the next is for what is in sight then', async () => {
    const { rows, waiting } = held()
    for (let at = 0; at < 50_000; at += 1000) rows.want(at, at + 20)
    expect(waiting.map(({ input }) => input.offset)).toEqual([0, 1000])
    await waiting[0]?.answer()
    await waiting[1]?.answer()
    expect(waiting.map(({ input }) => input.offset)).toEqual([0, 1000, 49_000])
  })

  test('rows stay on the screen while newer ones are on their way', async () => {
    const { rows, waiting } = held()
    rows.want(0, 20)
    await waiting[0]?.answer()
    rows.refresh()
    expect(idAt(rows, 5)).toBe('r5')
    const [first, ...rest] = pageFor(waiting[1]?.input as PageInput).rows
    await waiting[1]?.answer({ rows: [sampleRow('fresh', 1), ...rest], total, all: total, revision: 2 })
    expect([idAt(rows, 0), first?.rule.id]).toEqual(['fresh', 'r0'])
  })

  test('an answer to an older filter is dropped', async () => {
    const { rows, waiting } = held()
    rows.want(0, 20)
    rows.show({ filter: { text: 'x' } })
    await waiting[1]?.answer()
    await waiting[0]?.answer()
    expect(idAt(rows, 0)).toBe('x0')
  })

  test('another filter forgets the selection and the rows of the one before', async () => {
    const { rows } = direct()
    rows.want(0, 20)
    await settled()
    rows.want(5000, 5020)
    await settled()
    rows.toggle('r3')
    rows.show({ filter: { text: 'x' } })
    await settled()
    expect(countSelected(rows.getState().selected, total)).toBe(0)
    expect(idAt(rows, 5000)).toBeUndefined()
  })

  test('a failure is told and is not asked again by itself', async () => {
    const { rows, bridge } = direct()
    bridge.answer('list.page', () => ({ ok: false, error: { kind: 'disconnected' } }))
    rows.want(0, 20)
    await settled()
    expect(rows.getState().problem).toEqual({ kind: 'disconnected' })
    expect(bridge.asked).toHaveLength(1)
  })
})

describe('the selection', () => {
  test('everything that the filter shows, but some', async () => {
    const { rows } = direct()
    rows.want(0, 20)
    await settled()
    rows.show({ filter: { text: 'x' } })
    rows.selectAll()
    rows.toggle('x7')
    const state = rows.getState()
    expect(selectionOf(state)).toEqual({ filter: { text: 'x' }, except: ['x7'] })
    expect(countSelected(state.selected, total)).toBe(total - 1)
    expect([isSelected(state.selected, 'x7'), isSelected(state.selected, 'x99999')]).toEqual([false, true])
  })

  test('a range over rows that were never fetched names them all', async () => {
    const { rows } = direct()
    rows.want(0, 20)
    await settled()
    await rows.selectRange(90, 310)
    const selection = selectionOf(rows.getState())
    expect(selection && 'ids' in selection && selection.ids).toHaveLength(221)
  })

  test('a range is never longer than one command takes', async () => {
    const { rows } = direct()
    await rows.selectRange(10, 60_000)
    expect(countSelected(rows.getState().selected, total)).toBe(mostSelected)
    expect(isSelected(rows.getState().selected, `r${10 + mostSelected - 1}`)).toBe(true)
  })

  test('what is seen stays small however far one scrolls', async () => {
    const { rows } = direct()
    for (let at = 0; at < 200; at++) {
      rows.want(at * pageRows, at * pageRows + 20)
      await settled()
    }
    expect(rows.getState().pages.size).toBeLessThanOrEqual(60)
    expect(idAt(rows, 199 * pageRows)).toBe(`r${199 * pageRows}`)
  })
})
