import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BackupSummary } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Commands } from './commands.ts'
import { saveOffer, sendFile } from './file-transfer.ts'

/**
 * A backup on its way out or in. Holds the file that was opened, by its name in the console, until it is restored or put aside; never a
 * passphrase: the views hold those, and forget them after use.
 */
export type BackupParts = { settings: boolean; list: boolean; secrets: boolean }
export type OpenBackup = { fileId: string; name: string; summary: BackupSummary }
export type BackupState = {
  busy?: { what: 'exporting' | 'reading' | 'restoring'; name: string }
  opened?: OpenBackup
  /** What was done last. */
  done?: { kind: 'exported'; name: string } | { kind: 'restored'; parts: BackupParts; listWaits: boolean }
  /** Why the last thing was not done, and which. */
  problem?: { of: 'export' | 'open' | 'restore'; problem: Problem }
}

export type BackupStore = StoreApi<BackupState> & {
  save: (passphrase: string | null) => Promise<boolean>
  openFile: (file: File) => Promise<boolean>
  /** Tries a passphrase on the file that is open. */
  unlock: (passphrase: string) => Promise<boolean>
  restore: (parts: BackupParts, why: string, passphrase: string | null) => Promise<boolean>
  putAside: () => void
}

export function createBackupStore(commands: Commands): BackupStore {
  const store = createStore<BackupState>(() => ({}))

  function begin(what: NonNullable<BackupState['busy']>['what'], name = ''): void {
    const { opened } = store.getState()
    store.setState({ busy: { what, name }, ...(opened && { opened }) }, true)
  }

  /** Ends what is under way; answers whether it was done. */
  function end(
    of: 'export' | 'open' | 'restore',
    problem: Problem | undefined,
    changes: Partial<BackupState>,
  ): boolean {
    const { busy: _, ...rest } = store.getState()
    store.setState(problem ? { ...rest, problem: { of, problem } } : { ...rest, ...changes }, true)
    return !problem
  }

  async function save(passphrase: string | null): Promise<boolean> {
    begin('exporting')
    const offer = await commands.run('backup.export', { passphrase }, 'caller')
    if (!offer.ok) return end('export', offer.error, {})
    const problem = await saveOffer(commands, offer.value)
    return end('export', problem, { done: { kind: 'exported', name: offer.value.name } })
  }

  async function openFile(file: File): Promise<boolean> {
    putAside()
    begin('reading', file.name)
    const sent = await sendFile(commands, file)
    if (!sent.ok) return end('open', sent.error, {})
    return look(sent.value.fileId, file.name, null)
  }

  async function look(fileId: string, name: string, passphrase: string | null): Promise<boolean> {
    const summary = await commands.run('backup.open', { fileId, passphrase }, 'caller')
    if (!summary.ok) return end('open', summary.error, {})
    const { hasSecrets, secretsOpen } = summary.value
    const wrong = passphrase !== null && hasSecrets && !secretsOpen
    if (wrong) return end('open', { kind: 'bad-file', why: 'wrong-passphrase', detail: '' }, {})
    return end('open', undefined, { opened: { fileId, name, summary: summary.value } })
  }

  async function unlock(passphrase: string): Promise<boolean> {
    const { opened } = store.getState()
    if (!opened) return false
    begin('reading', opened.name)
    return look(opened.fileId, opened.name, passphrase)
  }

  async function restore(parts: BackupParts, why: string, passphrase: string | null): Promise<boolean> {
    const { opened } = store.getState()
    if (!opened) return false
    begin('restoring', opened.name)
    const result = await commands.run('backup.restore', { fileId: opened.fileId, passphrase, ...parts, why }, 'caller')
    if (!result.ok) return end('restore', result.error, {})
    putAside()
    // A list that needs a second person is handed in, and not in force yet.
    const listWaits = parts.list && !result.value.list
    return end('restore', undefined, { done: { kind: 'restored', parts: result.value, listWaits } })
  }

  function putAside(): void {
    const { opened } = store.getState()
    if (opened) void commands.run('files.drop', { fileId: opened.fileId }, 'caller')
    store.setState({}, true)
  }

  return Object.assign(store, { save, openFile, unlock, restore, putAside })
}
