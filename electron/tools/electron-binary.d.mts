export function findElectron(): string | undefined
export function getElectron(): Promise<string | undefined>
