import { useState } from 'preact/hooks'
import { keep, readKept } from './kept'
import type { Choice, Part } from './protocol'

type Words = Record<string, string>

/** One thing the bot says, with all that belongs to it. */
export function PartView({ part, id, words }: { part: Part; id: string; words: Words }) {
  const { text, list = [], steps = [], progress, tone } = part
  return (
    <div class={`part ${tone ?? ''}`}>
      {tone && <Sign tone={tone} />}
      <div>
        {progress && <Bar step={progress.step} total={progress.total} />}
        {text.split('\n').map((line) => (
          <p key={line}>{line}</p>
        ))}
        {list.length > 0 && (
          <ul>
            {list.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {part.copy && <Copy text={[text, ...list].join('\n')} words={words} />}
        {part.calendar && (
          <a
            class="link"
            href={`/calendar/${part.calendar.wait}/${part.calendar.at}.ics?lang=${document.documentElement.lang}`}
          >
            {words.calendar}
          </a>
        )}
        {steps.length > 0 && progress && <Step step={steps[0]} />}
        {steps.length > 0 && !progress && <Checklist id={id} steps={steps} words={words} />}
      </div>
    </div>
  )
}

const SIGNS = {
  reminder: 'M12 3.5 5 6v5c0 4.5 3 8 7 9.5 4-1.5 7-5 7-9.5V6zM9 11.5l2.2 2.2 4-4.2',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.1'
}

const Sign = ({ tone }: { tone: NonNullable<Part['tone']> }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={SIGNS[tone]} />
  </svg>
)

type StepView = NonNullable<Part['steps']>[number]

// the words beside it say the same, so it is for the eye only
const Bar = ({ step, total }: { step: number; total: number }) => (
  <div class="bar" aria-hidden="true">
    {Array.from({ length: total }, (_, place) => (
      <i key={place} class={place < step ? 'on' : ''} />
    ))}
  </div>
)

const Step = ({ step }: { step: StepView | undefined }) =>
  step ? (
    <p class="step">
      <b>{step.do}</b> <span>{step.why}</span>
    </p>
  ) : null

function Checklist({ id, steps, words }: { id: string; steps: StepView[]; words: Words }) {
  const [ticked, setTicked] = useState(() => readKept().ticked?.[id] ?? [])
  const toggle = (step: string): void => {
    const now = ticked.includes(step) ? ticked.filter((one) => one !== step) : [...ticked, step]
    setTicked(now)
    keep({ ticked: { ...readKept().ticked, [id]: now } })
  }
  const done = steps.filter((step) => ticked.includes(step.id)).length
  const count: Record<string, number> = { done, total: steps.length }
  return (
    <>
      <ul class="checklist">
        {steps.map((step) => (
          <li key={step.id}>
            <label>
              <input type="checkbox" checked={ticked.includes(step.id)} onChange={() => toggle(step.id)} />
              <span>
                <b>{step.do}</b> {step.why && <span>{step.why}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p class="count">{words.ticked?.replace(/\{(\w+)\}/g, (_, name: string) => String(count[name]))}</p>
    </>
  )
}

function Copy({ text, words }: { text: string; words: Words }) {
  const [isDone, setDone] = useState(false)
  const copy = (): void => {
    navigator.clipboard?.writeText(text).then(
      () => setDone(true),
      () => undefined
    )
  }
  return (
    <button type="button" class="link" onClick={copy}>
      {isDone ? words.copied : words.copy}
    </button>
  )
}

/** The buttons of an answer; those of an earlier one look quieter and still work. */
export const Choices = ({
  choices,
  past,
  press
}: {
  choices: Choice[]
  past: boolean
  press: (choice: Choice) => void
}) => (
  <div class={past ? 'choices past' : 'choices'}>
    {choices.map((choice) => (
      <button key={choice.value} type="button" onClick={() => press(choice)}>
        {choice.label}
      </button>
    ))}
  </div>
)
