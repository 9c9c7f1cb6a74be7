/** The part of the npm package that is measured against; it ships no types. */
declare module 'asterisk-manager' {
  type Manager = { on(event: 'managerevent', listener: () => void): void }
  const create: (port: number, host: string, user: string, secret: string, events: boolean) => Manager
  export default create
}
