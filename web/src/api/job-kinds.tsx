import { createContext, use, useMemo, type ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';
import { useSession } from './session';

export type JobKind = Schema<'JobKindResponse'>;

/** The kinds of jobs that the person may start, with the schemas of their data. */
export const kindsQuery = queryOptions({
  queryKey: ['job-kinds'],
  queryFn: () => bodyOf(api.GET('/api/v1/jobs/kinds')),
  // They change with the program.
  staleTime: Infinity,
});

/** What people call each kind there is. */
const titlesQuery = queryOptions({
  queryKey: ['job-kinds', 'titles'],
  queryFn: () => bodyOf(api.GET('/api/v1/jobs/kinds/titles')),
  staleTime: Infinity,
});

/** The title of a kind by its name. */
export type KindTitle = (name: string) => string;

/** Until the titles are here, and for a kind of an earlier release: `invoice-generation` is `Invoice generation`. */
function wordsOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface Kinds {
  titles: readonly Schema<'JobKindTitleResponse'>[];
  titleOf: KindTitle;
}

const KindsContext = createContext<Kinds>({ titles: [], titleOf: wordsOf });

/** The titles of job kinds for all that is below: found once, not once for each cell of a table. */
export function KindTitlesProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const titles = useQuery({ ...titlesQuery, enabled: Boolean(session) }).data?.titles;
  const kinds = useMemo(() => {
    const byName = new Map(titles?.map(({ name, title }) => [name, title]));
    return { titles: titles ?? [], titleOf: (name: string) => byName.get(name) ?? wordsOf(name) };
  }, [titles]);
  return <KindsContext value={kinds}>{children}</KindsContext>;
}

/** What people call a kind of jobs. The name itself is shown only beside it, where an engineer needs it. */
export function useKindTitle(): KindTitle {
  return use(KindsContext).titleOf;
}

/** All kinds there are by their titles, to choose from; a batch has no kind of its own. */
export function useKindTitles(): Schema<'JobKindTitleResponse'>[] {
  const { titles } = use(KindsContext);
  return titles.filter(({ name }) => name !== 'batch').toSorted((one, other) => one.title.localeCompare(other.title));
}

/** A title in the middle of a sentence: `SMS` stays, `Weekly digest` becomes `weekly digest`. */
export function inSentence(title: string): string {
  return /^\p{Lu}[\p{Lu}-]/u.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

/** For filters: kinds are found by their titles and by their names. */
export const kindText = (titleOf: KindTitle, name: string): string => `${titleOf(name)} ${name}`;
