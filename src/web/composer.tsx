import { useRef, useState } from 'preact/hooks'
import type { Choice } from './protocol'

const MAX_LENGTH = 2000

interface Props {
  words: Record<string, string>
  /** Buttons that are always there. */
  always: Choice[]
  press: (choice: Choice) => void
  say: (text: string) => void
}

/** Where the person writes, and the ways that are open at any time. */
export function Composer({ words, always, press, say }: Props) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)

  function send(event: Event): void {
    event.preventDefault()
    const said = text.trim()
    if (!said) return
    say(said)
    setText('')
    field.current?.focus()
  }

  return (
    <footer>
      <div class="always">
        {always.map((choice) => (
          <button key={choice.value} type="button" onClick={() => press(choice)}>
            {choice.label}
          </button>
        ))}
      </div>
      <form onSubmit={send}>
        <div class="field" data-text={`${text}\n`}>
          <textarea
            ref={field}
            rows={1}
            value={text}
            maxLength={MAX_LENGTH}
            aria-label={words.placeholder}
            placeholder={words.placeholder}
            autocomplete="off"
            enterkeyhint="send"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            onKeyDown={(event) => {
              // a word that is still being composed takes Enter for itself
              if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
            }}
          />
        </div>
        <button type="submit" class="send" aria-label={words.send} disabled={!text.trim()}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 19V6M6 11.5 12 5.5l6 6" />
          </svg>
        </button>
      </form>
    </footer>
  )
}
