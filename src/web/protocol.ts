/** A part of what the bot says in one turn, as it travels beside the plain text. */
export interface Part {
  text: string
  list?: string[]
  steps?: { id: string; do: string; why: string }[]
  progress?: { step: number; total: number }
  choices?: Choice[]
  tone?: 'reminder' | 'warning'
  calendar?: { at: string; wait: string }
  copy?: boolean
}

/** A button: what is written on it, and the id that it stands for. */
export interface Choice {
  label: string
  value: string
}

/** An activity of Direct Line 3.0, as far as the page reads or writes it. */
export interface Activity {
  type: string
  name?: string
  id?: string
  text?: string
  locale?: string
  from?: { id?: string; role?: string }
  value?: { choice: string }
  channelData?: { clientActivityID?: string; parts?: Part[]; fleeting?: boolean }
  suggestedActions?: { actions: { title: string; value: string }[] }
}

/** What the server tells the page about itself. */
export interface Settings {
  locale: string
  words: Record<string, string>
  /** What the bot says first, for the moment before it is there. */
  greeting: Part[]
  /** Where a token comes from. */
  tokenUrl: string
  /** The Direct Line service to talk to. */
  domain: string
  /** The buttons that are always there. */
  always: Choice[]
}
