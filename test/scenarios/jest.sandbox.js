import { scenariosIn } from '../jest.shared.js'

export default scenariosIn('sandbox')
