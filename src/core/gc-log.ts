/** A stop of the JVM for garbage collection: when it was written down (ms since 1970) and how long it took (ms). */
export interface GcPause {
  readonly at: number
  readonly ms: number
}

// Java 9 and later, -Xlog:gc:…:timemillis:  [1700000000000ms] GC(3) Pause Young (Normal) (G1 …) 24M->4M(256M) 3.456ms
const UNIFIED = /^\[(\d{13})ms\].* Pause .*? ([\d.]+)ms\s*$/
// Java 8, -XX:+PrintGCDateStamps:  2026-11-21T10:00:00.123+0100: 1.234: [Full GC (Ergonomics)  8K->4K(9K), 0.0123 secs]
const DATED = /^(\d{4}-\d\d-\d\dT[\d:.]+[+-]\d{4}): .*\[(?:Full )?GC (?!concurrent).*?([\d.]+) secs\]\s*$/

/** The pauses that a JVM's GC log tells of. Lines of other kinds, and concurrent work, are passed over. */
export function gcPauses(log: string): readonly GcPause[] {
  return log.split('\n').flatMap((line) => {
    const unified = UNIFIED.exec(line)
    if (unified) return [{ at: Number(unified[1]), ms: Number(unified[2]) }]
    const dated = DATED.exec(line)
    return dated ? [{ at: Date.parse(dated[1] ?? ''), ms: Number(dated[2]) * 1000 }] : []
  })
}
