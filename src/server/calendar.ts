import { createEvent } from 'ics'
import type { Server } from 'restify'
import type { Wait } from '../../dialogs/flow'

/** Adds the way to a calendar entry for the end of a wait; it holds nothing but the moment and a sentence. */
export function addCalendar(server: Server, sentence: (wait: Wait, locale: string) => string): void {
  server.get('/calendar/:wait/:file', async (request, response) => {
    const { wait, file } = request.params as { wait: string; file: string }
    const at = new Date(file.replace(/\.ics$/, ''))
    if ((wait !== 'retry' && wait !== 'review') || Number.isNaN(at.getTime())) {
      response.send(404, { error: 'there is no such calendar entry' })
      return
    }
    const locale = new URLSearchParams(request.getQuery()).get('lang') ?? ''
    const { value = '' } = createEvent({
      start: at.getTime(),
      startInputType: 'utc',
      duration: { minutes: 15 },
      title: sentence(wait, locale),
      uid: `${wait}-${at.getTime()}@kyc-help`,
      alarms: [{ action: 'display', trigger: { minutes: 0, before: true } }]
    })
    response.sendRaw(200, value, { 'content-type': 'text/calendar; charset=utf-8' })
  })
}
