// @vitest-environment happy-dom
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { CommandInput } from '#shared/ipc/contract.ts'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { createCommands } from './commands.ts'
import { fromBase64, mostFileBytes, saveOffer, sendFile, toBase64 } from './file-transfer.ts'

test('bytes come back from base64 as they went', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }),
  )
})

test('a file goes in pieces of the size that the console wants, in order', async () => {
  const bridge = createMemoryBridge()
  bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f1', chunkBytes: 4 } }))
  const sent: number[] = []
  const result = await sendFile(createCommands(bridge), new File(['0123456789'], 'list.csv'), ({ sent: so }) =>
    sent.push(so),
  )
  expect(result).toEqual({ ok: true, value: { fileId: 'f1' } })
  const pieces = bridge.asked.filter(({ name }) => name === 'files.write')
  expect(pieces.map(({ input }) => (input as CommandInput<'files.write'>).offset)).toEqual([0, 4, 8])
  expect(pieces.map(({ input }) => atob((input as CommandInput<'files.write'>).data)).join('')).toBe('0123456789')
  expect(sent).toEqual([4, 8, 10])
})

test('a file that is too large is refused before a byte of it is read or sent', async () => {
  const bridge = createMemoryBridge()
  const file = new File([], 'huge.csv')
  Object.defineProperty(file, 'size', { value: 200 * 1024 * 1024 })
  const slice = vi.spyOn(file, 'slice')
  expect(await sendFile(createCommands(bridge), file)).toEqual({
    ok: false,
    error: { kind: 'too-large', limitBytes: mostFileBytes },
  })
  expect(slice).not.toHaveBeenCalled()
  expect(bridge.asked).toEqual([])
})

test('stops at the first piece that is refused', async () => {
  const bridge = createMemoryBridge()
  bridge.answer('files.begin', () => ({ ok: true, value: { fileId: 'f1', chunkBytes: 4 } }))
  bridge.answer('files.write', () => ({ ok: false, error: { kind: 'not-found', what: 'file' } }))
  const result = await sendFile(createCommands(bridge), new File(['0123456789'], 'list.csv'))
  expect(result).toEqual({ ok: false, error: { kind: 'not-found', what: 'file' } })
  expect(bridge.asked.filter(({ name }) => name === 'files.write')).toHaveLength(1)
})

test('an offered file is read to its end, put together, and let go', async () => {
  const bridge = createMemoryBridge()
  const whole = 'position,name\n1,抢修'
  const bytes = new TextEncoder().encode(whole)
  bridge.answer('files.read', (input) => {
    const { offset } = input as CommandInput<'files.read'>
    return { ok: true, value: { data: toBase64(bytes.subarray(offset, offset + 7)), end: offset + 7 >= bytes.length } }
  })
  let saved: Blob | undefined
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved = blob as Blob
    return 'blob:x'
  })
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined)
  const offer = { fileId: 'f2', name: 'list.csv', bytes: bytes.length }
  expect(await saveOffer(createCommands(bridge), offer)).toBeUndefined()
  expect(await saved?.text()).toBe(whole)
  expect(clicked).toHaveBeenCalledOnce()
  expect(bridge.asked.at(-1)).toEqual({ name: 'files.drop', input: { fileId: 'f2' } })
})

test('an offer that ends too early is a problem and not a file', async () => {
  const bridge = createMemoryBridge()
  bridge.answer('files.read', () => ({ ok: true, value: { data: '', end: false } }))
  const offer = { fileId: 'f2', name: 'list.csv', bytes: 10 }
  expect(await saveOffer(createCommands(bridge), offer)).toEqual({
    kind: 'bad-file',
    why: 'incomplete',
    detail: 'list.csv',
  })
})
