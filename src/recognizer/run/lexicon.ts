import type { Labels } from '../../knowledge/knowledge'

/** Which ids have a meaning of their own for the recognizer. */
export type SpecialLabels = Pick<Labels, 'outOfScope' | 'ruledOut' | 'manners' | 'urgent' | 'label' | 'act'>
/** The words of all languages that steer understanding and carry no cause themselves. */
export interface Particles {
  /** Words that join two statements ("and", "but"), where a message is cut into clauses. */
  connectors: ReadonlySet<string>
  /** Words that every text has ("the", "my"); they are never given as a reason. */
  common: ReadonlySet<string>
}

/** What the recognizer knows of labels and small words beside its examples. */
export interface Lexicon {
  special: SpecialLabels
  particles: Particles
}

/** A lexicon for texts of any subject: no label is special, no word either. */
export const NEUTRAL: Lexicon = {
  special: {
    outOfScope: '',
    ruledOut: '',
    manners: new Set(),
    urgent: new Set(),
    label: new Map(),
    act: new Map()
  },
  particles: { connectors: new Set(), common: new Set() }
}
