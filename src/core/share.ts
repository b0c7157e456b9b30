/** Divides a whole number over the pods, the remainder to the first ones: splitCount(10, 4) is [3, 3, 2, 2]. */
export function splitCount(total: number, pods: number): readonly number[] {
  return Array.from({ length: pods }, (_, index) => Math.floor(total / pods) + (index < total % pods ? 1 : 0))
}
