/** What a person says in a usual talk, one after another. */
export const TALK = [
  'hi',
  'my id got refused',
  'the lamp left a white spot over my birth year',
  'One step at a time',
  'Next',
  'Next',
  'how long does the review take?',
  'ok continue',
  'Next',
  'Next',
  'Next',
  'it failed again',
  'Same reason',
  'I have done it',
  'failed again',
  'Live chat',
  'which document is best?',
  'Passport',
  'thanks',
  'start over'
]

let count = 0

/** An activity as a channel posts it: the next message of one of many conversations. */
export function activity(conversation: number, turn: number, serviceUrl: string) {
  count++
  return {
    type: 'message',
    id: `m${count}`,
    text: TALK[turn % TALK.length],
    channelId: 'emulator',
    serviceUrl,
    from: { id: `person${conversation}` },
    recipient: { id: 'bot' },
    conversation: { id: `talk${conversation}` }
  }
}
