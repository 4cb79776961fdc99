import { createServer } from 'node:http'
import { announce } from './announce'

// a connector that takes every reply and answers at once; GET tells how many it took
let replies = 0
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    if (request.method === 'GET') {
      response.end(String(replies))
      return
    }
    replies++
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}')
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => announce(server))
