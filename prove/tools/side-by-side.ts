/**
 * Runs each of the items, a few at once, because most of their time they wait. Answers one promise for each, so that a test can look
 * at its own: one that fails does not take the others with it.
 */
export function sideBySide<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
  atOnce: number,
): Map<Item, Promise<Result>> {
  const free: (() => void)[] = [];
  let running = 0;
  const turn = async () => {
    if (running >= atOnce) await new Promise<void>((resolve) => free.push(resolve));
    running += 1;
  };
  const inTurn = async (item: Item) => {
    await turn();
    try {
      return await run(item);
    } finally {
      running -= 1;
      free.shift()?.();
    }
  };
  const results = new Map(items.map((item) => [item, inTurn(item)]));
  // Its test looks at it later.
  for (const result of results.values()) result.catch(() => undefined);
  return results;
}
