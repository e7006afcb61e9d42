import { integer, withDefault } from "./fields";

/** The query parameters of a list: `page` (default 1) and `page_size` (default 10). */
export function pageModel(most: { readonly page?: number; readonly pageSize?: number } = {}) {
  return {
    page: withDefault(1, integer(1, most.page ?? Number.MAX_SAFE_INTEGER)),
    page_size: withDefault(10, integer(1, most.pageSize ?? Number.MAX_SAFE_INTEGER)),
  };
}

/** The entries of one page. */
export function entriesOf<T>(
  all: readonly T[],
  { page, page_size }: { readonly page: number; readonly page_size: number },
): readonly T[] {
  return all.slice((page - 1) * page_size, page * page_size);
}
