/** Where the keyboard goes when what had it is gone: back to the grid, or to the page that is open. */
export function focusGrid(): void {
  const spot =
    document.querySelector<HTMLElement>('.rule-grid [tabindex="0"]') ??
    document.querySelector<HTMLElement>('.list-places [aria-current]')
  spot?.focus()
}

/** After a dialog whose button is gone with what it was about; the dialog gives the focus back in the next frame, to nothing. */
export function focusGridIfLost(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === null || document.activeElement === document.body) focusGrid()
    }),
  )
}
