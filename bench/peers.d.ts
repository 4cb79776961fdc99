// nlp.js and wink have no types of their own; these are the parts that the bench calls.
declare module '@nlpjs/core' {
  export interface Container {
    use(plugin: unknown): void
  }
  export function containerBootstrap(): Promise<Container>
}
declare module '@nlpjs/lang-en-min' {
  export const LangEn: unknown
}
declare module '@nlpjs/nlu' {
  export class NluNeural {
    constructor(settings: { locale: string; container: unknown; log: boolean })
    train(corpus: { utterance: string; intent: string }[]): Promise<unknown>
    process(text: string): Promise<{ classifications: { intent: string; score: number }[] }>
  }
}
declare module 'wink-naive-bayes-text-classifier' {
  interface Bayes {
    definePrepTasks(tasks: readonly unknown[]): void
    defineConfig(config: { considerOnlyPresence: boolean; smoothingFactor: number }): void
    learn(text: string, label: string): void
    consolidate(): void
    predict(text: string): string
  }
  export default function createBayes(): Bayes
}
declare module 'wink-nlp-utils' {
  const utils: { string: Record<string, unknown>; tokens: Record<string, unknown> }
  export default utils
}
