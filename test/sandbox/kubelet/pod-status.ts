import type { KubeObject } from '../kubernetes/object.ts'
import type { Container, ContainerState } from './container.ts'

/** The status of a pod, as its containers are; `over`: none of them will run any more. */
export function podStatus(containers: readonly Container[], over: boolean): object {
  const statuses = (which: boolean) =>
    containers
      .filter((one) => isSidecar(one) === which)
      .map(({ spec, state, restarts }) => ({
        ...{ name: spec.name, image: spec.image, imageID: '', state, lastState: {}, restartCount: restarts },
        ready: 'running' in state,
      }))
  return {
    phase: phaseOf(containers, over),
    initContainerStatuses: statuses(true),
    containerStatuses: statuses(false),
  }
}

/** Of our pods' init containers every one is a sidecar. */
export function isSidecar({ spec }: Container): boolean {
  return spec.restartPolicy === 'Always'
}

function phaseOf(containers: readonly Container[], over: boolean): string {
  const main = containers.filter((one) => !isSidecar(one)).map(({ state }) => state)
  if (over) return main.every((state) => exitOf(state) === 0) ? 'Succeeded' : 'Failed'
  return main.some((state) => 'waiting' in state) ? 'Pending' : 'Running'
}

function exitOf(state: ContainerState): number | undefined {
  return 'terminated' in state ? state.terminated.exitCode : undefined
}

/** The phase that a pod is in. */
export function phase({ status }: KubeObject): string {
  return (status as { readonly phase?: string } | undefined)?.phase ?? 'Pending'
}

/** Whether it will never run again. */
export function isOver(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(phase(pod))
}
