import { capital, fill } from '../../dialogs/flow'
import type { Knowledge, Reason, Step } from '../knowledge/knowledge'

/** Everything the bot knows, as a page to read. */
export function Guide({ knowledge }: { knowledge: Knowledge }) {
  const { phrases, page, categories, reasons, checklist, documents, faqs, reminders } = knowledge
  const others = [...reasons.values()].filter(({ gap }) => gap)
  return (
    <>
      <List
        lines={[
          phrases.common,
          phrases.photoFirst,
          phrases.secondPass,
          phrases.checkNotice,
          phrases.tryApp,
          phrases.officialSite
        ]}
      />
      <h2>{page.causes}</h2>
      {categories.map((category) => (
        <section key={category.id}>
          <h3>{capital(category.title)}</h3>
          {category.reasons.map((reason) => (
            <Cause key={reason.id} reason={reason} heading="h4" />
          ))}
        </section>
      ))}
      <h2>{page.others}</h2>
      {others.map((reason) => (
        <Cause key={reason.id} reason={reason} heading="h3" />
      ))}
      <p>{phrases.gapSupport}</p>
      <h2>{page.checklist}</h2>
      <Steps steps={checklist} />
      <h2>{page.escalation}</h2>
      <p>{fill(phrases.escalate, { attempts: knowledge.escalateAfter })}</p>
      <List lines={[phrases.liveChat, phrases.ticket, phrases.otherDocument, phrases.wait]} />
      <h2>{page.documents}</h2>
      <p>{phrases.documentRates}</p>
      <List
        lines={documents.map(({ title, about }) =>
          fill(phrases.documentLine, { title: capital(title), about })
        )}
      />
      <h2>{page.questions}</h2>
      {[...faqs.values()].map(({ id, label, answer }) => (
        <section key={id}>
          <h3>{label}</h3>
          <p>{answer}</p>
        </section>
      ))}
      <h2>{page.safety}</h2>
      <List lines={reminders.map(({ text }) => text)} />
    </>
  )
}

const Cause = ({ reason, heading: Heading }: { reason: Reason; heading: 'h3' | 'h4' }) => (
  <section>
    <Heading>{capital(reason.title)}</Heading>
    <p>{reason.cause}</p>
    <Steps steps={reason.steps} />
  </section>
)

const Steps = ({ steps }: { steps: Step[] }) => (
  <ol>
    {steps.map((step) => (
      <li key={step.id}>
        <b>{step.do}</b> {step.why}
      </li>
    ))}
  </ol>
)

const List = ({ lines }: { lines: string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
