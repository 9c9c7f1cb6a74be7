/** The icon of tray and browser tab as 32 × 32 PNG, in the program itself: a tray without its icon cannot be seen. */
const base64 = [
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAABMklEQVR42mNgGGxAQNEsVEDRbL+AotkPAUWz/1TCP6BmhuKzmF1A',
  '0WwHFS3FhUF2sGNzAD0shzsCW7D/pzMORXbA/gFwwH5kB2BNcD4m1v8X+Tn9Xx/kTBYG6QWZgSthIjsAq+X/s72ognE5Aq8DZvs4',
  'Uc0BILNIdkCunR3VHAAyi2QHgPBUL8f/1+PdKcIgM3CZT9ABtMaD3wFiatb/DR1DiMZqZl7UcwDIsAOnb/y/9uANSbi4cSJ1HFDZ',
  'No1ky2FYWsdhGDhgwKNgwBPhaDkAwqGpVf/LO+bgxBGZtf+FVSxp4wCHwNT/PXM2EMTuETm0cQDId8Q4IL6ghTYO0HcIJcoBZu7R',
  'VHHAD1yOiMlp/J9c3I6BQeKUWI7eJBvwRunANssHvGMyKLpmA945HSgAAMo17hphpTycAAAAAElFTkSuQmCC',
].join('')

export const iconPng = Buffer.from(base64, 'base64')
export const iconUrl = `data:image/png;base64,${base64}`
