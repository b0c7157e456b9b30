/** Now, or in so many seconds, as Kubernetes writes it: RFC 3339 in whole seconds. */
export function kubeTime(inSeconds = 0): string {
  return new Date(Date.now() + inSeconds * 1000).toISOString().replace(/\.\d+/, '')
}
