import type { MenuItemConstructorOptions, Tray } from 'electron'
import { iconUrl } from '#electron/platform/icon.ts'
import type { ElectronModule } from './electron-module.ts'
import type { Words } from './words.ts'

/** The tray and the menu. Their words change with the language; the tray itself stays. */
export type Menus = { say(words: Words): void; remove(): void }
export type MenuActions = { open(): void; quit(): void; toggleFullScreen(): void }

export function createMenus(
  { app, Menu, nativeImage, Tray: TrayClass }: ElectronModule,
  actions: MenuActions,
  first: Words,
): Menus {
  const tray: Tray = new TrayClass(nativeImage.createFromDataURL(iconUrl))
  tray.setToolTip('Firstline 先接')
  tray.on('click', actions.open)

  function say(words: Words): void {
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.open, click: actions.open },
        { type: 'separator' },
        { label: words.quit, click: actions.quit },
      ]),
    )
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu(words, actions, app.isPackaged)))
  }

  say(first)
  return { say, remove: () => tray.destroy() }
}

function menu(words: Words, actions: MenuActions, isPackaged: boolean): MenuItemConstructorOptions[] {
  const developer: MenuItemConstructorOptions[] = isPackaged ? [] : [{ role: 'reload' }, { role: 'toggleDevTools' }]
  return [
    {
      label: 'Firstline',
      submenu: [{ label: words.quit, accelerator: 'CommandOrControl+Q', click: actions.quit }],
    },
    // Without it macOS has no shortcuts for copying and pasting.
    {
      label: words.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        { label: words.fullScreen, accelerator: 'F11', click: actions.toggleFullScreen },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        ...developer,
      ],
    },
  ]
}
