import { homedir } from 'node:os'
import path from 'node:path'

/** Every file that the console keeps, in one folder that belongs to one user of one machine. */
export type DataPaths = {
  home: string
  /** Without `.json`: that is how conf names it. */
  settingsName: string
  secretsFile: string
  /** People, roles, hashes of PINs. */
  accessFile: string
  tokenFile: string
  /** Leads a browser to the page. */
  openFile: string
  windowFile: string
  /** Held locked while a console runs on this folder. */
  lockFile: string
  /** Where the console that runs on this folder can be reached. */
  runningFile: string
  logFolder: string
}

export type Machine = { env: Record<string, string | undefined>; platform: NodeJS.Platform; userHome: string }

export const thisMachine = (): Machine => ({ env: process.env, platform: process.platform, userHome: homedir() })

/** Where each system keeps a user's program data; FIRSTLINE_HOME overrides, for tests and for a second desk on one machine. */
export function dataPaths(machine: Machine = thisMachine()): DataPaths {
  const home = machine.env['FIRSTLINE_HOME'] ? path.resolve(machine.env['FIRSTLINE_HOME']) : defaultHome(machine)
  const inHome = (name: string): string => path.join(home, name)
  return {
    home,
    settingsName: 'settings',
    secretsFile: inHome('secrets.json'),
    accessFile: inHome('access.json'),
    tokenFile: inHome('token'),
    openFile: inHome('open.html'),
    windowFile: inHome('window.json'),
    lockFile: inHome('lock'),
    runningFile: inHome('running.json'),
    logFolder: inHome('logs'),
  }
}

function defaultHome({ env, platform, userHome }: Machine): string {
  if (platform === 'win32') return path.join(env['APPDATA'] || path.join(userHome, 'AppData', 'Roaming'), 'Firstline')
  if (platform === 'darwin') return path.join(userHome, 'Library', 'Application Support', 'Firstline')
  const configured = env['XDG_CONFIG_HOME']
  // The XDG base directory specification: a relative path there is invalid and ignored.
  return path.join(configured && path.isAbsolute(configured) ? configured : path.join(userHome, '.config'), 'firstline')
}
