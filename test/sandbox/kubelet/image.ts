import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { IMAGES } from '../../../src/config/defaults.ts'

/** The stock images whose programs this machine has: Node always, JMeter where it is on PATH. */
export function stockImages(): readonly string[] {
  return isOnPath('jmeter') ? [IMAGES.http, IMAGES.jmeter] : [IMAGES.http]
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** What containerd says of an image that it does not have and, as here, can get from no registry. */
export function pullFailure(image: string): string {
  const whole = /^[^/]*[.:][^/]*\//.test(image) ? image : `docker.io/${image.includes('/') ? '' : 'library/'}${image}`
  const host = whole.replace(/\/.*/, '').replace('docker.io', 'registry-1.docker.io')
  const [path = '', tag = 'latest'] = whole.replace(/^[^/]*\//, '').split(/[:@](?=[^/]*$)/)
  const asked = `Head "https://${host}/v2/${path}/manifests/${tag}": dial tcp: lookup ${host}: no such host`
  return `failed to pull and unpack image "${whole}": failed to resolve reference "${whole}": failed to do request: ${asked}`
}
