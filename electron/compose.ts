import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { switchIdOf, type ConsolePorts, type HostPorts, type Journals, type Switches } from '#electron/console/ports.ts'
import { openJournal } from '#electron/journal/open-journal.ts'
import { createAmiLink } from '#electron/links/ami/ami-link.ts'
import { testConnection } from '#electron/links/ami/test-connection.ts'
import type { Link, LinkListener } from '#electron/links/link.ts'
import type { ListKeeper } from '#electron/list/list-keeper.ts'
import { openListKeeper } from '#electron/list/open-keeper.ts'
import { createPracticeSwitch } from '#electron/practice/practice-switch.ts'
import { createReportFolder } from '#electron/reports/report-folder.ts'
import type { PracticeCommand } from '#shared/ipc/contract.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { AmiSettings, Settings } from '#shared/settings/schema.ts'

/** What both hosts (electron/main, electron/browser) put together alike: the list, the journals, and which link a setting means. */
export const composePorts = (ports: HostPorts): ConsolePorts => ({
  ...ports,
  list: createList(ports),
  journals: createJournals(ports),
  switches: createSwitches(ports),
  reportFolder: createReportFolder(),
})

/** A folder for each world, so that calls of the practice switch are never among real ones. */
export const createJournals = ({ settings, folder, clock, log }: HostPorts): Journals => ({
  open: (world) =>
    openJournal({
      folder: path.join(folder, world === 'practice' ? 'practice-journal' : 'journal'),
      timeZone: settings.get().site.timeZone,
      retention: settings.get().journal,
      clock,
      log,
    }),
})

/** The list of the settings of version 1 is taken over once, and leaves the settings when it is safe in its own store. */
export function createList({ settings, folder, clock, log }: HostPorts): ListKeeper {
  const wallOffset = (): number => clock.wallOffset?.() ?? 0
  return openListKeeper({
    folder,
    listOfVersion1: settings.get().listOfVersion1,
    timeZone: () => settings.get().site.timeZone,
    wallOffset,
    now: () => clock.now() + wallOffset(),
    after: clock.after,
    log: (level, message, facts) => log[level](message, facts),
    onTookOver() {
      if (settings.get().listOfVersion1 === undefined) return
      settings.update(({ listOfVersion1: _taken, ...rest }) => rest)
    },
  })
}

/** The practice switch is a switch like another: the console reaches it by AMI over a loopback port. */
export function createSwitches(ports: HostPorts): Switches {
  const { clock, log } = ports
  const openLink = (
    settings: AmiSettings,
    secret: string | undefined,
    switchId: string,
    listener: LinkListener,
  ): Link => createAmiLink({ settings, secret, switchId, listener, clock, log, random: Math.random })

  return {
    open(settings, secret, listener) {
      if (settings.connection.mode === 'practice') return practiceLink(ports, settings, listener, openLink)
      return openLink(settings.connection.ami, secret, switchIdOf(settings), listener)
    },
    test: (ami, secret, onStep) => testConnection({ settings: ami, secret, onStep, clock }),
  }
}

type OpenLink = (settings: AmiSettings, secret: string | undefined, switchId: string, listener: LinkListener) => Link

function practiceLink(
  { clock, log }: HostPorts,
  settings: Settings,
  listener: LinkListener,
  openLink: OpenLink,
): Link & { practice: (command: PracticeCommand) => void } {
  const secret = randomBytes(16).toString('hex')
  const username = 'practice'
  const { seed, speed } = settings.practice
  const practice = createPracticeSwitch({ seed, speed, clock, username, secret, timeZone: settings.site.timeZone })
  let link: Link | undefined
  let stopped = false

  async function begin(): Promise<void> {
    const { port } = await practice.start()
    if (stopped) return
    const ami: AmiSettings = {
      ...defaultSettings.connection.ami,
      host: '127.0.0.1',
      port,
      username,
      tls: { kind: 'off' },
      vdnSource: { kind: 'automatic' },
    }
    link = openLink(ami, secret, switchIdOf(settings), listener)
    link.start()
  }

  return {
    start() {
      listener.onState({ kind: 'connecting', attempt: 1, step: 'reaching' })
      begin().catch((error: unknown) => {
        log.error('the practice switch did not start', { error })
        listener.onState({ kind: 'stopped', why: { kind: 'unknown', detail: 'practice switch' } })
      })
    },
    async stop() {
      stopped = true
      await link?.stop()
      await practice.stop()
    },
    retryNow: () => link?.retryNow(),
    practice: (command) => practice.do(command),
  }
}
