// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen as page, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { RecoveryEntry } from '#shared/ipc/journal-view.ts'
import type { Language } from '#renderer/i18n/text.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { renderScreen } from '#renderer/testing/render-screen.tsx'
import { askedFor, sampleCall, sampleEntry, sampleTrail } from '#renderer/testing/sample-journal.ts'
import { sampleDesk, sampleNow, sampleView } from '#renderer/testing/sample-view.ts'
import { RecoveryView } from './RecoveryView.tsx'

let stop = (): void => undefined
afterEach(() => {
  stop()
  cleanup()
})

const outcome = { by: '李娜', at: sampleNow, outcome: 'called-back', note: '已派人上门' } as const
const closed = sampleEntry({ callId: 'lost-9', outcome })

function answerRecovery(bridge: MemoryBridge, open: RecoveryEntry[], done: RecoveryEntry[] = [closed]): void {
  bridge.answer('recovery.list', (input) => {
    const { show } = input as CommandInput<'recovery.list'>
    return { ok: true, value: { entries: show === 'open' ? open : done, open: open.length, next: null } }
  })
}
async function show(open: RecoveryEntry[] = [sampleEntry()], language: Language = 'en', done?: RecoveryEntry[]) {
  const { totals } = sampleView()
  const bridge = createMemoryBridge(sampleView({ totals: { ...totals, recoveryOpen: open.length } }))
  answerRecovery(bridge, open, done)
  const shown = await renderScreen(bridge, <RecoveryView />, language)
  stop = shown.stop
  return { bridge, screen: shown.screen }
}
const press = async (name: string | RegExp): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('button', { name })))
const choose = async (name: string): Promise<void> =>
  act(async () => void fireEvent.click(page.getByRole('radio', { name })))
const entries = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[data-recovery]')].map(({ dataset }) => dataset.recovery ?? '')

describe('an entry', () => {
  test.each([
    [
      'en',
      /Hung up at 14:31:30 after waiting 00:30 · Emergency repair · VDN 8001/,
      'Nobody acknowledged it at the time',
    ],
    ['zh', /14:31:30 主叫挂断，等待 00:30 · 抢修 · VDN 8001/, '当时无人确认'],
  ] as const)('says who was lost, when and where, and that nobody had seen it (%s)', async (language, where, seen) => {
    await show([sampleEntry()], language)
    expect(page.getByText('138 0013 5207')).toBeTruthy()
    expect(page.getByText(where)).toBeTruthy()
    expect(page.getByText(seen)).toBeTruthy()
  })

  test('says that the caller has called again, and whether somebody answered', async () => {
    await show([sampleEntry({ again: [{ callId: 'x', at: sampleNow - 5000, answered: false }] })])
    expect(page.getByText('Called again at 14:31:55, not answered')).toBeTruthy()
  })

  test('opens its trail beside the list', async () => {
    const { screen } = await show()
    await press('Trail')
    expect(screen.shell.getState().side).toEqual({ kind: 'trail', callId: 'lost-1' })
  })
})

