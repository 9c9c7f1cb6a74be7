/** The priority reception list: read by everyone who takes calls, edited by admins. */
export function ListView() {
  return <main className="list" />
}
