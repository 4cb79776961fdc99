/** The row with the memory of a conversation. */
export const conversationKey = (conversation: string): string => `conversation/${conversation}`

/** The row with what was said in a web chat, by the id that Direct Line knows it by. */
export const transcriptKey = (id: string): string => `transcript/${id}`

/** The row that lists the conversations of a person, so that all of them can be forgotten. */
export const personKey = (person: string): string => `person/${person}`

/** The row of what the bot promised to write; its name stands on the agenda too, so it says nothing of the conversation. */
export const followupKey = (id: string): string => `followup/${id}`

/** Names a conversation over all channels; in a group everybody has one of their own with the bot. */
export const nameConversation = (channel: string, id: string, person: string): string =>
  [channel, id, person].map(encodeURIComponent).join('/')

/** The channel's own id of a conversation, out of its name. */
export const idOf = (conversation: string): string => decodeURIComponent(conversation.split('/')[1] ?? '')
