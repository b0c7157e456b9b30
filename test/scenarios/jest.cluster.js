import { scenariosIn } from '../jest.shared.js'

export default { ...scenariosIn('cluster'), forceExit: true }
