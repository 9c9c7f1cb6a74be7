import { useSession } from '#renderer/state/screen.tsx'
import { RoleEnded } from './RoleEnded.tsx'
import { SetUpPanel } from './SetUpPanel.tsx'
import { SignInPanel } from './SignInPanel.tsx'
import './access.css'

/** Who is at the desk, as far as it asks for something. A strip of its own above the view: it takes room, and covers no alarm. */
export function AccessStrip() {
  const asked = useSession(({ session }) => session?.access === 'unasked' && session.role === 'admin')
  const panelOpen = useSession((state) => state.panelOpen)
  const ended = useSession((state) => state.ended)
  return (
    <div className="access-strip">
      {asked && <SetUpPanel />}
      {ended && !panelOpen && <RoleEnded {...ended} />}
      {panelOpen && <SignInPanel />}
    </div>
  )
}
