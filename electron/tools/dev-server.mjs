// The renderer with Vite; its WebSocket goes to the browser host behind it.
import { createServer } from 'vite'
import path from 'node:path'
import { root } from './setup.mjs'

const { default: electronViteConfig } = await import(path.join(root, 'electron.vite.config.ts'))
const [pagePort, hostPort] = process.argv.slice(2).map(Number)
const server = await createServer({
  ...electronViteConfig.renderer,
  configFile: false,
  server: {
    port: pagePort,
    strictPort: true,
    // The host takes connections for its own name only.
    proxy: { '/ws': { target: `ws://127.0.0.1:${hostPort}`, ws: true, changeOrigin: true } },
  },
})
await server.listen()
