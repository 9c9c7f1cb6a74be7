import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataPaths, type Machine } from './paths.ts'

const cases: { name: string; machine: Machine; home: string }[] = [
  {
    name: 'Linux',
    machine: { env: {}, platform: 'linux', userHome: '/home/wang' },
    home: '/home/wang/.config/firstline',
  },
  {
    name: 'Linux with XDG_CONFIG_HOME',
    machine: { env: { XDG_CONFIG_HOME: '/data/cfg' }, platform: 'linux', userHome: '/home/wang' },
    home: '/data/cfg/firstline',
  },
  {
    name: 'Linux with a relative XDG_CONFIG_HOME, which is invalid',
    machine: { env: { XDG_CONFIG_HOME: 'cfg' }, platform: 'linux', userHome: '/home/wang' },
    home: '/home/wang/.config/firstline',
  },
  {
    name: 'macOS',
    machine: { env: {}, platform: 'darwin', userHome: '/Users/wang' },
    home: '/Users/wang/Library/Application Support/Firstline',
  },
  {
    name: 'Windows',
    machine: { env: { APPDATA: '/roaming' }, platform: 'win32', userHome: '/users/wang' },
    home: path.join('/roaming', 'Firstline'),
  },
  {
    name: 'FIRSTLINE_HOME',
    machine: {
      env: { FIRSTLINE_HOME: '/tmp/desk-2', APPDATA: '/roaming' },
      platform: 'win32',
      userHome: '/users/wang',
    },
    home: '/tmp/desk-2',
  },
]

describe('the data folder', () => {
  test.each(cases)('on $name', ({ machine, home }) => {
    expect(dataPaths(machine).home).toBe(home)
    expect(dataPaths(machine).secretsFile).toBe(path.join(home, 'secrets.json'))
  })
})
