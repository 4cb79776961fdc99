import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Composer } from './composer'
import { type Connection, connect, type Line } from './connection'
import { keep } from './kept'
import { Choices, PartView } from './parts'
import type { Activity, Choice, Settings } from './protocol'
import { type Turn, toTurn, withTurn } from './turns'

/** A sign that the bot writes is only worth showing when the answer is not there at once. */
const TYPING_AFTER_MS = 300

const settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as Settings
const { words, locale } = settings
const greeting: Turn = { id: 'greeting', mine: false, text: '', parts: settings.greeting, locale }
const isFramed = window.parent !== window

/** The whole chat: what was said, the line to the bot, and what the person can do. */
function Chat() {
  const [turns, setTurns] = useState<Turn[]>([])
  const [line, setLine] = useState<Line>('connecting')
  const [spoken, setSpoken] = useState('')
  // ids of what was said since the page was opened
  const said = useRef(new Set<string>())
  const connection = useRef<Connection>(undefined)

  useEffect(() => {
    connection.current = connect(settings, {
      line: setLine,
      begun: () => setTurns([]),
      activity(activity) {
        if (activity.name === 'forgotten' || activity.channelData?.fleeting) forget()
        const turn = toTurn(activity)
        if (!turn) return
        setTurns((before) => {
          // read aloud once, and not what a refresh brings back
          if (!turn.mine && said.current.has(before.at(-1)?.id ?? '')) setSpoken(turn.text)
          return withTurn(activity.channelData?.fleeting ? [] : before, turn)
        })
      }
    })
  }, [])

  // what was erased on the server is erased here too
  function forget(): void {
    keep({ ticked: {} })
    setTurns([{ ...greeting, id: 'erased', parts: [{ text: words.erased ?? '' }] }])
  }

  function send(turn: Turn): void {
    const { activity } = turn
    if (!activity) return
    said.current.add(turn.id)
    setTurns((before) => withTurn(before, { ...turn, state: 'sending' }))
    connection.current?.post(activity).then((isSent) => {
      if (!isSent) setTurns((before) => withTurn(before, { ...turn, state: 'failed' }))
    })
  }

  function say(text: string, choice?: string): void {
    const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
    const activity: Activity = { type: 'message', text, locale, channelData: { clientActivityID: id } }
    if (choice !== undefined) activity.value = { choice }
    send({ id, mine: true, text, parts: [], locale, activity })
  }

  const press = ({ label, value }: Choice): void => say(label, value)
  const shown = turns.some(({ mine }) => !mine) ? turns : [greeting, ...turns]
  const waiting = turns.at(-1)?.mine === true && turns.at(-1)?.state !== 'failed'
  return (
    <>
      <Log turns={shown} waiting={waiting} press={press} retry={send} />
      <p class="spoken" role="status">
        {spoken}
      </p>
      <Notice line={line} />
      <Composer words={words} always={settings.always} press={press} say={say} />
    </>
  )
}

interface LogProps {
  turns: Turn[]
  waiting: boolean
  press: (choice: Choice) => void
  retry: (turn: Turn) => void
}

function Log({ turns, waiting, press, retry }: LogProps) {
  const log = useRef<HTMLDivElement>(null)
  const [isMore, setMore] = useState(false)
  const look = () => setMore(log.current !== null && below(log.current) > MORE_PX)
  const isTyping = useLate(waiting, TYPING_AFTER_MS)
  const count = turns.length
  // the question stays in view above its answer, so that a long answer is read from its beginning
  useEffect(() => {
    const box = log.current
    const mine = box ? [...box.querySelectorAll<HTMLElement>('.mine')].at(-1) : undefined
    if (mine && count > 1) mine.scrollIntoView({ block: 'start' })
    look()
  }, [count, isTyping])
  const last = turns.map(({ mine }) => mine).lastIndexOf(false)
  return (
    <div class="talk">
      {/* a region that scrolls must be reachable by keyboard */}
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="off"
        aria-label={words.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        onScroll={look}
      >
        <p class="privacy">{words.privacy}</p>
        {turns.map((turn, place) =>
          turn.mine ? (
            <Mine key={turn.id} turn={turn} retry={retry} />
          ) : (
            <article key={turn.id} class="bots" lang={turn.locale ?? locale}>
              {turn.parts.map((part, number) => (
                <PartView
                  key={`${number} ${part.text}`}
                  part={part}
                  id={`${turn.id} ${number}`}
                  words={words}
                />
              ))}
              <Choices
                choices={turn.parts.flatMap(({ choices = [] }) => choices)}
                past={place < last}
                press={press}
              />
            </article>
          )
        )}
        {isTyping && (
          <p class="typing">
            <i />
            <i />
            <i />
            <span class="spoken">{words.typing}</span>
          </p>
        )}
      </div>
      {isMore && (
        <button type="button" class="more" aria-label={words.latest} onClick={() => page(log.current)}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 6v12M6 12.5l6 6 6-6" />
          </svg>
        </button>
      )}
    </div>
  )
}

const GAP_PX = 16
/** Text hidden below from which on the way down is worth a button. */
const MORE_PX = 48

const below = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight

// a screen at a time, with a line of the one before, as one reads
const page = (box: HTMLElement | null): void => box?.scrollBy({ top: box.clientHeight - 3 * GAP_PX })

const Mine = ({ turn, retry }: { turn: Turn; retry: (turn: Turn) => void }) => (
  <div class="mine">
    <p>
      <span class="spoken">{words.you} </span>
      {turn.text}
    </p>
    {turn.state === 'failed' && (
      <span class="state">
        {words.notSent}{' '}
        <button type="button" onClick={() => retry(turn)}>
          {words.retry}
        </button>
      </span>
    )}
  </div>
)

// the first connection is quick, and a word about it would only flicker
function Notice({ line }: { line: Line }) {
  const isLate = useLate(line !== 'open', line === 'connecting' ? 2000 : 0)
  return (
    <p class="notice" role="alert">
      {isLate && line !== 'open' ? words[line] : ''}
    </p>
  )
}

/** True once something was so for some milliseconds. */
function useLate(isSo: boolean, afterMs: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (!isSo) return
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => clearTimeout(timer)
  }, [isSo, afterMs])
  return isSo && isLate
}

const close = (): void => window.parent.postMessage({ kycHelp: 'close' }, '*')

if (isFramed) {
  document.documentElement.classList.add('framed')
  document.getElementById('close')?.addEventListener('click', close)
  addEventListener('keydown', ({ key }) => key === 'Escape' && close())
  addEventListener('focus', takeFocus)
}
const place = document.getElementById('chat')
if (place) render(<Chat />, place)
if (isFramed) takeFocus()

// where there is a keyboard to type with; on a phone the keys would cover the greeting
function takeFocus(): void {
  if (document.activeElement !== document.body) return
  const target = matchMedia('(pointer: fine)').matches ? 'textarea' : '[role=log]'
  document.querySelector<HTMLElement>(target)?.focus()
}
