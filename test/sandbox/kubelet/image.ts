import { IMAGES } from '../../../src/config/defaults.ts'
import { onPath } from '../child.ts'

/** The stock images whose programs this machine has: Node always, JMeter where it is on PATH. */
export function stockImages(): readonly string[] {
  return onPath('jmeter') === undefined ? [IMAGES.http] : [IMAGES.http, IMAGES.jmeter]
}

/** What containerd says of an image that it does not have and, as here, can get from no registry. */
export function pullFailure(image: string): string {
  const whole = /^[^/]*[.:][^/]*\//.test(image) ? image : `docker.io/${image.includes('/') ? '' : 'library/'}${image}`
  const host = whole.replace(/\/.*/, '').replace('docker.io', 'registry-1.docker.io')
  const [path = '', tag = 'latest'] = whole.replace(/^[^/]*\//, '').split(/[:@](?=[^/]*$)/)
  const asked = `Head "https://${host}/v2/${path}/manifests/${tag}": dial tcp: lookup ${host}: no such host`
  return `failed to pull and unpack image "${whole}": failed to resolve reference "${whole}": failed to do request: ${asked}`
}
