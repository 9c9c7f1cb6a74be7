import type { Clock } from '#electron/console/ports.ts'
import type { AmiServer } from './ami-server.ts'
import { drawCaller } from './caller-plan.ts'
import { createFactBook } from './facts.ts'
import type { FactBook } from './facts.ts'
import { clearCall } from './hang-up.ts'
import { arrive } from './ivr.ts'
import type { Pbx } from './pbx.ts'
import type { Random } from './random.ts'
import { drawRing, startBreaks } from './seats.ts'
import type { CallerPlan, SiteModel } from './site-model.ts'
import { createSwitchboard } from './switchboard.ts'
import type { Timeline } from './timeline.ts'
import { createTraffic } from './traffic.ts'
import type { Traffic } from './traffic.ts'

/**
 * The life of the site: its past, its people, and the switch that they call, which may be restarted under them. It owns
 * the switch between boots; it gives up a restart only when it is stopped (a port that somebody took is tried again).
 */
export type SiteLifeOptions = {
  clock: Clock
  timeline: Timeline
  random: Random
  model: SiteModel
  timeZone: string
  noise: boolean
  /** No random callers, no past, seats that always answer: only what a test brings. */
  quiet: boolean
  pastMs: number
  server: () => AmiServer
}

const shutdownMs = 1_100
const downMs = 2_000
const bootMs = 1_500
const portRetryMs = 1_000

export class SiteLife {
  readonly facts: FactBook
  pbx: Pbx | undefined
  startedAt: number
  readonly #options: SiteLifeOptions
  readonly #traffic: Traffic
  readonly #seats: Random
  readonly #identifiers: Random
  #welcomed = false
  #stopped = false
  #cancelNext: () => void = () => {}

  constructor(options: SiteLifeOptions) {
    const { timeline, random, model, timeZone, clock, pastMs } = options
    this.#options = options
    this.facts = createFactBook(model.queues.map(({ name }) => name))
    this.startedAt = timeline.wall()
    this.#seats = random.fork('seats')
    this.#identifiers = random.fork('identifiers')
    const openedAt = clock.now() - pastMs
    this.#traffic = createTraffic({
      timeline,
      random: random.fork('callers'),
      model,
      timeZone,
      openedAt,
      pbx: () => this.pbx,
    })
  }

  open(): void {
    const { quiet, timeline, random, model, pastMs } = this.#options
    this.#boot()
    if (quiet) return
    this.#traffic.start()
    const breaks = { timeline, random: random.fork('breaks'), pbx: () => this.pbx }
    for (const { interface: extension } of model.seats) startBreaks(breaks, extension)
    this.#planOpeningCalls(random.fork('opening'))
    timeline.runTo(pastMs)
  }

  /** The first console of all has logged in. */
  welcome(): void {
    if (!this.#welcomed && !this.#options.quiet) this.#traffic.welcome()
    this.#welcomed = true
  }

  storm(): void {
    this.#traffic.storm()
  }

  call(plan: CallerPlan): string | undefined {
    return this.pbx && arrive(this.pbx, plan).id
  }

  /** `core restart now`, as 09-restart and 09b-after-restart show it, but slower, so that a person can watch it. */
  restart(port: number): void {
    const { pbx } = this
    if (!pbx) return
    const server = this.#options.server()
    for (const call of [...pbx.calls.values()]) clearCall(pbx, call)
    this.pbx = undefined
    this.#later(shutdownMs, () => {
      server.emit({
        name: 'Shutdown',
        eventClass: 'system',
        fields: [
          ['Shutdown', 'Cleanly'],
          ['Restart', 'True'],
        ],
      })
      void server.close('end').then(() => this.#later(downMs, () => this.#reopen(port)))
    })
  }

  stop(): void {
    this.#stopped = true
    this.#cancelNext()
  }

  #reopen(port: number): void {
    const server = this.#options.server()
    server.listen(port).then(
      () => {
        if (this.#stopped) return server.close('reset')
        return this.#later(bootMs, () => {
          this.#boot()
          server.booted()
        })
      },
      () => this.#later(portRetryMs, () => this.#reopen(port)),
    )
  }

  #later(ms: number, run: () => void): void {
    if (!this.#stopped) this.#cancelNext = this.#options.clock.after(ms, run)
  }

  #boot(): void {
    const { model, timeline, noise, quiet } = this.#options
    const server = this.#options.server()
    this.startedAt = timeline.wall()
    this.pbx = createSwitchboard({
      model,
      timeline,
      random: this.#identifiers,
      facts: this.facts,
      noise,
      people: {
        ring: () => (quiet ? { kind: 'answer', afterMs: 2_000 } : drawRing(this.#seats, model.ringTimeoutMs)),
        gone: (call) => quiet || this.#traffic.gone(call),
      },
      emit: (name, eventClass, fields) => server.heard() && server.emit({ name, eventClass, fields }),
    })
  }

  /** Under way when the console comes: a long talk, a short one, one that just begins, one that waits or rings. */
  #planOpeningCalls(random: Random): void {
    const { timeline, model, pastMs } = this.#options
    const before = (seconds: number, vdn: string, talkMs: number): void => {
      const plan = drawCaller(random, model, { vdn, quick: true, patienceMs: 120_000 })
      timeline.after(pastMs - seconds * 1000, () => this.call({ ...plan, talks: [{ talkMs, endedBy: 'caller' }] }))
    }
    before(110, '8003', 260_000)
    before(55, '8001', 140_000)
    before(16, '8002', 180_000)
    before(4, '8001', 90_000)
  }
}
