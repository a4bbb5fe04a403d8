/** As many as the broker takes; those before have been named by these. */
const mostReplicas = 200;

/** Of a file of published checkpoints the newest of each replica: whatever was cut, one of them is gone. */
export function newestCheckpoints(text: string): { lines: string[]; strange: boolean } {
  const newest = new Map<string, { at: string; number: number; line: string }>();
  let strange = false;
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const read = checkpointIn(line);
    if (read === 'keys') continue;
    if (!read) {
      strange = true;
      continue;
    }
    const known = newest.get(read.replica);
    if (!known || read.number > known.number) newest.set(read.replica, { ...read, line });
  }
  const lines = [...newest.values()]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, mostReplicas)
    .map(({ line }) => line);
  return { lines, strange };
}

function checkpointIn(line: string): { replica: string; number: number; at: string } | 'keys' | undefined {
  try {
    const { keys, body } = JSON.parse(line) as { keys?: unknown; body?: string };
    if (Array.isArray(keys)) return 'keys';
    const { replica, number, at } = JSON.parse(String(body)) as Record<string, unknown>;
    if (typeof replica !== 'string' || typeof number !== 'number' || typeof at !== 'string') return undefined;
    return { replica, number, at };
  } catch {
    return undefined;
  }
}
