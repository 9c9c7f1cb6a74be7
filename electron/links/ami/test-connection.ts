import type { Clock } from '#electron/console/ports.ts'
import { LinkError } from '#electron/links/link.ts'
import type { LinkProblem, TestStep, TestStepName } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { waitUntilBooted } from './boot.ts'
import { classesDue, noteClasses, type Classes } from './classes.ts'
import { logIn, openSession, type AmiSession } from './client.ts'
import { createInterest } from './interest.ts'
import { isDenied } from './load.ts'
import { field, keyOf, words, type AmiMessage } from './message.ts'
import {
  queueStatusVariable,
  routedByStatus,
  routedByUserEvent,
  vdnPlanOf,
  wantedVariables,
  type VdnPlan,
} from './vdn-source.ts'

/**
 * Tries a connection step by step, the way a person would look for what is wrong, and says for each what was found and
 * which cure helps. Takes 15 s at most, leaves no connection behind, changes nothing on the switch.
 */
export type TestConnectionOptions = {
  settings: AmiSettings
  secret: string | undefined
  clock: Clock
  onStep(step: TestStep): void
}

export const testLimitMs = 15_000
/** A switch that has just been started needs longer; then the test is to be repeated. */
const patienceWithBootMs = 6000
/** How long to listen for events that are due; not longer than leaves time for the rest. */
const listenMs = 6000
const listenUntilMs = testLimitMs - 1000

const order: TestStepName[] = ['reached', 'tls', 'greeting', 'logged-in', 'rights', 'booted', 'queues', 'vdn-source']

type Trial = {
  settings: AmiSettings
  plan: VdnPlan
  clock: Clock
  steps: TestStep[]
  session: AmiSession
  events: AmiMessage[]
  booted: PromiseWithResolvers<void>
  sawBoot: boolean
  classes: Classes
  startedAt: number
  /** Called after each piece that arrived; with a problem, when the connection ended. */
  heard: (problem?: LinkProblem) => void
  queues: string[]
  done(step: TestStep): void
}

export async function testConnection(options: TestConnectionOptions): Promise<{ steps: TestStep[]; queues: string[] }> {
  const trial = begin(options)
  const cancelLimit = options.clock.after(testLimitMs, () => {
    trial.session.close({ kind: 'timed-out', detail: 'the test took too long' })
  })
  try {
    await run(trial, options.secret)
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    failed(trial, error.problem)
  } finally {
    cancelLimit()
    trial.session.close({ kind: 'closed', detail: 'the test is over' })
  }
  for (const step of order.slice(trial.steps.length)) trial.done({ step, result: 'skipped', facts: {} })
  return { steps: trial.steps, queues: trial.queues }
}

function begin({ settings, clock, onStep }: TestConnectionOptions): Trial {
  const plan = vdnPlanOf(settings.vdnSource)
  const wanted = createInterest({
    variables: wantedVariables(plan),
    ...(plan.context ? { context: plan.context } : {}),
  })
  const classes = noteClasses(wanted)
  const trial: Omit<Trial, 'session'> = {
    settings,
    plan,
    clock,
    steps: [],
    events: [],
    booted: Promise.withResolvers<void>(),
    sawBoot: false,
    classes,
    startedAt: clock.now(),
    heard: () => undefined,
    queues: [],
    done: (step) => {
      trial.steps.push(step)
      onStep(step)
    },
  }
  const session = openSession({
    settings,
    clock,
    interest: classes.interest,
    onProgress: (step, detail) => (step === 'reached' ? reached(trial) : secured(trial, detail)),
    onEvent: (message) => {
      if (message.name === 'FullyBooted') {
        trial.sawBoot = true
        trial.booted.resolve()
      } else if (trial.events.length < 10_000) trial.events.push(message)
    },
    onChunkDone: () => trial.heard(),
    onEnd: (problem) => trial.heard(problem), // what is being asked rejects with the reason too
  })
  return Object.assign(trial, { session })
}

async function run(trial: Trial, secret: string | undefined): Promise<void> {
  const { session, settings, done } = trial
  const banner = await session.greeted
  done({ step: 'greeting', result: 'ok', facts: { greeting: banner } })
  if (secret === undefined || secret === '') throw new LinkError({ kind: 'no-secret', detail: settings.username })
  await logIn(session, settings, secret)
  done({ step: 'logged-in', result: 'ok', facts: { username: settings.username } })
  await waitUntilBooted(session, trial.booted.promise, trial.clock, patienceWithBootMs)
  const queues = await session.ask('QueueStatus', {}, { listEnd: 'QueueStatusComplete' })
  const variables = trial.plan.ask ? { Variables: `${trial.plan.ask.vdn},${trial.plan.ask.code}` } : {}
  const status = await session.ask('Status', variables, { listEnd: 'StatusComplete' })
  const core = await session.ask('CoreSettings')
  const missing = [
    ...(isDenied(queues) ? ['QueueStatus'] : []),
    ...(isDenied(status) ? ['Status'] : []),
    ...(trial.sawBoot ? [] : ['system']),
  ]
  const due = classesDue(queues.items, status.items)
  if (!isDenied(queues)) await listen(trial, due)
  const { heard } = trial.classes
  done(rightsStep(missing, isDenied(queues), due, heard))
  if (isDenied(queues)) return
  done({ step: 'booted', result: 'ok', facts: { version: field(core.response, versionKey) || banner } })
  done(queuesStep(trial, queues.items))
  done(vdnStep(trial, status.items))
}

