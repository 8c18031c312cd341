/** Collects the imports of a module that is being printed. */
export class Code {
  readonly #values = new Map<string, Set<string>>()
  readonly #types = new Map<string, Set<string>>()

  /** Imports a runtime value and gives its name; `module` is a path below `runtime/`. */
  use(name: string, module: string): string {
    add(this.#values, module, name)
    return name
  }

  useType(name: string, module: string): string {
    add(this.#types, module, name)
    return name
  }

  /** Takes over the imports of what was printed on trial, and is kept. */
  include(trial: Code): void {
    for (const [module, names] of trial.#values) for (const name of names) this.use(name, module)
    for (const [module, names] of trial.#types) for (const name of names) this.useType(name, module)
  }

  /** The import lines, sorted, for a module that stands beside `runtime/`. */
  imports(): string {
    return [...lines('import type', this.#types), ...lines('import', this.#values)]
      .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
      .map(({ text }) => text)
      .join('\n')
  }
}

function add(map: Map<string, Set<string>>, module: string, name: string): void {
  const names = map.get(module) ?? new Set()
  names.add(name)
  map.set(module, names)
}

function lines(keyword: string, map: Map<string, Set<string>>) {
  return [...map].map(([module, names]) => {
    const from = `./runtime/${module}`
    return { from, text: `${keyword} { ${[...names].sort().join(', ')} } from '${from}'` }
  })
}
