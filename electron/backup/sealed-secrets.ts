import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'

/**
 * Secrets in a backup: only encrypted, with a key that is made of a passphrase. The costs stand in the file, within bounds, so that a planted
 * file cannot eat the machine; a passphrase that is wrong and a file that was changed look alike, as authenticated encryption has it.
 */
const base64 = (bytes: number) => z.string().refine((text) => Buffer.from(text, 'base64').length === bytes)

export const sealedSchema = z
  .object({
    kdf: z
      .object({
        name: z.literal('scrypt'),
        N: z
          .number()
          .int()
          .min(2 ** 14)
          .max(2 ** 18)
          .refine((n) => Number.isInteger(Math.log2(n))),
        r: z.number().int().min(1).max(8),
        p: z.number().int().min(1).max(2),
      })
      .strict(),
    cipher: z.literal('aes-256-gcm'),
    salt: base64(16),
    iv: base64(12),
    data: z.string().max(1_000_000),
  })
  .strict()
export type SealedSecrets = z.infer<typeof sealedSchema>
export type Secrets = Record<string, string>

/** 64 MiB and some 150 ms: a passphrase is typed seldom, and guessed elsewhere. */
const kdf = { name: 'scrypt', N: 2 ** 16, r: 8, p: 1 } as const
const keyBytes = 32
const tagBytes = 16
/** Ties what is encrypted to what it is. */
const purpose = Buffer.from('firstline-backup secrets 1')

export async function sealSecrets(secrets: Secrets, passphrase: string): Promise<SealedSecrets> {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt, kdf), iv)
  cipher.setAAD(purpose)
  const data = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    kdf,
    cipher: 'aes-256-gcm',
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    data: data.toString('base64'),
  }
}

/** `undefined`: not with this passphrase. */
export async function openSecrets(sealed: SealedSecrets, passphrase: string): Promise<Secrets | undefined> {
  const key = await keyOf(passphrase, Buffer.from(sealed.salt, 'base64'), sealed.kdf)
  const data = Buffer.from(sealed.data, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'))
    decipher.setAAD(purpose)
    decipher.setAuthTag(data.subarray(-tagBytes))
    const plain = Buffer.concat([decipher.update(data.subarray(0, -tagBytes)), decipher.final()])
    return secretsSchema.parse(JSON.parse(plain.toString('utf8')))
  } catch {
    return undefined
  }
}

const secretsSchema = z.record(z.string().max(100), z.string().max(10_000))

const keyOf = (passphrase: string, salt: Buffer, { N, r, p }: Pick<SealedSecrets['kdf'], 'N' | 'r' | 'p'>) =>
  new Promise<Buffer>((resolve, reject) => {
    const maxmem = 2 * 128 * N * r * p
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
