import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { useText, type Text } from '#renderer/i18n/text.ts'
import type { Said } from '#renderer/state/list-store.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { counted } from './counted.ts'
import { createRuleActions } from './rule-actions.ts'

/** Long enough to read it and to reach Undo. */
const shownMs = 15_000

/** What was just done, with the way back where there is one. */
export function SaidBar() {
  const text = useText()
  const { list, commands } = useScreen()
  const said = useStore(list, (state) => state.said)
  const actions = useMemo(() => createRuleActions(list, commands), [list, commands])
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(list.hush, shownMs)
    return () => clearTimeout(timer)
  }, [said, list])
  const undo = said?.what.kind === 'removed' ? said.what.undo : undefined
  return (
    <div className="said" role="status">
      {said && (
        <p key={said.id} data-said={said.what.kind}>
          <span>{saidWords(said.what, text)}</span>
          {undo && (
            <Button
              size="small"
              onPress={() => {
                list.hush()
                void actions.undoRemoval(undo)
              }}
            >
              {text.t('said.undo')}
            </Button>
          )}
          <Button look="quiet" size="small" aria-label={text.t('notices.dismiss')} onPress={list.hush}>
            ×
          </Button>
        </p>
      )}
    </div>
  )
}

function saidWords(said: Said, text: Text): string {
  const { t } = text
  switch (said.kind) {
    case 'removed':
    case 'restored':
    case 'enabled':
    case 'disabled':
    case 'classed':
      return t(`said.${said.kind}`, counted(said.count, text))
    case 'published':
      return t('said.published', { version: said.version })
    case 'undone': {
      const words = t('said.undone', { version: said.version, from: said.from })
      return said.conflicts > 0 ? `${words} ${t('said.conflicts', counted(said.conflicts, text))}` : words
    }
    case 'exported':
    case 'saved-rule':
      return t(`said.${said.kind}`, { name: said.name })
    default:
      return t(`said.${said.kind}`)
  }
}
