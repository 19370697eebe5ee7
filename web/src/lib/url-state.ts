import { useCallback, useMemo } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';

/** One member of the address: how it is read, and how it is written (undefined: left out). */
export interface Member<T> {
  read: (text: string | undefined) => T;
  write: (value: T) => string | undefined;
}

/** A text; a longer one than the API would take is ignored. */
export const text = (fallback = '', max = 500): Member<string> => ({
  read: (raw) => (raw !== undefined && raw.length <= max ? raw : fallback),
  write: (value) => (value === fallback ? undefined : value),
});

/** One of some words; any other in the address is ignored. */
export const oneOf = <const W extends string>(words: readonly W[], fallback: NoInfer<W>): Member<W> => ({
  read: (raw) => words.find((word) => word === raw) ?? fallback,
  write: (value) => (value === fallback ? undefined : value),
});

/** Several of some words, with commas between them. */
export const someOf = <const W extends string>(words: readonly W[]): Member<W[]> => ({
  read: (raw) => words.filter((word) => (raw ?? '').split(',').includes(word)),
  write: (value) => value.join(',') || undefined,
});

/** Several texts that are not known beforehand, e.g. names of job kinds. */
export const texts = (): Member<string[]> => ({
  read: (raw) => (raw ?? '').split(',').filter(Boolean).slice(0, 50),
  write: (value) => value.join(',') || undefined,
});

export const integer = (fallback: number, min = 0, max = 1_000_000_000): Member<number> => ({
  read: (raw) => {
    const value = /^-?\d{1,10}$/.test(raw ?? '') ? Number(raw) : fallback;
    return value >= min && value <= max ? value : fallback;
  },
  write: (value) => (value === fallback ? undefined : String(value)),
});

export const flag = (): Member<boolean> => ({
  read: (raw) => raw === '1',
  write: (value) => (value ? '1' : undefined),
});

/** A calendar date; what is none is ignored. */
export const day = (fallback = ''): Member<string> => ({
  read: (raw) => (/^\d{4}-\d{2}-\d{2}$/.test(raw ?? '') && !Number.isNaN(Date.parse(raw!)) ? raw! : fallback),
  write: (value) => (value === fallback ? undefined : value),
});

/** An instant in UTC; what is none is ignored. */
export const instantOf = (): Member<string> => ({
  read: (raw) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(raw ?? '') && !Number.isNaN(Date.parse(raw!))
      ? raw!
      : '',
  write: (value) => value || undefined,
});

type Values<M> = { [K in keyof M]: M[K] extends Member<infer T> ? T : never };

/**
 * What a page shows (filters, sort, page, tab, day) as part of its address: a copied address shows the same, and Back undoes a
 * change. `members` is a constant outside the component.
 */
export function useUrlState<M extends object>(members: M) {
  const search: Record<string, string | undefined> = useSearch({ strict: false });
  const navigate = useNavigate();
  const values = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(members as Record<string, Member<unknown>>).map(([name, member]) => [
          name,
          member.read(search[name]),
        ]),
      ) as Values<M>,
    [members, search],
  );
  const set = useCallback(
    (changes: Partial<Values<M>>, { replace = false }: { replace?: boolean } = {}) => {
      const written = Object.fromEntries(
        Object.entries(changes).map(([name, value]) => [
          name,
          (members as Record<string, Member<unknown>>)[name]!.write(value),
        ]),
      );
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, ...written }),
        replace,
        resetScroll: false,
      } as never);
    },
    [members, navigate],
  );
  return [values, set] as const;
}

/** The search part of an address as plain texts, in the order they were given. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '');
  // Commas and colons are allowed in a query and are easier to read as they are.
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text.replaceAll('%2C', ',').replaceAll('%3A', ':')}` : '';
}
