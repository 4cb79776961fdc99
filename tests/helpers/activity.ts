/** An activity as a channel posts it; `over` replaces parts of it. */
export const activity = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'message',
  id: Math.random().toString(36).slice(2),
  channelId: 'emulator',
  serviceUrl: 'http://127.0.0.1:9',
  deliveryMode: 'expectReplies',
  from: { id: 'person' },
  recipient: { id: 'bot' },
  conversation: { id: 'talk' },
  ...over
})
