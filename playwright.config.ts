import { defineConfig } from '@playwright/test'
import { findChromium } from './electron/tools/chromium.mjs'
import { findElectron } from './electron/tools/electron-binary.mjs'

/**
 * `browser`: the specs in the machine's own Chromium against the browser host. `electron`: the same specs in Electron,
 * where its binary is; `npm test` names it as skipped where it is not. `switch`: against a real Asterisk.
 * Each spec starts its own console. Nothing is retried: a test that passes sometimes is a fault.
 */
const executablePath = await findChromium()
const asRoot = process.getuid?.() === 0
const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--disable-background-networking', '--disable-component-update', ...(asRoot ? ['--no-sandbox'] : [])],
  },
}
const specs = { testDir: 'e2e/specs', testIgnore: 'switch/**' }

export default defineConfig({
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 30_000,
  expect: { timeout: 5_000 },
  outputDir: 'test-results',
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure', locale: 'en-GB', timezoneId: 'Asia/Shanghai' },
  projects: [
    { name: 'browser', ...specs, use: chromium },
    ...(findElectron() ? [{ name: 'electron', ...specs, workers: 1 }] : []),
    // A caller's IVR and keys take seconds of their own, on a machine that is the switch and its phones as well.
    {
      name: 'switch',
      testDir: 'e2e/specs/switch',
      timeout: 180_000,
      expect: { timeout: 15_000 },
      workers: 1,
      use: chromium,
    },
  ],
})
