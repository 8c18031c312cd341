/** Notices where the name of an event is read, and can never be: every delivery would be unknown. */
import { meantBy, placeMeant } from '../auth/reading.js'
import { constantText } from '../auth/uses.js'
import { placesOf, typeForm } from '../catalog/type-form.js'
import { elsewhere, sourcePointer } from './elsewhere.js'
import {
  counted,
  type Event,
  isOwn,
  listed,
  type Noticing,
  notice,
  type Reads,
  readsOf,
  shown,
  verdictOf,
} from './events.js'

export function noticeType(all: Noticing): void {
  const { type } = all.catalog.source
  const reads = readsOf(type, all)
  const paths = [...reads.must, ...reads.may]
  if (type.length === 0) return
  const constant = constantText(type)
  if (constant !== undefined) noticeConstant(constant, all)
  else if (paths.length === 0) noticeOutside(all)
  else noticePlaces(reads, all)
}

function noticePlaces(reads: Reads, all: Noticing): void {
  const verdicts = all.events.map((event) => verdictOf(event, reads, all.lookup))
  const silent = all.events.filter((_, index) => verdicts[index] === 'silent')
  const isNowhere = !verdicts.includes('says')
  const where = shown([...reads.must, ...reads.may])
  noticeSilent(isNowhere ? silent : silent.filter(({ isNamed }) => !isNamed), where, all)
  noticeNameless(isNowhere && silent.length === 0, all)
  noticeContradictions(all)
}

/** What a plain text names: each delivery, so that no other event ever comes. */
function noticeConstant(name: string, all: Noticing): void {
  const { events, catalog, config, spot } = all
  const others = events.filter((event) => event.name !== name)
  if (others.length === 0) return
  const place = spot.at('events', 'type')
  const names = listed(others)
  const body = catalog.source.batch === undefined ? 'json' : 'item'
  const meant = placeMeant(name, body)
  const preset = config.preset !== undefined && !isOwn(all, 'events', 'type')
  const who = preset ? `the preset "${config.preset}" tells no events apart: ` : ''
  const say = preset
    ? 'say in "events.type" where a delivery has its name'
    : `if the name is read there, write "type": ${JSON.stringify(meantBy(name, body))}`
  if (others.length === events.length) {
    const message = `${who}every delivery is the event ${JSON.stringify(name)}, and no schema is called so: ${names} can never come`
    const only =
      others.length === 1
        ? `; if all deliveries are that event, "type": ${JSON.stringify(others[0]?.name)}`
        : ''
    place.error(
      'ERR_EVENT_TYPE_CONSTANT',
      message,
      `${meant === undefined ? say : `write "type": "${meant}"`}${only}`,
    )
  } else {
    const message = `${who}every delivery is the event ${JSON.stringify(name)}: ${names} never come`
    place.warning('WARN_EVENT_TYPE_CONSTANT', message, say)
  }
}

/** The name is read where schemas do not reach, such as a header, while they have names of their own. */
function noticeOutside(all: Noticing): void {
  const { events, spot } = all
  if (!isOwn(all, 'events', 'type') || events.length < 2 || events.some(({ isNamed }) => isNamed))
    return
  const found = elsewhere(events, all)
  if (found === undefined || !found.isNameLike) return
  if (events.some(({ name }, index) => name === found.values[index])) return
  const message = `"events.type" does not read what the schemas say: each has a name of its own at ${shown([found.path])}, such as ${JSON.stringify(found.values[0])}, and is called ${JSON.stringify(events[0]?.name)}`
  const hint = `if deliveries are called so, write "type": "${sourcePointer(found.path, all)}", or give the names in "events.names"`
  spot.at('events', 'type').warning('WARN_EVENT_TYPE_ELSEWHERE', message, hint)
}

function noticeSilent(silent: readonly Event[], where: string, all: Noticing): void {
  if (silent.length === 0) return
  const { events, config, spot } = all
  const found = elsewhere(silent, all)
  const isSaid = isOwn(all, 'events', 'type')
  const isOurs = isSaid || config.presetType === undefined
  // A preset knows where the name is; only names of the schemas' own can gainsay it.
  const differs =
    found?.isNameLike === true && silent.some(({ name }, index) => name !== found.values[index])
  if (!isOurs && !differs) return
  const named = silent.every(({ isNamed }) => isNamed)
    ? 'the names are those of the config'
    : silent.some(({ isFile }) => isFile)
      ? 'named by their path'
      : 'named by what the input calls them'
  const also =
    found === undefined
      ? ''
      : `; ${silent.length === 1 ? 'it has' : 'each has'} a name at ${shown([found.path])}: ${JSON.stringify(found.values[0])}`
  const reader = isSaid
    ? '"events.type" reads the name'
    : 'without "events.type" a delivery has its name'
  const message = `${counted(silent.length, events.length)} nothing at ${where}, where ${reader}: ${named}${also}`
  const hint =
    found === undefined
      ? 'say in "events.type" where deliveries have the name: "{header:X-Event}", "{json:/event}"; or describe the place in the schemas'
      : `write "type": "${sourcePointer(found.path, all)}"`
  spot.at('events', 'type').warning('WARN_EVENT_TYPE_NOWHERE', message, hint)
}

/** A preset that leaves the name to the config, and schemas that do not say it either. */
function noticeNameless(isOpen: boolean, all: Noticing): void {
  const { config, spot } = all
  if (!isOpen || config.preset === undefined || config.presetType !== undefined) return
  if (isOwn(all, 'events', 'type')) return
  const message = `the preset "${config.preset}" does not know where events have their names: without "events.type" they are read at /type`
  const hint = 'say where, such as "{json:/event}" or "{header:X-Event}"'
  spot.at('events', 'type').warning('WARN_PRESET_NAMELESS', message, hint)
}

/** Where the place itself cannot hold the name that the event has. */
function noticeContradictions(all: Noticing): void {
  const { catalog, events, lookup } = all
  const [path, ...others] = placesOf(typeForm(catalog.source))
  if (path === undefined || others.length > 0 || catalog.source.type.length > 1) return
  const wrong = events.flatMap(({ name, schema }) => {
    const found = lookup.at(schema, path)
    if (typeof found === 'string') return []
    const types = new Set(lookup.types(found))
    const isStructure = lookup.isStructure(found)
    const values = lookup.values(found)
    const isNumber =
      types.size > 0 && [...types].every((type) => type === 'integer' || type === 'number')
    const isOther =
      (values !== undefined && !values.includes(name)) || (isNumber && !/^-?\d/.test(name))
    if (!isStructure && !isOther) return []
    const why = isStructure
      ? [...types].join(' or ')
      : (values
          ?.slice(0, 3)
          .map((value) => JSON.stringify(value))
          .join(', ') ?? 'a number')
    return [{ name, why }]
  })
  const [first] = wrong
  if (first === undefined) return
  const message = `${wrong.length === events.length ? 'no event' : `${wrong.length} of ${events.length} events`} can be called as "events.type" reads it: at ${shown([path])} the schema of ${JSON.stringify(first.name)} has ${first.why}`
  const hint = 'name the events as the schemas do, or say in "events.type" where the name is'
  const isAll = wrong.length === events.length
  notice(all, ['events', 'type'], { code: 'EVENT_TYPE_NEVER', isAll, message, hint })
}
