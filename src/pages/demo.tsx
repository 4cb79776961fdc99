import type { Knowledge } from '../knowledge/knowledge'
import { type Links, toHtml } from './document'

/** The second of the two lines that put the chat on a page. */
export const START = "addEventListener('load', () => KycHelp.init())"

/** Writes a sample help center that has the chat on it. */
export function demoPage(knowledge: Knowledge, links: Links): string {
  const { page, faqs } = knowledge
  const code = `<script src="https://YOUR-HOST/embed.js" async></script>\n<script>${START}</script>`
  return toHtml({
    knowledge,
    title: page.demoTitle,
    links,
    children: (
      <>
        <main class="read">
          <h1>{page.demoTitle}</h1>
          <p>{page.demoText}</p>
          <p>{page.demoCode}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>
            <code>{code}</code>
          </pre>
          <h2>{page.questions}</h2>
          {[...faqs.values()].map(({ id, label, answer }) => (
            <section key={id}>
              <h3>{label}</h3>
              <p>{answer}</p>
            </section>
          ))}
        </main>
        <script src="/embed.js" async />
        {/* a constant of ours */}
        <script dangerouslySetInnerHTML={{ __html: START }} />
      </>
    )
  })
}
