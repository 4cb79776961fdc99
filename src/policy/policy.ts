import * as causes from './causes'
import type { Commanded } from './commands'
import * as denials from './denials'
import * as fallback from './fallback'
import * as outcomes from './outcomes'
import * as questions from './questions'
import * as risks from './risks'
import type { Situation } from './situation'
import * as talk from './talk'

/** One thing the bot may do about a message: its name, when it applies, and what is decided then. */
export interface Rule {
  name: string
  when: (situation: Situation) => boolean
  then: (situation: Situation) => Commanded
}

const rule = (name: string, when: Rule['when'], then: Rule['then']): Rule => ({ name, when, then })

/** What the bot does about a message: the first rule that applies decides, so the order is the policy. */
export const RULES: readonly Rule[] = [
  // a life comes before everything else
  rule('crisis', risks.isCrisis, risks.comfort),
  rule('crisis goes on', risks.isStillCrisis, risks.comfortAgain),

  // buttons say what they mean
  rule('double tap', talk.isDoubleTap, talk.comeBack),
  rule('button of the open question', talk.isAnsweredByButton, talk.answerByButton),
  rule('command', talk.isCommand, talk.obey),
  rule('empty message', talk.isEmpty, talk.askForText),
  rule('abuse again', risks.isAbuseAgain, risks.offerPerson),
  rule('abuse and nothing else', risks.isBareAbuse, risks.stayCalm),

  // risks
  rule('what a scammer did', risks.tellsWhatScammerDid, risks.adviseOnScam),
  rule('a scam', risks.tellsOfScam, risks.warn),
  rule('a plea again', risks.pleadsAgain, risks.refuseAgain),
  rule('a request to cheat', risks.asksToCheat, risks.refuse),

  rule('a doubtful request', risks.mayAskToCheat, risks.askWhose),

  // answers to what was offered
  rule('one of the offered', talk.picks, talk.takePick),
  rule('a failure taken back', outcomes.takesBack, outcomes.giveBack),
  rule('a wish for a person', talk.wantsPerson, talk.showPerson),

  // outcomes
  rule('three failures or more', outcomes.countsToEscalation, outcomes.escalate),
  rule('passed', outcomes.passed, outcomes.celebrate),
  rule('maybe passed', outcomes.maybePassed, outcomes.askWhether),
  rule('failed with a new cause', outcomes.failedWithNewCause, outcomes.countAndFix),
  rule('failed', outcomes.failed, outcomes.count),
  rule('sent', outcomes.sent, outcomes.waitForResult),
  rule('failed again and again', outcomes.failedOften, outcomes.escalate),

  // the open question, and questions about the advice, come before a new cause
  rule('ruled out', denials.rulesOut, denials.takeOut),
  rule('some steps done', denials.didSomeSteps, denials.goOnWithout),
  rule('a choice of documents', causes.asksForDocument, causes.chooseDocument),
  rule('a question with a clear answer', questions.isClearlyAnswered, questions.answerIt),
  rule('a move in the talk', talk.movesOn, talk.move),
  rule('a stop', talk.stops, talk.pause),
  rule('the same cause again', causes.repeatsCause, causes.nameTheStep),
  rule('a question the guide answers', questions.isAnswered, questions.answerIt),

  // causes
  rule('a new cause', causes.tellsNewCause, causes.fixIt),
  rule('an area', causes.namesArea, causes.askWithinArea),
  rule('a question without an answer', questions.isUnanswered, questions.admitIt),
  rule('one likely cause', causes.hasOneGuess, causes.fixTheGuess),
  rule('a complaint without a cause', causes.complainsVaguely, causes.pointToMessage),

  // between people
  rule('something the person has or lacks', talk.tellsWhatTheyHave, talk.noteIt),
  rule('between people', talk.isSocial, talk.beKind),
  rule('another command in words', talk.wishes, talk.grant),
  rule('about something else', fallback.isElsewhere, fallback.decline),

  // not understood: never the same twice, never out of the place
  rule('a few likely causes', fallback.hasGuesses, fallback.offerGuesses),
  rule('a complaint nobody can place', causes.tellsOfSomething, causes.pointToMessage),
  rule('a remark', fallback.isRemark, fallback.acknowledge),
  rule('third miss', fallback.isThirdMiss, fallback.handOver),
  rule('second miss', fallback.isSecondMiss, fallback.askDifferently),
  rule('first miss', () => true, fallback.askAgain)
]

/** Decides what to do about a message; tells which rule did. */
export function decide(situation: Situation): { rule: string; decision: Commanded } {
  for (const { name, when, then } of RULES)
    if (when(situation)) return { rule: name, decision: then(situation) }
  throw new Error('the last rule applies always')
}
