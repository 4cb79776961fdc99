/** What a person does with a message in a talk, by the names that `<language>/acts/` files them under. */
export const ACTS = [
  // go on
  'next',
  'previous',
  'repeat',
  'slower',
  'shorter',
  'list',
  'skip',
  'where',
  // what was done about the steps
  'doing',
  'done',
  'did_before',
  // what came of the check
  'passed',
  'failed',
  'sent',
  // an answer to what is open
  'yes',
  'no',
  'okay',
  'dont_know',
  'pick',
  // a question
  'ask_why',
  'ask_how',
  'ask_fact',
  'ask_word',
  'ask_bot',
  // something to know
  'tell_cause',
  'tell_have',
  'ruled_out',
  'correct',
  // a wish
  'person',
  'menu',
  'restart',
  'stop',
  'remind',
  'my_data',
  'forget',
  'photo_check',
  // between people
  'greet',
  'thanks_bye',
  'praise',
  'annoyed',
  'abuse',
  'worry',
  // a risk
  'cheat',
  'scam_report',
  'safety_question',
  // next to the topic, and far from it
  'near',
  'elsewhere'
] as const

/** A dialogue act. */
export type Act = (typeof ACTS)[number]

/** Where in a talk something is said: what the bot asked last. */
export const PLACES = [
  'start',
  'areas',
  'offer',
  'list',
  'step',
  'result',
  'routes',
  'wait',
  'documents',
  'scam',
  'end'
] as const

/** What the bot asked last. */
export type Place = (typeof PLACES)[number]
