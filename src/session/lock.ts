/** Makes a runner that does the tasks of one name one after another, and those of different names side by side. */
export function createQueue(): <T>(name: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return async (name, task) => {
    const before = last.get(name) ?? Promise.resolve()
    const result = before.then(task, task)
    const settled = result.catch(() => undefined)
    last.set(name, settled)
    try {
      return await result
    } finally {
      if (last.get(name) === settled) last.delete(name)
    }
  }
}
