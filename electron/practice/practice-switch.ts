import type { Clock } from '#electron/console/ports.ts'
import type { PracticeCommand } from '#shared/ipc/contract.ts'
import { createAmiServer } from './ami-server.ts'
import type { AmiServer } from './ami-server.ts'
import type { SiteFacts } from './facts.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { practiceSite } from './practice-site.ts'
import { createRandom } from './random.ts'
import { SiteLife } from './site-life.ts'
import type { CallerPlan, SiteModel } from './site-model.ts'
import { createTimeline } from './timeline.ts'
import type { ActionClass, EventClass } from './wire.ts'

/**
 * The practice switch: a simulated utility that speaks AMI on a loopback port, so that a console without a switch runs
 * its whole way, from bytes to screen. It owns the site's timeline, the listening port and its clients; nothing is
 * stored. The same seed, clock and clients give the same bytes. It keeps no call for longer than facts() needs.
 */
export type PracticeSwitchOptions = {
  seed: number
  /** 0.1–60 times as fast as the clock. */
  speed: number
  clock: Clock
  /** 0 or missing: any free one. */
  port?: number
  username: string
  secret: string
  /** The site's; the day's rhythm follows it. */
  timeZone: string
  /** Adds the events that a console does not need (VarSet, Newexten, …): the load of a real switch, about threefold. */
  noise?: boolean
  rights?: { read: readonly EventClass[]; write: readonly ActionClass[] }
  site?: SiteModel
  /** No random callers, no past, seats that always answer: only what `call` brings. */
  quiet?: boolean
}

export type PracticeSwitch = {
  start(): Promise<{ port: number }>
  stop(): Promise<void>
  do(command: PracticeCommand): void
  /** What really happened: for comparing a console's figures with the truth. */
  facts(): SiteFacts
  faults: Faults
  /** One scripted caller; returns the call's id, or undefined while the switch is down. */
  call(plan: CallerPlan): string | undefined
  speed(): number
  clients(): number
  /** Things planned on the timeline; for tests of bounded memory. */
  planned(): number
}

/** How much of the day the site has behind it when the first console comes. */
const pastMs = 30 * 60_000

const allRights = {
  read: ['system', 'call', 'agent', 'user', 'dtmf', 'dialplan', 'reporting', 'cdr'],
  write: ['system', 'call', 'agent', 'reporting'],
} as const satisfies { read: readonly EventClass[]; write: readonly ActionClass[] }

function createSite(options: PracticeSwitchOptions) {
  const { clock, timeZone, site: model = practiceSite, quiet = false, noise = false } = options
  const random = createRandom(options.seed)
  const past = quiet ? 0 : pastMs
  const timeline = createTimeline({ clock, speed: options.speed, pastMs: past })
  const life = new SiteLife({
    clock,
    timeline,
    random,
    model,
    timeZone,
    noise,
    quiet,
    pastMs: past,
    server: () => server,
  })
  const challenges = random.fork('challenge')
  const server: AmiServer = createAmiServer({
    clock,
    user: { username: options.username, secret: options.secret, ...(options.rights ?? allRights) },
    challenge: () => challenges.digits(9),
    state: () => ({ pbx: life.pbx, wall: () => timeline.wall(), startedAt: life.startedAt, timeZone }),
    onLogin: () => life.welcome(),
  })
  return { timeline, life, server, faults: createFaults({ server, clock, random: random.fork('faults') }) }
}

export function createPracticeSwitch(options: PracticeSwitchOptions): PracticeSwitch {
  const { timeline, life, server, faults } = createSite(options)
  let port = options.port ?? 0
  let stopped = false
  return {
    async start() {
      life.open()
      port = await server.listen(port)
      // Stopped while the port was being opened.
      if (stopped) await server.close('reset')
      else timeline.start()
      return { port }
    },
    async stop() {
      stopped = true
      life.stop()
      timeline.stop()
      faults.stop()
      await server.close('reset')
    },
    do(command) {
      switch (command.kind) {
        case 'storm':
          return life.storm()
        case 'drop-link':
          return faults.dropLink('reset')
        case 'go-silent':
          return faults.goSilent()
        case 'restart':
          return life.restart(port)
        case 'garble':
          return faults.garble()
        case 'set-speed':
          return timeline.setSpeed(command.speed)
      }
    },
    facts: () => life.facts.read(),
    faults,
    call: (plan) => life.call(plan),
    speed: () => timeline.speed(),
    clients: () => server.clients(),
    planned: () => timeline.planned(),
  }
}