describe('an outcome', () => {
  test('is recorded with its note, and the entry leaves the open ones', async () => {
    const { bridge } = await show()
    await press('Record the outcome')
    await choose('False call')
    fireEvent.change(page.getByRole('textbox'), { target: { value: ' 误拨 ' } })
    answerRecovery(bridge, [])
    await press('Record')
    expect(askedFor(bridge, 'recovery.setOutcome')).toEqual([
      { callId: 'lost-1', outcome: 'false-call', note: ' 误拨 ' },
    ])
    expect(entries()).toEqual([])
    expect(page.getByText('Nobody is waiting to be called back.')).toBeTruthy()
  })

  test('that is refused says why, and nothing typed is lost', async () => {
    const { bridge } = await show()
    bridge.answer('recovery.setOutcome', () => ({ ok: false, error: { kind: 'not-found', what: 'alert' } }))
    await press('Record the outcome')
    await choose('Duplicate of another call')
    fireEvent.change(page.getByRole('textbox'), { target: { value: '与 14:02 那通相同' } })
    await press('Record')
    expect(page.getByRole('alert').textContent).toBeTruthy()
    expect(page.getByRole<HTMLTextAreaElement>('textbox').value).toBe('与 14:02 那通相同')
    expect(page.getByRole<HTMLInputElement>('radio', { name: 'Duplicate of another call' }).checked).toBe(true)
  })

  test('a duplicate names the call that it repeats', async () => {
    const { bridge } = await show()
    bridge.answer('calls.trail', () => ({
      ok: true,
      value: sampleTrail({ sameCaller: [sampleCall({ callId: 'first', arrivedAt: sampleNow - 120_000 })] }),
    }))
    await press('Record the outcome')
    await choose('Duplicate of another call')
    fireEvent.change(page.getByLabelText('Duplicate of'), { target: { value: 'first' } })
    await press('Record')
    expect(askedFor(bridge, 'recovery.setOutcome')).toEqual([
      { callId: 'lost-1', outcome: 'duplicate', note: '', duplicateOf: 'first' },
    ])
  })

  test('a duplicate of a call that the journal does not have is said in the note', async () => {
    const { bridge } = await show()
    bridge.answer('calls.trail', () => ({ ok: true, value: sampleTrail({ sameCaller: [] }) }))
    await press('Record the outcome')
    await choose('Duplicate of another call')
    expect(page.getByText(/The journal has no other call of this number/)).toBeTruthy()
  })

  test('can be put aside', async () => {
    const { bridge } = await show()
    await press('Record the outcome')
    await press('Cancel')
    expect(page.getByRole('button', { name: 'Record the outcome' })).toBeTruthy()
    expect(askedFor(bridge, 'recovery.setOutcome')).toEqual([])
  })

  test('is not offered to a screen that may only look', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('session.get', () => ({ ok: true, value: sampleDesk({ role: 'viewer' }) }))
    answerRecovery(bridge, [sampleEntry()])
    stop = (await renderScreen(bridge, <RecoveryView />)).stop
    expect(page.queryByRole('button', { name: 'Record the outcome' })).toBeNull()
  })
})

describe('the list', () => {
  test('is asked for again when the number of open entries changes: somebody else closed one', async () => {
    const { bridge } = await show([sampleEntry(), sampleEntry({ callId: 'lost-2' })])
    expect(entries()).toEqual(['lost-1', 'lost-2'])
    answerRecovery(bridge, [sampleEntry()])
    const { totals } = sampleView()
    await act(async () =>
      bridge.emit('console.changed', {
        from: 1,
        revision: 2,
        sentAt: sampleNow,
        changes: { totals: { ...totals, recoveryOpen: 1 } },
      }),
    )
    expect(entries()).toEqual(['lost-1'])
    expect(page.getByRole('radio', { name: 'Open 1' })).toBeTruthy()
  })

  test('of the closed ones says who gave which outcome, and when it closed by itself', async () => {
    const byItself = sampleEntry({
      callId: 'lost-8',
      outcome: { by: '', at: sampleNow, outcome: 'called-again', note: '', calledAgainAs: 'call-77' },
    })
    await show([], 'en', [closed, byItself])
    await choose('Done')
    expect(entries()).toEqual(['lost-9', 'lost-8'])
    const [person, itself] = [...document.querySelectorAll<HTMLElement>('[data-recovery]')]
    expect(within(person ?? document.body).getByText('Recorded by 李娜 at 14:32:00')).toBeTruthy()
    expect(within(person ?? document.body).getByText('已派人上门')).toBeTruthy()
    expect(within(itself ?? document.body).getByText(/recorded by itself/)).toBeTruthy()
    expect(page.queryByRole('button', { name: 'Record the outcome' })).toBeNull()
  })

  test('keeps the keyboard: in the form that opens, on the button when it closes, on the next entry when one goes', async () => {
    const { bridge } = await show([sampleEntry(), sampleEntry({ callId: 'lost-2' })])
    const give = (): HTMLElement[] => page.getAllByRole('button', { name: 'Record the outcome' })
    const first = give()[0]
    first?.focus()
    await act(async () => void fireEvent.click(first ?? document.body))
    expect(document.activeElement).toBe(page.getByRole('radio', { name: 'Called back' }))
    await press('Cancel')
    expect(document.activeElement).toBe(give()[0])
    await act(async () => void fireEvent.click(give()[0] ?? document.body))
    answerRecovery(bridge, [sampleEntry({ callId: 'lost-2' })])
    await press('Record')
    expect(entries()).toEqual(['lost-2'])
    expect(document.activeElement).toBe(give()[0])
    await act(async () => void fireEvent.click(give()[0] ?? document.body))
    answerRecovery(bridge, [])
    await press('Record')
    expect(document.activeElement).toBe(page.getByRole('heading', { level: 1 }))
  })

  test('that cannot be had says why', async () => {
    const { bridge } = await show()
    bridge.answer('recovery.list', () => ({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'journal-unavailable' },
    }))
    await choose('Done')
    expect(page.getByText(/The journal cannot be read just now/)).toBeTruthy()
  })
})
