import type { Clock, Log } from '#electron/console/ports.ts'
import { LinkError, type Link, type LinkListener } from '#electron/links/link.ts'
import { createReconnect, type AttemptReport } from '#electron/links/reconnect.ts'
import type { LinkProblem } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { waitUntilBooted } from './boot.ts'
import { logIn, openSession, type AmiSession } from './client.ts'
import { createHearing, hearingTiming, type Hearing } from './hearing.ts'
import { createInterest } from './interest.ts'
import { askPicture } from './load.ts'
import { field, keyOf, type AmiMessage } from './message.ts'
import type { Seen } from './picture.ts'
import { callOf, textOf } from './raw.ts'
import { flushLeaving } from './queue-events.ts'
import { rewind } from './rewind.ts'
import { correct, load, waitsUnheard } from './sight-picture.ts'
import { createSight, isSaid, type Sight } from './sight.ts'
import { translate } from './translate.ts'
import { vdnPlanOf, wantedVariables, type VdnPlan } from './vdn-source.ts'

/**
 * A link to an Asterisk over its manager interface. Owns one session at a time (reconnect.ts opens the next), what is
 * seen through it, and when pictures are taken: before anything streams, every minute, more often while nobody was heard
 * joining a queue (hearing.ts), and when something happened that messages alone do not explain. It retries everything that may pass by itself. It stores nothing and decides nothing:
 * events go out in the order in which the switch sent their messages, one batch for each chunk of the socket.
 *
 * Messages that arrive while the first picture is taken are held, the picture is set back to before them (rewind.ts), and
 * then they follow it. Later pictures stop nothing: they are corrected by what was heard meanwhile (sight-picture.ts).
 */
export type AmiLinkOptions = {
  settings: AmiSettings
  /** Missing: the link stops and says so. */
  secret: string | undefined
  switchId: string
  listener: LinkListener
  clock: Clock
  log: Log
  /** 0 ≤ r < 1 */
  random(): number
}

export const linkTiming = {
  /** A message may come this much after what a picture shows already: it passes two threads of the switch. */
  settleMs: 300,
  pictureEveryMs: hearingTiming.heardMs,
  pictureSoonMs: 1000,
  /** AgentConnect follows QueueCallerLeave within a millisecond; a caller must not stay in between for long. */
  leavingMs: 100,
} as const

/** A picture that fails is taken again soon, so many times in a row; then the switch is given a minute. */
const picturesInRow = 5

/** What may come while the first picture is taken: a minute of the busiest switch measured. */
const maxHeldBytes = 64 * 1024 * 1024

type Life = AmiLinkOptions & {
  plan: VdnPlan
  hearing: Hearing
  report: AttemptReport
  session: AmiSession
  sight: Sight
  booted: PromiseWithResolvers<void>
  /** Set until the first picture is there. */
  held: AmiMessage[] | undefined
  heldBytes: number
  out: CallEvent[]
  at: number
  startedAt: number | undefined
  asking: boolean
  ended: boolean
  damaged: number
  cancelFlush: (() => void) | undefined
  cancelPicture: (() => void) | undefined
  pictureAt: number
  failedPictures: number
}

export function createAmiLink(options: AmiLinkOptions): Link {
  const hearing = createHearing(options.listener.onProblem)
  let startedBefore: number | undefined
  return createReconnect({
    onState: options.listener.onState,
    clock: options.clock,
    random: options.random,
    connect: (report) => {
      if (options.secret === undefined || options.secret === '') {
        report.ended({ kind: 'no-secret', detail: `no secret is stored for ${options.settings.username}` })
        return { close: () => Promise.resolve() }
      }
      hearing.begin()
      const life = beginLife(options, hearing, report, (startedAt) => {
        // The switch says whole seconds: the same start must not look like another one.
        if (startedBefore === undefined || Math.abs(startedAt - startedBefore) > 10_000) startedBefore = startedAt
        return startedBefore
      })
      bringUp(life, options.secret).catch((error: unknown) => endLife(life, problemOf(error, life)))
      return {
        close: () => {
          endSight(life, 'stopped')
          life.session.close({ kind: 'closed', detail: 'stopped' })
          return Promise.resolve()
        },
      }
    },
  })
}

