import Conf from 'conf'
import type { OpenConf } from './settings.ts'

/** The settings file outside Electron, which has electron-store for it. */
export const openConf: OpenConf = (options) => new Conf<Record<string, unknown>>(options)
