// What stands behind tables and marts.
import type { ModelTable } from './types';

/// The tables of the exports that `reads` comes from, through all marts between; in small letters, with `reads` itself.
export function behind(reads: string[], tables: ModelTable[]): Set<string> {
  const found = new Set<string>();
  const wait = reads.map((name) => name.toLowerCase());
  for (let name = wait.pop(); name !== undefined; name = wait.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const table = tables.find((one) => one.name.toLowerCase() === name);
    wait.push(...(table?.reads ?? []).map((one) => one.toLowerCase()));
  }
  return found;
}
