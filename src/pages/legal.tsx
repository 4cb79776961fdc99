import { fill } from '../../dialogs/flow'
import type { Knowledge } from '../knowledge/knowledge'
import { type Links, toHtml } from './document'

/** The pages that a store or a Teams administrator asks for. */
export type LegalPage = 'privacy' | 'terms'

/** Writes what is kept and for how many days, or the terms of use. */
export function legalPage(
  knowledge: Knowledge,
  which: LegalPage,
  links: Links,
  retentionDays: number
): string {
  const { legal } = knowledge
  const title = which === 'privacy' ? legal.privacyTitle : legal.termsTitle
  return toHtml({
    knowledge,
    title,
    links,
    children: (
      <main class="read">
        <h1>{title}</h1>
        <ul>
          {legal[which].map((line) => (
            <li key={line}>{fill(line, { days: retentionDays })}</li>
          ))}
        </ul>
        <p>
          <a href={`/?lang=${knowledge.locale}`}>{legal.back}</a>
        </p>
      </main>
    )
  })
}
