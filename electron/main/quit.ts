import type { Log } from '#electron/console/ports.ts'
import type { ElectronModule } from './electron-module.ts'

/** Links are closed politely, for at most this long; then the program ends whatever happens. */
const stopWithinMs = 2000

export function quitPolitely(
  { app }: Pick<ElectronModule, 'app'>,
  parts: { stop(): Promise<void>; letGo(): void; log: Log },
): void {
  let leaving = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (leaving) return
    leaving = true
    parts.log.info('console stops')
    parts.letGo()
    const late = new Promise<void>((resolve) => setTimeout(resolve, stopWithinMs))
    void Promise.race([
      parts.stop().catch((error: unknown) => parts.log.error('stopping failed', { error })),
      late,
    ]).then(() => app.exit(0))
  })
}
