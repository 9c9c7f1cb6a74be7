import electron from 'electron'
import ElectronStore from 'electron-store'
import electronLog from 'electron-log/main'
import path from 'node:path'
import { findPageFolder } from '#electron/browser/page-folder.ts'
import { composePorts } from '#electron/compose.ts'
import { createConsole } from '#electron/console/console.ts'
import { createLog, fileSink } from '#electron/platform/log.ts'
import { dataPaths } from '#electron/platform/paths.ts'
import type { OpenConf } from '#electron/store/settings.ts'
import { createHost } from './create-host.ts'

/** Electron's side of the composition: the real module, the real folders, the real switches. */
const paths = dataPaths()
const log = createLog(fileSink(electronLog, paths.logFolder), process.env['FIRSTLINE_DEBUG'] ? 'debug' : 'info')
const openConf: OpenConf = ({ configName, ...options }) =>
  new ElectronStore<Record<string, unknown>>({ ...options, name: configName })

// The one place for bugs: calls must go on being shown. Without a listener Electron shows a dialog that waits for a click.
process.on('uncaughtException', (error) => log.error('unexpected', { error }))
process.on('unhandledRejection', (error) => log.error('unexpected rejection', { error }))

createHost({
  electron,
  makeConsole: (ports) => createConsole(composePorts(ports)),
  openConf,
  paths,
  log,
  pageFolder: findPageFolder(import.meta.dirname),
  preload: path.join(import.meta.dirname, '..', 'preload', 'index.cjs'),
  platform: process.platform,
  devUrl: process.env['ELECTRON_RENDERER_URL'],
}).catch((error: unknown) => {
  log.error('not started', { error })
  electron.app.exit(1)
})
