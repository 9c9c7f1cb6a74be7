import type { Clock } from '#electron/console/ports.ts'
import { createHeap } from './heap.ts'
import type { Heap, Planned } from './heap.ts'

/**
 * The one queue of everything that will happen at the site. It owns the only timer of the simulation.
 *
 * Two times: *site time* (ms since the site opened) goes `speed` times as fast as the clock; *wall time* is what the
 * switch's own clock shows, and what goes over the wire. At speed 10 a caller waits a tenth as long, and the switch says
 * so, as a real switch with very quick people would: the reader's own stopwatch and the switch's figures agree.
 *
 * Until `start` the time is held and moved by `runTo` alone: that is how a site has a past when the first console comes.
 * A machine that slept does not replay the night: site time stands still during a gap of more than `longestGapMs`.
 */
export type Timeline = {
  now(): number
  wall(): number
  /** Calls back once, `siteMs` of site time from now; returns what cancels it. Equal times run in the order given. */
  after(siteMs: number, run: () => void): () => void
  runTo(siteTime: number): void
  start(): void
  stop(): void
  speed(): number
  setSpeed(speed: number): void
  /** How many things are planned; for tests of bounded memory. */
  planned(): number
}

const longestGapMs = 5_000
/** So that a burst at high speed never blocks the process for long. */
const mostPerTurn = 2_000
const cancelledBeforeSweep = 1_000

class SiteTimeline implements Timeline {
  readonly #clock: Clock
  readonly #heap: Heap = createHeap()
  #speed: number
  /** Where the two times met last. */
  #base: { site: number; wall: number }
  /** The time stands here: before the start, after the stop, and while a plan runs. */
  #held: number | undefined = 0
  #running = false
  #order = 0
  #cancelled = 0
  #cancelTimer: (() => void) | undefined

  constructor({ clock, speed, pastMs }: { clock: Clock; speed: number; pastMs: number }) {
    this.#clock = clock
    this.#speed = speed
    this.#base = { site: 0, wall: clock.now() - pastMs / speed }
  }

  now(): number {
    return this.#held ?? this.#siteAt(this.#clock.now())
  }

  wall(): number {
    return this.#wallAt(this.now())
  }

  after(siteMs: number, run: () => void): () => void {
    const item: Planned = { at: this.now() + Math.max(0, siteMs), order: this.#order++, run }
    this.#heap.push(item)
    if (this.#heap.first() === item) this.#arm()
    return () => {
      if (!item.run) return
      item.run = null
      this.#cancelled += 1
      if (this.#cancelled < cancelledBeforeSweep) return
      this.#cancelled = 0
      this.#heap.sweep()
    }
  }

  runTo(siteTime: number): void {
    for (;;) {
      const next = this.#heap.first()
      if (!next || next.at > siteTime) break
      this.#runOne()
    }
    this.#held = siteTime
  }

  start(): void {
    this.#base = { site: this.now(), wall: this.#clock.now() }
    this.#held = undefined
    this.#running = true
    this.#arm()
  }

  stop(): void {
    this.#held = this.now()
    this.#running = false
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  speed(): number {
    return this.#speed
  }

  setSpeed(speed: number): void {
    this.#base = { site: this.now(), wall: this.wall() }
    this.#speed = speed
    this.#arm()
  }

  planned(): number {
    return this.#heap.size()
  }

  #siteAt(wall: number): number {
    return this.#base.site + (wall - this.#base.wall) * this.#speed
  }

  #wallAt(site: number): number {
    return this.#base.wall + (site - this.#base.site) / this.#speed
  }

  #runOne(): void {
    const item = this.#heap.pop()
    if (!item?.run) return
    this.#held = item.at
    const { run } = item
    item.run = null
    run()
  }

  #arm(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const next = this.#heap.first()
    if (!this.#running || this.#held !== undefined || !next) return
    const now = this.#clock.now()
    const dueAt = Math.max(this.#wallAt(next.at), now)
    this.#cancelTimer = this.#clock.after(dueAt - now, () => this.#turn(dueAt))
  }

  #turn(dueAt: number): void {
    if (!this.#running) return
    const now = this.#clock.now()
    if (now - dueAt > longestGapMs) this.#base = { site: this.#siteAt(dueAt), wall: now }
    // Epoch ms as doubles are exact to 0.0003 ms only: without the slack a turn could come too early for its own plan.
    const target = this.#siteAt(now) + 0.01 * Math.max(1, this.#speed)
    for (let count = 0; count < mostPerTurn; count++) {
      const next = this.#heap.first()
      if (!this.#running || !next || next.at > target) break
      this.#runOne()
    }
    if (this.#running) this.#held = undefined
    this.#arm()
  }
}

export const createTimeline = (options: { clock: Clock; speed: number; pastMs: number }): Timeline =>
  new SiteTimeline(options)
