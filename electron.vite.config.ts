import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import path from 'node:path'

const at = (...parts: string[]): string => path.resolve(import.meta.dirname, ...parts)

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        // Two programs, one console: Electron's main process and the browser host; the threads of list and journal, which
        // both start; and the thread that the list starts for a spreadsheet.
        input: {
          index: at('electron/main/index.ts'),
          browser: at('electron/browser/index.ts'),
          'list-worker': at('electron/list/worker.ts'),
          'journal-thread': at('electron/journal/thread.ts'),
          'table-thread': at('electron/list/tables/table-thread.ts'),
        },
      },
      sourcemap: true,
    },
  },
  preload: {
    build: {
      // A sandboxed preload script is one CommonJS file and can require nothing but Electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    // Replaced in each answer (electron/browser/page.ts).
    html: { cspNonce: '__CSP_NONCE__' },
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: at('renderer/index.html') },
      // An image in a data URL would be one more thing that the policy must allow.
      assetsInlineLimit: 0,
    },
  },
})