function beginLife(
  options: AmiLinkOptions,
  hearing: Hearing,
  report: AttemptReport,
  startedAt: (at: number) => number,
): Life {
  const { settings, clock, listener } = options
  const plan = vdnPlanOf(settings.vdnSource)
  const variables = wantedVariables(plan)
  const interest = createInterest(plan.context === undefined ? { variables } : { variables, context: plan.context })
  const life: Life = {
    ...options,
    plan,
    hearing,
    report,
    sight: createSight(options.switchId, plan),
    booted: Promise.withResolvers<void>(),
    held: [],
    heldBytes: 0,
    out: [],
    at: clock.now(),
    startedAt: undefined,
    asking: false,
    ended: false,
    damaged: 0,
    cancelFlush: undefined,
    cancelPicture: undefined,
    pictureAt: Infinity,
    failedPictures: 0,
    session: openSession({
      settings,
      clock,
      interest,
      onEvent: (message) => take(life, message, startedAt),
      onChunk: (at) => {
        life.at = at
        listener.onHeard(at)
      },
      onChunkDone: () => deliver(life),
      onEnd: (problem) => endLife(life, problem),
    }),
  }
  return life
}

const uptimeKey = keyOf('Uptime')
const restartKey = keyOf('Restart')
const versionKey = keyOf('AsteriskVersion')

function take(life: Life, message: AmiMessage, startedAt: (at: number) => number): void {
  if (life.ended) return
  if (message.name === 'QueueCallerJoin') life.hearing.joinHeard()
  if (message.name === 'FullyBooted') {
    const uptime = Number(field(message, uptimeKey))
    if (Number.isFinite(uptime)) life.startedAt = startedAt(life.at - uptime * 1000)
    life.booted.resolve()
  } else if (message.name === 'Shutdown') {
    const restarts = field(message, restartKey) === 'True'
    deliver(life)
    endLife(life, { kind: 'switch-shut-down', detail: restarts ? 'it restarts' : 'it stops' })
  } else if (life.held) {
    life.held.push(message)
    life.heldBytes += message.text.length
    if (life.heldBytes > maxHeldBytes) endLife(life, { kind: 'too-much-data', detail: 'too much while loading' })
  } else hear(life, message, life.at)
}

function hear({ sight, listener, out }: Life, message: AmiMessage, at: number): void {
  if (!listener.onRaw) return translate(sight, message, at, out)
  const known = callOf(sight, message)
  translate(sight, message, at, out)
  const callId = known ?? callOf(sight, message)
  if (callId !== undefined) listener.onRaw(callId, textOf(message))
}

function deliver(life: Life): void {
  if (life.out.length > 0) {
    const events = life.out
    life.out = []
    life.listener.onEvents(events)
  }
  if (life.held || life.ended) return
  const { sight, session, clock } = life
  if (sight.leaving.size > 0) {
    life.cancelFlush ??= clock.after(linkTiming.leavingMs, () => {
      life.cancelFlush = undefined
      sight.at = clock.now()
      sight.out = life.out
      flushLeaving(sight)
      deliver(life)
    })
  }
  if (session.damaged() > life.damaged) {
    life.damaged = session.damaged()
    sight.wantsPicture = true
    life.log.warn('A message of the switch could not be read', { soFar: life.damaged })
  }
  if (sight.wantsPicture) planPicture(life, linkTiming.pictureSoonMs)
}

async function bringUp(life: Life, secret: string): Promise<void> {
  const { session, clock, report, switchId, plan } = life
  const banner = await session.greeted
  report.step('logging-in')
  await logIn(session, life.settings, secret)
  session.startHeartbeat()
  await waitUntilBooted(session, life.booted.promise, clock)
  report.step('loading')
  tellVersion(life, banner)
  const seen = await askPicture(session, switchId, plan, () => false)
  await settle(life)
  if (life.ended || !life.held) return
  const { held } = life
  life.held = undefined
  const at = clock.now()
  life.at = at
  const picture = load(life.sight, rewind(switchId, older(seen, linkTiming.settleMs), held), at)
  life.out.push({ kind: 'picture-taken', at, switchId, picture: withStart(life, picture) })
  for (const message of held) hear(life, message, at)
  deliver(life)
  if (life.ended) return
  planPicture(life, life.hearing.nextPictureMs())
  report.up()
}

