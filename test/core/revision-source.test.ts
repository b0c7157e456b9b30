import { expect, test } from '@jest/globals'
import { ofContainers, ofSeries, type RunningContainer } from '../../src/core/revision-source.ts'
import type { MetricResult } from '../../src/core/series.ts'

const digest = (figure: string) => `sha256:${figure.repeat(64)}`
const container = (imageId: string, name = 'shop', pod = 'shop-1'): RunningContainer => ({
  ...{ pod, container: name, imageId },
})
const APP = { image: 'app=shop' }

test.each([
  ['with its repository', `registry.example.com/shop@${digest('1')}`, digest('1')],
  ['of a node that builds its images', `docker-pullable://shop@${digest('2')}`, digest('2')],
  ['that is a digest alone', digest('3'), digest('3')],
  ['without a digest', 'shop:local', 'shop:local'],
])('the revision of an image id %s', (_, id, revision) => {
  expect(ofContainers(7, [container(id), container(id, 'shop', 'shop-2')], APP)).toEqual([{ at: 7, revision }])
})

test('several images at once are all told, each once and of the same moment', () => {
  const found = ['2', '1', '2'].map((figure, i) => container(`shop@${digest(figure)}`, 'shop', `shop-${i}`))
  expect(ofContainers(7, found, APP)).toEqual([
    { at: 7, revision: digest('1') },
    { at: 7, revision: digest('2') },
  ])
})

test('of several containers the one that is named counts, and one must be named', () => {
  const found = [container(`shop@${digest('1')}`), container(`proxy@${digest('9')}`, 'proxy')]
  expect(ofContainers(7, found, { ...APP, container: 'shop' })).toEqual([{ at: 7, revision: digest('1') }])
  expect(ofContainers(7, found, APP)).toEqual([
    { at: 7, why: 'the pods of `app=shop` have several containers (proxy, shop): name one' },
  ])
})

test('where nothing runs, nobody knows the revision, and it says why', () => {
  expect(ofContainers(7, [], APP)).toEqual([{ at: 7, why: 'no pod of `app=shop` runs' }])
  expect(ofContainers(7, [container('x')], { ...APP, container: 'web' })).toEqual([
    { at: 7, why: 'no pod of `app=shop` with a container `web` runs' },
  ])
})

const series = (...labels: readonly Readonly<Record<string, string>>[]): MetricResult => ({
  ...{ id: 'revision', query: 'app_info', source: 'default', window: { start: 7, end: 7, step: 1 }, state: 'ok' },
  series: labels.map((each) => ({ labels: each, points: [[7, 1]] })),
})
const QUERY = { query: 'app_info', label: 'version', source: 'default' }

test('the label of a series is the revision; series that differ in it are several', () => {
  expect(ofSeries(7, series({ version: 'v1', pod: 'a' }, { version: 'v1', pod: 'b' }), QUERY)).toEqual([
    { at: 7, revision: 'v1' },
  ])
  expect(ofSeries(7, series({ version: 'v2' }, { version: 'v1' }), QUERY).map(({ revision }) => revision)).toEqual([
    'v1',
    'v2',
  ])
})

test.each([
  ['no series', series(), 'the query has no series now'],
  ['no word of one line', series({ version: 'v1\n::error::' }), 'its series have no revision in the label `version`'],
  ['no such label', series({ pod: 'a' }), 'its series have no revision in the label `version`'],
  ['no answer', { ...series(), state: 'failed', why: 'Prometheus answered 503' } as const, 'Prometheus answered 503'],
])('where there is %s, nobody knows the revision', (_, result, why) => {
  expect(ofSeries(7, result, QUERY)).toEqual([{ at: 7, why }])
})
