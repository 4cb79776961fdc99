import { randomUUID } from 'node:crypto'
import { sign, verify } from 'jsonwebtoken'

/** What a token allows: one person to take part in one conversation. */
export interface Grant {
  conversation: string
  user: string
}

/** How long a token is valid. */
export const TOKEN_SECONDS = 1800

/** Issues and reads the tokens of web chats. */
export interface Tokens {
  issue(grant: Grant): string
  /** Gives what a token allows, or undefined when it is wrong, expired or signed with another key. */
  read(token: string): Grant | undefined
}

/** Builds the tokens' issuer from its secret key. */
export function createTokens(key: string): Tokens {
  return {
    issue: ({ conversation, user }) =>
      sign({ conversation }, key, { subject: user, expiresIn: TOKEN_SECONDS, jwtid: randomUUID() }),
    read(token) {
      try {
        const claims = verify(token, key, { algorithms: ['HS256'] })
        if (typeof claims === 'string' || typeof claims.conversation !== 'string' || !claims.sub)
          return undefined
        return { conversation: claims.conversation, user: claims.sub }
      } catch {
        return undefined
      }
    }
  }
}