/** Earlier wins: a picture that is wanted soon is not put off by the one of the next minute. */
function planPicture(life: Life, inMs: number): void {
  if (life.asking || life.ended) return
  const at = life.clock.now() + inMs
  if (life.cancelPicture && life.pictureAt <= at) return
  life.cancelPicture?.()
  life.pictureAt = at
  life.cancelPicture = life.clock.after(inMs, () => {
    life.cancelPicture = undefined
    retakePicture(life).catch((error: unknown) => {
      const problem = problemOf(error, life)
      if (!life.ended) life.log.warn('The picture could not be taken again', problem)
    })
  })
}

async function retakePicture(life: Life): Promise<void> {
  const { sight, clock, session, switchId, plan } = life
  const wanted = sight.wantsPicture
  life.asking = true
  sight.wantsPicture = false
  sight.moved = { calls: new Set(), seats: new Set() }
  try {
    const seen = await askPicture(session, switchId, plan, (uid) => isSaid(sight, uid), true)
    await settle(life)
    if (life.ended) return
    life.failedPictures = 0
    life.hearing.pictured(session.damaged() === 0 && waitsUnheard(sight, seen))
    const at = clock.now()
    const before: CallEvent[] = []
    const picture = correct(sight, older(seen, linkTiming.settleMs), at, before)
    life.listener.onEvents([...before, { kind: 'picture-taken', at, switchId, picture: withStart(life, picture) }])
  } catch (error) {
    life.failedPictures++
    if (wanted && life.failedPictures < picturesInRow) sight.wantsPicture = true
    throw error
  } finally {
    sight.moved = undefined
    life.asking = false
    planPicture(life, nextPictureMs(life))
  }
}

function nextPictureMs({ sight, failedPictures, hearing }: Life): number {
  if (sight.wantsPicture) return linkTiming.pictureSoonMs
  return failedPictures < picturesInRow ? hearing.nextPictureMs() : linkTiming.pictureEveryMs
}

const withStart = <T extends object>(life: Life, picture: T): T & { switchStartedAt?: number } =>
  life.startedAt === undefined ? picture : { ...picture, switchStartedAt: life.startedAt }

function settle(life: Life): Promise<void> {
  return new Promise((resolve) => {
    life.clock.after(linkTiming.settleMs, resolve)
  })
}

/** The picture as it is `byMs` after it was taken. */
function older(seen: Seen, byMs: number): Seen {
  for (const { call } of seen.calls) {
    call.ageMs += byMs
    if (call.waiting) call.waiting.waitedMs += byMs
  }
  return seen
}

/** "22.10.1+dfsg+~cs6" is 22.10.1 of some distribution. */
function tellVersion(life: Life, banner: string): void {
  const tell = (version: string): void => {
    if (!life.ended) life.listener.onSwitch({ version })
  }
  const fallback = banner.replace('Asterisk Call Manager/', 'AMI ')
  life.session.ask('CoreSettings').then(
    (answer) => {
      const version = field(answer.response, versionKey).replace(/[+~].*$/, '')
      tell(version === '' ? fallback : `Asterisk ${version}`)
    },
    () => tell(fallback),
  )
}

function endLife(life: Life, problem: LinkProblem): void {
  if (life.ended) return
  endSight(life, problem.kind)
  life.session.close(problem)
  life.report.ended(problem)
}

/** Nothing more is heard of this life. What was seen is unknown from here on, and that is said once. */
function endSight(life: Life, why: string): void {
  if (life.ended) return
  life.ended = true
  life.cancelFlush?.()
  life.cancelPicture?.()
  const sawSomething = life.held === undefined
  life.held = undefined
  if (sawSomething) {
    life.listener.onEvents([{ kind: 'sight-lost', at: life.clock.now(), switchId: life.switchId, why }])
  }
}

function problemOf(error: unknown, life: Life): LinkProblem {
  if (error instanceof LinkError) return error.problem
  life.log.error('The link to the switch failed in a way that nobody thought of', { error: String(error) })
  return { kind: 'unknown', detail: error instanceof Error ? error.message : String(error) }
}
