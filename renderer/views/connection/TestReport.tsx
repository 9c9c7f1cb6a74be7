import { useStore } from 'zustand'
import type { TestStep, TestStepName } from '#shared/ipc/view.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText, type MessageKey, type Text } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { tlsKinds, vdnSourceKinds } from './draft.ts'

const order: TestStepName[] = ['reached', 'tls', 'greeting', 'logged-in', 'rights', 'booted', 'queues', 'vdn-source']

const marks: Record<TestStep['result'], string> = {
  ok: 'M4 12.5l5 5L20 6.5',
  failed: 'M6 6l12 12M18 6L6 18',
  warning: 'M12 5v9M12 18v1',
  skipped: 'M6 12h12',
}

/** The connection test as it runs: each step with its facts, and for each failure what to do. */
export function TestReport() {
  const { t } = useText()
  const { connection } = useScreen()
  const test = useStore(connection, (state) => state.test)
  if (!test) return null
  const byName = new Map(test.steps.map((step) => [step.step, step]))
  const next = test.running ? order.find((name) => !byName.has(name)) : undefined
  return (
    <section className="test-report" aria-label={t('test.title')} data-running={test.running}>
      <h2>{t('test.title')}</h2>
      <ol aria-live="polite">
        {order.map((name) => {
          const step = byName.get(name)
          if (step) return <Step key={name} step={step} />
          return (
            <li key={name} data-step={name} data-result={name === next ? 'running' : 'pending'}>
              <i className="step-mark" aria-hidden="true" />
              <div>
                <b>{t(`step.${name}`)}</b>
                {name === next && <span className="step-facts">{t('test.running')}</span>}
              </div>
            </li>
          )
        })}
      </ol>
      {test.problem && <p className="form-error">{problemWords(test.problem, t)}</p>}
      {!test.running && !test.problem && <p className="test-verdict">{t(verdict(test.steps))}</p>}
    </section>
  )
}

function verdict(steps: TestStep[]): MessageKey {
  if (steps.some((step) => step.result === 'failed')) return 'test.failed'
  return steps.some((step) => step.result === 'warning') ? 'test.warned' : 'test.passed'
}

function Step({ step }: { step: TestStep }) {
  const text = useText()
  const { t } = text
  const facts = Object.entries(step.facts)
  return (
    <li data-step={step.step} data-result={step.result}>
      <svg className="step-mark" viewBox="0 0 24 24" aria-hidden="true">
        <path d={marks[step.result]} />
      </svg>
      <div>
        <b>{t(`step.${step.step}`)}</b>
        <span className="visually-hidden">{t(`step.result.${step.result}`)}</span>
        {facts.length > 0 && (
          <span className="step-facts">
            {facts.map(([name, value]) => (
              <span key={name} data-fact={name}>
                {factName(name, text)} <b>{factValue(name, value, text)}</b>
              </span>
            ))}
          </span>
        )}
        {step.cure && <p className="step-cure">{t(`cure.${step.cure}`)}</p>}
      </div>
    </li>
  )
}

const facts = {
  greeting: 'fact.greeting',
  version: 'fact.version',
  host: 'fact.host',
  port: 'fact.port',
  protocol: 'fact.protocol',
  trust: 'fact.trust',
  login: 'fact.login',
  username: 'fact.username',
  missing: 'fact.missing',
  queues: 'fact.queues',
  seats: 'fact.seats',
  waiting: 'fact.waiting',
  names: 'fact.names',
  source: 'fact.source',
  channels: 'fact.channels',
  vdn: 'fact.vdn',
  detail: 'fact.detail',
} as const satisfies Record<string, MessageKey>

/** A fact that has no words yet is shown by its own name rather than left out. */
const factName = (name: string, { t }: Text): string =>
  Object.hasOwn(facts, name) ? t(facts[name as keyof typeof facts]) : name

/** Choices of the form are shown by the words that the form has for them; a port is no quantity, so nothing is grouped. */
function factValue(name: string, value: string | number, { t }: Text): string {
  const word =
    (name === 'trust' && tlsKinds.find((kind) => kind === value) && `tls.${value}`) ||
    (name === 'source' && vdnSourceKinds.find((kind) => kind === value) && `vdn-source.${value}`) ||
    (name === 'login' && (value === 'plain' || value === 'challenge') && `login.${value}`)
  return word ? t(word as MessageKey) : String(value)
}
