import type { Message } from '../../dialogs/flow'
import { choose } from '../../dialogs/flow'
import type { Knowledge } from '../knowledge/knowledge'
import { type Links, toHtml } from './document'
import { Guide } from './guide'

/** What a chat page needs to know. */
export interface ChatProps {
  knowledge: Knowledge
  brand: string
  links: Links
  greeting: Message[]
  /** Where the page gets a token. */
  tokenUrl: string
  /** The Direct Line service it talks to. */
  domain: string
}

/** Writes the chat page; without JavaScript it is the whole guide. */
export function chatPage({ knowledge, brand, links, greeting, tokenUrl, domain }: ChatProps): string {
  const { page: words, locale } = knowledge
  const settings = {
    locale,
    words,
    greeting,
    tokenUrl,
    domain,
    always: choose(knowledge, ['human', 'restart'])
  }
  return toHtml({
    knowledge,
    title: brand,
    links,
    script: links.script,
    children: (
      <>
        <noscript>
          <main class="read">
            <h1>{brand}</h1>
            <p>{words.about}</p>
            <p>{words.noScript}</p>
            <Guide knowledge={knowledge} />
          </main>
        </noscript>
        <div class="page" id="page">
          <header class="head">
            <img src={links.logo} alt="" width="40" height="40" />
            <div>
              <h1>{brand}</h1>
              <p>{words.about}</p>
            </div>
            <button type="button" id="close" aria-label={words.close}>
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 6l12 12M18 6L6 18" />
              </svg>
            </button>
          </header>
          <main id="chat">
            <Greeting words={words} greeting={greeting} />
          </main>
        </div>
        {/* data of our own, with every < written as an escape */}
        <script
          type="application/json"
          id="settings"
          dangerouslySetInnerHTML={{ __html: JSON.stringify(settings).replaceAll('<', '\\u003c') }}
        />
      </>
    )
  })
}

// readable before the script is there, which then takes these very elements over; buttons come with it
const Greeting = ({ words, greeting }: { words: Knowledge['page']; greeting: Message[] }) => (
  <div class="talk">
    <div class="log">
      <p class="privacy">{words.privacy}</p>
      <article class="bots">
        {greeting.map(({ text }) => (
          <div key={text} class="part">
            <div>
              <p>{text}</p>
            </div>
          </div>
        ))}
      </article>
    </div>
  </div>
)
