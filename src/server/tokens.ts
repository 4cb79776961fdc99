import { randomUUID } from 'node:crypto'
import { sign, verify } from 'jsonwebtoken'

/** What a token allows: one person to take part in one conversation. */
export interface Grant {
  conversation: string
  user: string
}

/** How long a token of each use is valid: one to talk, which travels with every call, and one to come back with later. */
export const LIFETIME_SECONDS = { talk: 1800, resume: 30 * 24 * 3600 }

/** What a token is good for. */
export type Use = keyof typeof LIFETIME_SECONDS

/** Issues and reads the tokens of web chats. */
export interface Tokens {
  issue(grant: Grant, use: Use): string
  /** Gives what a token allows, or undefined when it is wrong, expired, for another use or signed with another key. */
  read(token: string, use: Use): Grant | undefined
}

/** Builds the tokens' issuer from its secret key. */
export function createTokens(key: string): Tokens {
  return {
    issue: ({ conversation, user }, use) =>
      sign({ conversation }, key, {
        subject: user,
        audience: use,
        expiresIn: LIFETIME_SECONDS[use],
        jwtid: randomUUID()
      }),
    read(token, use) {
      try {
        const claims = verify(token, key, { algorithms: ['HS256'], audience: use })
        if (typeof claims === 'string' || typeof claims.conversation !== 'string' || !claims.sub)
          return undefined
        return { conversation: claims.conversation, user: claims.sub }
      } catch {
        return undefined
      }
    }
  }
}
