import { quote } from '../core/fault.ts'
import { rate as asRate, duration as asText, count } from '../core/figure.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { blockMs, blockRampMs, stepLoads } from './steps.ts'

const LEAVE_OUT = 'the same without it'

/** A step that is shorter says nothing: connections are opened, and slices of time are too few. */
const SHORTEST_MS = 5000

/** What the fields of a stress test must be to one another, and what no other test may have. */
export function checkStress({ test, unread }: Pick<Sound, 'test' | 'unread'>): readonly Complaint[] {
  if (unread.has('profile')) return []
  if (test.profile !== 'stress') return strangers(test)
  const sound = (...keys: readonly string[]) => keys.every((key) => !unread.has(key))
  return [
    ...(sound('steps', 'rate') ? listed(test) : []),
    ...(sound('steps', 'rate', 'threads', 'pods') ? fewThreads(test) : []),
    ...(sound('steps', 'duration', 'ramp') ? times(test) : []),
    ...(sound('steps', 'rate') ? limits(test) : []),
  ]
}

type Of = Sound['test']

function strangers({ steps, limits: all = [] }: Of): readonly Complaint[] {
  const right = '`profile: stress`'
  const strange = all.flatMap(({ quantity: { kind } }, i): readonly Complaint[] =>
    kind === 'capacity' || kind === 'recovery'
      ? [{ path: ['limits', i], wrong: `${quote(kind)} is what a stress test finds`, right }]
      : [],
  )
  if (steps === undefined) return strange
  return [{ path: ['steps'], part: 'key', wrong: '`steps` are for a stress test', right }, ...strange]
}

function listed({ steps, rate }: Of): readonly Complaint[] {
  if (!Array.isArray(steps)) return []
  const falling = steps.findIndex((load, i) => load <= (steps[i - 1] ?? 0))
  const sorted = [...new Set(steps)].sort((a, b) => a - b).map((load) => `${load}/s`)
  const wrong = `a step of ${asRate(steps[falling] ?? 0)} is not above the one before it`
  return [
    ...(falling < 0 ? [] : [{ path: ['steps', falling], wrong, right: quote(`steps: [${sorted.join(', ')}]`, 200) }]),
    ...(rate === undefined
      ? []
      : [
          {
            path: ['rate'],
            part: 'key' as const,
            wrong: '`rate` says nothing beside a list of `steps`',
            right: LEAVE_OUT,
          },
        ]),
  ]
}

/** Without a rate the steps are of threads, and each pod needs one of the first of them. */
function fewThreads(test: Of): readonly Complaint[] {
  const { threads, rate, steps, pods = 1 } = test
  if (threads === undefined || rate !== undefined || Array.isArray(steps)) return []
  const loads = stepLoads(test)
  const [first = 0] = loads
  if (first >= pods) return []
  const pod = pods === 1 ? 'a pod' : `${count(pods)} pods`
  const wrong = `${count(loads.length)} steps up to ${count(threads)} threads begin with ${first}, too few for ${pod}`
  return [{ path: ['threads'], wrong, right: quote(`threads: ${pods * loads.length}`) }]
}

function times(test: Of): readonly Complaint[] {
  const each = blockMs(test)
  const blocks = (typeof test.steps === 'object' ? test.steps.length : stepLoads(test).length) + 1
  if (blocks === 1) return [] // there is no load at all, which is told elsewhere
  const parts = `${count(blocks - 1)} steps and the recovery`
  if (each < SHORTEST_MS)
    return [
      {
        path: test.duration === undefined ? ['steps'] : ['duration'],
        wrong: `${parts} need ${asText(SHORTEST_MS)} each, and have ${each < 1000 ? 'less than 1 s' : asText(each)}`,
        right: quote(`duration: ${Math.ceil(blocks / 2)}m`),
      },
    ]
  if (blockRampMs(test) < each) return []
  const wrong = `a ramp of ${asText(blockRampMs(test))} leaves nothing of a step: ${parts} have ${asText(each)} each`
  return [{ path: ['ramp'], wrong, right: quote(`ramp: ${Math.floor(each / 10_000)}s`) }]
}

function limits(test: Of): readonly Complaint[] {
  const loads = test.rate === undefined && !Array.isArray(test.steps) ? [] : stepLoads(test)
  const most = loads.at(-1)
  return (test.limits ?? []).flatMap(({ text, quantity, operator, bound }, i): readonly Complaint[] => {
    const path = ['limits', i]
    if (quantity.kind === 'throughput')
      return [
        {
          path,
          wrong: 'the throughput of a stress test is that of its steps',
          right: quote(`capacity ${operator} ${bound}/s`),
        },
      ]
    if (quantity.kind !== 'capacity' || most === undefined || bound < most || !operator.startsWith('>')) return []
    const wrong = `${quote(text)} can't be shown by steps up to ${asRate(most)}`
    const right = Array.isArray(test.steps)
      ? `a last step above ${bound}/s`
      : quote(`rate: ${Math.ceil(bound * 1.5)}/s`)
    return [{ path, wrong, right }]
  })
}
