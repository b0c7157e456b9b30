const FIRST_SIZE = 256

/** A map with byte strings as keys, for look-ups that make no string: open addressing over FNV-1a hashes. */
export class NameTable<T> {
  #slots: ({ readonly name: Uint8Array; readonly hash: number; readonly value: T } | undefined)[] = new Array(
    FIRST_SIZE,
  )
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The value of the name at [start, end) of `data`. */
  get(data: Uint8Array, start: number, end: number): T | undefined {
    const hash = hashOf(data, start, end)
    for (let at = hash; ; at++) {
      const slot = this.#slots[at & (this.#slots.length - 1)]
      if (slot === undefined) return undefined
      if (slot.hash === hash && isSame(slot.name, data, start, end)) return slot.value
    }
  }

  /** Adds a name that is not there yet. */
  add(name: Uint8Array, value: T): void {
    const old = this.#slots
    if (2 * ++this.#size > old.length) {
      this.#slots = new Array(2 * old.length)
      for (const slot of old) if (slot !== undefined) this.#place(slot)
    }
    this.#place({ name, hash: hashOf(name, 0, name.length), value })
  }

  #place(entry: { readonly name: Uint8Array; readonly hash: number; readonly value: T }): void {
    let at = entry.hash
    while (this.#slots[at & (this.#slots.length - 1)] !== undefined) at++
    this.#slots[at & (this.#slots.length - 1)] = entry
  }
}

function hashOf(data: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ data[at]!, 0x01000193)
  return (hash ^ (hash >>> 15)) & 0x3fffffff
}

function isSame(name: Uint8Array, data: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let i = 0; i < name.length; i++) if (name[i] !== data[start + i]) return false
  return true
}
