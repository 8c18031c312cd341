/**
 * Milliseconds that the processor has spent on this process. Tests of what work costs read this clock: the one
 * on the wall also counts the time of everybody else on the machine.
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
