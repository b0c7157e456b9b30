import type { JMeterPlan } from './plan.ts'

const VARIABLE = /\$\{([^${}()]+)\}/g

/**
 * Whether a text of a plan reads a JMeter property: by `${__P(name)}` or `${__property(name)}`, by `props` of a script,
 * or by a user defined variable whose value does.
 */
export function reads(text: string, property: string, { variables }: Pick<JMeterPlan, 'variables'>): boolean {
  const pattern = patternOf(property)
  const seen = new Set<string>()
  const texts = [text]
  for (let next = texts.pop(); next !== undefined; next = texts.pop()) {
    if (pattern.test(next)) return true
    for (const [, name = ''] of next.matchAll(VARIABLE)) {
      const value = seen.has(name) ? undefined : variables.get(name)
      seen.add(name)
      if (value !== undefined) texts.push(value)
    }
  }
  return false
}

function patternOf(property: string): RegExp {
  const name = property.replace(/\W/g, '\\$&')
  const call = `__(?:P|property)\\(${name}\\s*[,)]`
  const script = `props\\s*(?:\\.\\s*(?:get|getProperty|getOrDefault)\\s*\\(|\\[)\\s*["']${name}["']`
  return new RegExp(`${call}|${script}`)
}