const versionKey = keyOf('AsteriskVersion')
const queueKey = keyOf('Queue')
const userEventKey = keyOf('UserEvent')
const variableKey = keyOf('Variable')
const valueKey = keyOf('Value')

function reached(trial: Pick<Trial, 'done' | 'settings'>): void {
  trial.done({ step: 'reached', result: 'ok', facts: { host: trial.settings.host, port: trial.settings.port } })
}

const loopback = /^(127\.|::1$|localhost$)/

/** Without TLS everybody on the way reads the callers' numbers; with plain login, the secret too. */
function secured(trial: Pick<Trial, 'done' | 'settings'>, protocol: string): void {
  const { tls, host, login } = trial.settings
  if (tls.kind !== 'off') trial.done({ step: 'tls', result: 'ok', facts: { protocol, trust: tls.kind } })
  else if (loopback.test(host)) trial.done({ step: 'tls', result: 'skipped', facts: {} })
  else trial.done({ step: 'tls', result: 'warning', facts: { login }, cure: 'tls-off' })
}

/** Until every class that is due was heard, for a while. */
async function listen(trial: Trial, due: string[]): Promise<void> {
  const { clock, classes, startedAt } = trial
  const over = Promise.withResolvers<void>()
  const leftMs = Math.max(0, Math.min(listenMs, startedAt + listenUntilMs - clock.now()))
  const cancel = clock.after(leftMs, over.resolve)
  trial.heard = (problem) => {
    if (problem) over.reject(new LinkError(problem))
    else if (due.every((name) => classes.heard.has(name))) over.resolve()
  }
  trial.heard()
  try {
    await over.promise
  } finally {
    cancel()
    trial.heard = () => undefined
  }
}

/** `seen` are the classes that are proved; of those that are in neither list, nothing is known. */
function rightsStep(missing: string[], fatal: boolean, due: string[], heard: Set<string>): TestStep {
  const unseen = due.filter((name) => !heard.has(name))
  const facts: TestStep['facts'] = { seen: [...heard].toSorted().join(', ') }
  if (missing.length > 0) facts['missing'] = missing.join(', ')
  if (unseen.length > 0) facts['unseen'] = unseen.join(', ')
  if (missing.length === 0 && unseen.length === 0) return { step: 'rights', result: 'ok', facts }
  return { step: 'rights', result: fatal ? 'failed' : 'warning', facts, cure: 'right-missing' }
}

function queuesStep(trial: Trial, items: AmiMessage[]): TestStep {
  trial.queues = items.filter((m) => m.name === 'QueueParams').map((m) => words(field(m, queueKey)))
  const count = (name: string): number => items.filter((m) => m.name === name).length
  const facts = {
    queues: trial.queues.length,
    seats: count('QueueMember'),
    waiting: count('QueueEntry'),
    names: trial.queues.slice(0, 20).join(', '),
  }
  if (trial.queues.length === 0) return { step: 'queues', result: 'failed', facts, cure: 'no-queues' }
  return { step: 'queues', result: 'ok', facts }
}

/** Only a call shows whether the VDN comes: with none just now, nothing is wrong, and nothing is known. */
function vdnStep(trial: Trial, channels: AmiMessage[]): TestStep {
  const { plan, settings } = trial
  const source = settings.vdnSource.kind
  if (source === 'queue-only') return { step: 'vdn-source', result: 'skipped', facts: { source } }
  const calls = channels.filter((m) => m.name === 'Status').length
  const seen = channels.map((m) => routedByStatus(plan, m)).find((routed) => routed !== undefined)
  const vdn = seen?.vdn ?? vdnOfEvents(trial)
  if (vdn !== undefined) return { step: 'vdn-source', result: 'ok', facts: { source, channels: calls, vdn } }
  return { step: 'vdn-source', result: 'warning', facts: { source, channels: calls }, cure: 'vdn-source-unseen' }
}

function vdnOfEvents({ plan, events }: Trial): string | undefined {
  for (const message of events) {
    if (message.name === 'UserEvent') {
      const routed = routedByUserEvent(plan, words(field(message, userEventKey)), message)
      if (routed) return routed.vdn
    }
    if (message.name === 'VarSet' && field(message, variableKey) !== queueStatusVariable) {
      message.cursor = 0
      if (field(message, variableKey) === plan.varSet?.vdn) return words(field(message, valueKey)) || undefined
    }
  }
  return undefined
}

/** The step that was being tried has failed; which one it was follows from what is done. */
function failed(trial: Trial, problem: LinkProblem): void {
  const step = problem.kind === 'never-booted' ? 'booted' : order[trial.steps.length]
  if (step === undefined) return
  for (const before of order.slice(trial.steps.length, order.indexOf(step))) {
    trial.done({ step: before, result: 'skipped', facts: {} })
  }
  trial.done({
    step,
    result: 'failed',
    facts: { detail: problem.detail },
    cure: problem.kind === 'no-permission' ? 'right-missing' : problem.kind,
  })
}
