import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { useText, type Translate } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'

/** What every user must know about the console itself, until it is put right. */
export function ProblemStrip() {
  const { t, minute } = useText()
  const problems = useConsole((state) => state.view?.problems)
  if (!problems || problems.length === 0) return null
  return (
    <section className="problem-strip" aria-label={t('console.problems')}>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.kind}${problem.at}`} data-problem={problem.kind}>
            <time>{minute(problem.at)}</time>
            {words(problem, t)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function words(problem: ConsoleProblem, t: Translate): string {
  switch (problem.kind) {
    case 'settings-set-aside':
      return t('console.settings-set-aside', { file: problem.file })
    case 'secret-unreadable':
      return t('console.secret-unreadable')
    case 'settings-not-saved':
      return t('console.settings-not-saved', { detail: problem.detail })
    case 'access-locked':
      return t(`console.access-locked.${problem.why}`, { file: problem.file })
    case 'list-set-aside':
      return t(`console.list-set-aside.${problem.fallback}`, { file: problem.file })
    case 'list-not-kept':
      return t(problem.inForce ? 'console.list-not-kept.in-force' : 'console.list-not-kept.none', {
        detail: problem.detail,
      })
    case 'right-missing':
      return t('console.right-missing', { right: problem.right })
    case 'journal-not-kept':
      return t(problem.dropped > 0 ? 'console.journal-not-kept.dropped' : 'console.journal-not-kept', {
        detail: diskWords(problem.detail, t),
        count: problem.dropped,
      })
    case 'journal-set-aside':
      return t('console.journal-set-aside', { file: problem.file })
    default:
      return assertNever(problem)
  }
}

/** What a person can do something about, in words; anything else as the machine says it. */
const diskTroubles = [
  ['full', /ENOSPC|EDQUOT|disk is full/i],
  ['read-only', /EROFS|EACCES|EPERM|read-?only/i],
  ['slow', /^slow$/],
  ['newer', /^newer:/],
] as const

function diskWords(detail: string, t: Translate): string {
  const found = diskTroubles.find(([, said]) => said.test(detail))
  return found ? t(`console.journal-why.${found[0]}`) : detail
}
