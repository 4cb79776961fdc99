import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { Knowledge } from '../knowledge/knowledge'

/** Addresses of the files that a page is made of. */
export interface Links {
  script: string
  style: string
  logo: string
}

interface Props {
  knowledge: Knowledge
  title: string
  links: Links
  script?: string
  children: ComponentChildren
}

/** Writes a whole page. */
export const toHtml = (props: Props): string => `<!doctype html>${render(<Document {...props} />)}`

const Document = ({ knowledge, title, links, script, children }: Props) => (
  <html lang={knowledge.locale} dir={knowledge.page.direction}>
    <head>
      <meta charset="utf-8" />
      <meta
        name="viewport"
        content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
      />
      <title>{title}</title>
      <meta name="description" content={knowledge.page.about} />
      <link rel="icon" href={links.logo} />
      <link rel="stylesheet" href={links.style} />
      {script && <script src={script} defer />}
    </head>
    <body>{children}</body>
  </html>
)
