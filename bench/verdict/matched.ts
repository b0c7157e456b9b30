import type { Shares, Size } from './cell.ts'
import { CHANCE, errorOf } from './goals.ts'
import { simulate } from './parallel.ts'
import { askedBy } from './sheets.ts'
import { OURS, RULES } from './tuned.ts'
import { DEFAULT_WORLD } from './world.ts'

/** The first setting of a rule that keeps to so many false alarms is taken. */
const TARGET = 0.05

/** What a rule found of each effect; the first is none. */
interface Found {
  readonly by: string
  readonly name: string
  readonly knob: number
  readonly rates: readonly number[]
}

/** Every rule with its own knob set on one seed so that 5 % of unchanged changes are flagged; the power on another one. */
export async function printMatched({ seed, prs }: Size): Promise<void> {
  const tuned = await simulate({ of: 'tuning' }, DEFAULT_WORLD, { seed, prs })
  const knobs = knobsOf(tuned.map(([none]) => none!))
  const sheet = { of: 'matched', knobs } as const
  const answers = await simulate(sheet, DEFAULT_WORLD, { seed: seed + 1, prs })
  const { effects } = askedBy(sheet, DEFAULT_WORLD)
  const set = RULES.flatMap(({ by, name }, i) => (knobs[i] === undefined ? [] : [{ by, name, knob: knobs[i] }]))
  const found = set.map((rule, i) => ({ ...rule, rates: answers[i]!.map(({ regression }) => regression) }))
  console.log(
    `\nevery rule at 5 % false alarms: knobs set on seed ${seed}, rates on seed ${seed + 1}; ${prs} changes each`,
  )
  console.log(`${'rule'.padEnd(48)}${'knob'.padStart(10)}${effects.map((effect) => effect.padStart(15)).join('')}`)
  for (const { by, name, knob, rates } of found) {
    const cells = rates.map((rate) => (100 * rate).toFixed(1).padStart(15))
    console.log(`${`${by}: ${name}`.padEnd(48)}${String(Number(knob.toPrecision(4))).padStart(10)}${cells.join('')}`)
  }
  RULES.forEach(({ by, name }, i) => {
    if (knobs[i] === undefined) console.log(`${`${by}: ${name}`.padEnd(48)} no knob reaches 5 %`)
  })
  for (const line of worse(found, effects, prs)) console.log(line)
}

/** `tuned`: of every setting of every rule, in their order. */
function knobsOf(tuned: readonly Shares[]): readonly (number | undefined)[] {
  let end = 0
  return RULES.map(({ knobs }) => {
    const settings = tuned.slice(end, end + knobs.length)
    end += knobs.length
    return knobs[settings.findIndex(({ regression }) => regression <= TARGET)]
  })
}

/** Where a peer finds more than ours of the same, beyond chance. */
function worse(found: readonly Found[], effects: readonly string[], prs: number): readonly string[] {
  return found
    .filter(({ name }) => name === OURS)
    .flatMap((ours) =>
      found
        .filter(({ by, name }) => by === ours.by && name !== OURS)
        .flatMap((peer) =>
          effects.slice(1).flatMap((effect, i) => {
            const [we, they] = [ours.rates[i + 1]!, peer.rates[i + 1]!]
            const chance = CHANCE * Math.hypot(errorOf(we, prs), errorOf(they, prs))
            if (they - we <= chance) return []
            return [`${ours.by}: ${peer.name} finds more of ${effect}: ${percent(they)} against ${percent(we)} %`]
          }),
        ),
    )
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
