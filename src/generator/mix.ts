import type { HttpRequest } from '../core/plan.ts'

/**
 * Picks requests in proportion to their weights by smooth weighted round-robin (as nginx balances upstreams): after
 * any n picks each request was picked about its exact share, so a short run has the mix that was asked for.
 */
export function createMix(requests: readonly HttpRequest[]): () => HttpRequest {
  const total = requests.reduce((sum, { weight }) => sum + weight, 0)
  const credit = requests.map(() => 0)
  return () => {
    let best = 0
    for (const [i, { weight }] of requests.entries()) {
      credit[i] = credit[i]! + weight
      if (credit[i]! > credit[best]!) best = i
    }
    credit[best] = credit[best]! - total
    return requests[best]!
  }
}
