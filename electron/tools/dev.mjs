// `npm run dev`: what is changed is seen at once. Electron with electron-vite, or Vite and the browser host from its sources.
import process from 'node:process'
import { ensureBuilt } from './build.mjs'
import { node, run } from './run-program.mjs'
import { chooseHost } from './start.mjs'

const pagePort = 4760
const hostPort = 4761

export async function dev() {
  const host = await chooseHost()
  if (host.electron)
    return (await run('electron-vite', ['dev', '--watch'], { env: { ELECTRON_EXEC_PATH: host.electron } })).code
  if (!(await ensureBuilt())) return 1
  console.log(`${host.why ?? 'As asked'}: development in the browser.`)
  const page = `http://localhost:${pagePort}`
  const env = { FIRSTLINE_PORT: String(hostPort), FIRSTLINE_DEV_ORIGIN: page, FIRSTLINE_NO_OPEN: '1' }
  const server = node(['electron/tools/dev-server.mjs', String(pagePort), String(hostPort)])
  const consoleHost = node(['--watch', 'electron/browser/index.ts'], { env })
  console.log(`Open ${page}/ with the #token=… of the address that follows.`)
  const { code } = await Promise.race([server, consoleHost])
  process.kill(process.pid, 'SIGTERM')
  return code
}
