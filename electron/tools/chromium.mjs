// A browser of Chromium's family for the end-to-end tests.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'

const windowsFolders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
const candidates = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].flatMap((name) =>
    (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name)),
  ),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: windowsFolders
    .filter(Boolean)
    .flatMap((folder) =>
      ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((name) =>
        path.join(folder, name),
      ),
    ),
}

/** FIRSTLINE_CHROMIUM, else the machine's own, else Playwright's if it was downloaded; nothing otherwise. */
export async function findChromium() {
  const asked = process.env.FIRSTLINE_CHROMIUM
  if (asked) return existsSync(asked) ? asked : undefined
  const own = (candidates[process.platform] ?? []).find((file) => existsSync(file))
  return own ?? (await playwrightsOwn())
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const file = chromium.executablePath()
  return file && existsSync(file) ? file : undefined
}

/** Tries what this machine allows, in one line each. */
export async function getChromium() {
  const found = await findChromium()
  if (found) return found
  console.log('Downloading a browser for the tests (once) …')
  spawnSync('playwright', ['install', 'chromium'], {
    stdio: 'ignore',
    timeout: 300_000,
    shell: process.platform === 'win32',
  })
  const downloaded = await findChromium()
  if (downloaded) return downloaded
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing chromium and fonts-noto-cjk with apt-get (once) …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update'], { stdio: 'ignore', env, timeout: 300_000 })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
      stdio: 'ignore',
      env,
      timeout: 600_000,
    })
  }
  return findChromium()
}
