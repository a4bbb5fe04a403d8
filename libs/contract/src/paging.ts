import { z } from 'zod';

/** Query members of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().meta({ description: 'nextCursor of the page before' }),
};

/** `{items, nextCursor}`; `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A list without filters. */
export const listQuery = z.strictObject(pageQuery);
export type ListQuery = z.infer<typeof listQuery>;
