/**
 * Jest runs tests in a realm of their own, where an error of Node's network is no `instanceof Error`; the AWS SDK then
 * wraps it and its code is lost. Imported for its effect: errors of any realm are errors.
 */
import { isNativeError } from 'node:util/types'

const usual = Function.prototype[Symbol.hasInstance]

Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thing: unknown) {
    return this === Error ? isNativeError(thing) || usual.call(Error, thing) : usual.call(this, thing)
  },
})
