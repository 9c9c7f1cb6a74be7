import { useRef, type ReactNode } from 'react'
import { Button } from './Button.tsx'

type Props = {
  children: ReactNode
  /** Endings, such as `.csv,.xlsx`. */
  accept: string
  look?: 'main' | 'plain'
  size?: 'small'
  isDisabled?: boolean
  onFile: (file: File) => void
}

/** A button that asks for a file; the same file can be chosen twice in a row. */
export function FileButton({ children, accept, look = 'plain', size, isDisabled = false, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button look={look} isDisabled={isDisabled} {...(size && { size })} onPress={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
