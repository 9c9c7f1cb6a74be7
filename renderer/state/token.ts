/**
 * The browser host's address carries a token (`#token=…` or `?token=…`). It is kept for this tab and taken off the
 * address bar, so that it is neither photographed on a wall nor sent on as a link.
 */
const storageKey = 'firstline.token'

export function takeToken(win: Pick<Window, 'location' | 'history' | 'sessionStorage'>): string | undefined {
  const url = new URL(win.location.href)
  const hash = new URLSearchParams(url.hash.slice(1))
  const found = hash.get('token') ?? url.searchParams.get('token')
  if (!found) return win.sessionStorage.getItem(storageKey) ?? undefined
  win.sessionStorage.setItem(storageKey, found)
  hash.delete('token')
  url.searchParams.delete('token')
  url.hash = hash.toString()
  win.history.replaceState(null, '', url.href)
  return found
}
