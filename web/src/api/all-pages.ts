/** Most that the API answers at once. */
const MOST = 200;

/** All of a list, page by page: what is chosen from must be whole. */
export async function allPages<Row>(
  page: (query: { limit: number; offset: number }) => Promise<{ rows: readonly Row[]; total: number }>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { rows, total } = await page({ limit: MOST, offset: all.length });
    all.push(...rows);
    if (rows.length === 0 || all.length >= total) return all;
  }
}
