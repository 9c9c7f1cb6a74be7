import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/**
 * PINs as scrypt hashes, each with a salt of its own. A PIN has so few digits that only slowing down (`tries.ts`) protects it from guessing at
 * the console; the hash makes guessing slow for whoever has the file.
 */
const bytes = (min: number, max: number) =>
  z
    .string()
    .max(200)
    .refine((text) => {
      const { length } = Buffer.from(text, 'base64')
      return length >= min && length <= max && Buffer.from(text, 'base64').toString('base64') === text
    })

/** The costs come from a file: bounded, so that a damaged one cannot eat the machine. */
export const pinHashSchema = z
  .object({
    algorithm: z.literal('scrypt'),
    N: z
      .number()
      .int()
      .min(2 ** 12)
      .max(2 ** 17)
      .refine((n) => Number.isInteger(Math.log2(n))),
    r: z.number().int().min(1).max(16),
    p: z.number().int().min(1).max(4),
    salt: bytes(16, 64),
    hash: bytes(32, 64),
  })
  .strict()
export type PinHash = z.infer<typeof pinHashSchema>

/** 32 MiB and some 60 ms on a desk's machine, in a thread of the pool. */
const cost = { N: 2 ** 15, r: 8, p: 1 }
const hashBytes = 32

export async function hashPin(pin: string): Promise<PinHash> {
  const salt = randomBytes(16)
  const hash = await derive(pin, salt, hashBytes, cost)
  return { algorithm: 'scrypt', ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') }
}

export async function isPin(pin: string, { salt, hash, N, r, p }: PinHash): Promise<boolean> {
  const expected = Buffer.from(hash, 'base64')
  const given = await derive(pin, Buffer.from(salt, 'base64'), expected.length, { N, r, p })
  return timingSafeEqual(given, expected)
}

/** Looked at for a person who does not exist, so that the answer takes as long. No PIN has this hash. */
export const nobodysPin: PinHash = {
  algorithm: 'scrypt',
  ...cost,
  salt: randomBytes(16).toString('base64'),
  hash: randomBytes(hashBytes).toString('base64'),
}

/** A Chinese keyboard may type full-width digits. */
const derive = (pin: string, salt: Buffer, length: number, { N, r, p }: typeof cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const maxmem = 2 * 128 * N * r * p
    scrypt(pin.normalize('NFKC'), salt, length, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
