import { quote } from '../core/fault.ts'
import type { Complaint } from './complaint.ts'
import type { WrittenRequest } from './request-schema.ts'

const OF_THE_CONNECTION =
  /^(?:content-length|transfer-encoding|connection|keep-alive|proxy-connection|upgrade|te|trailer)$/i
const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/i

/** What is wrong with the headers of the request at a place of `requests`: those of the connection are the generator's. */
export function checkHeaders({ headers = {} }: WrittenRequest, place: number): readonly Complaint[] {
  return Object.entries(headers).flatMap(([name, value]): readonly Complaint[] => {
    const path = ['requests', place, 'headers', name]
    if (OF_THE_CONNECTION.test(name)) {
      const wrong = `generator \`http\` itself sees to the header ${quote(name)}`
      return [{ path, part: 'key', wrong, right: 'the same without it' }]
    }
    if (name.toLowerCase() !== 'host' || HOST.test(value)) return []
    return [{ path, wrong: `${quote(value)} is not a host`, right: quote(`${name}: shop.example.com`) }]
  })
}
