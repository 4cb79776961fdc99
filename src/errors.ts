/** What each error code means; every operator error of this program carries one. */
export const ERROR_CODES = {
  KYC_KNOWLEDGE: 'the knowledge has a mistake; run `npx kyc-help check`',
  KYC_CONFIG: 'a setting is wrong; nothing was started',
  KYC_USAGE: 'the command line was not understood',
  KYC_INPUT: 'a file or line given to a command cannot be read',
  KYC_STORE_OPEN: 'the store cannot be opened; nothing was started',
  KYC_STORE_CONFLICT: 'two writers changed the same row; read it again and retry',
  KYC_STORE_VALUE: 'a row is too large to be kept',
  KYC_STORE_LOST: 'the store does not answer; turns are refused until it does'
} as const

/** A code of `ERROR_CODES`. */
export type ErrorCode = keyof typeof ERROR_CODES

/** An error an operator can act on: what went wrong, where, and what to do next. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options)
    this.name = 'AppError'
  }
}

/** Gives the message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)
