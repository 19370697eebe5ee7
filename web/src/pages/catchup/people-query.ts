import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Contact = Schema<'ContactResponse'>;
export type Frequency = Contact['frequency'];
export type ImportAnswer = Schema<'ContactImportResponse'>;

export const FREQUENCIES: readonly { value: Frequency; label: string }[] = [
  { value: 'daily', label: 'Daily' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'biweekly', label: 'Every two weeks' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'quarterly', label: 'Quarterly' },
  { value: 'yearly', label: 'Yearly' },
  { value: 'flexible', label: 'When there is time' },
  { value: 'na', label: 'Never suggested' },
];
export const IMPORTANCES = [
  { value: 'close_friend', label: 'Close friend: goes first' },
  { value: 'normal', label: 'Normal' },
  { value: 'low', label: 'Low' },
] as const;
export const MEDIUMS = [
  { value: 'in_person', label: 'In person' },
  { value: 'call', label: 'A call' },
] as const;

export const frequencyWords = (of: Frequency): string => FREQUENCIES.find(({ value }) => value === of)?.label ?? of;

export const SOURCE_WORDS: Record<NonNullable<Contact['lastContactSource']>, string> = {
  hand: 'you said so',
  calendar: 'from your calendar',
  accepted: 'from a suggestion you accepted',
  import: 'from an import',
};

const PAGE = 100;

export interface PeopleFilter {
  search: string;
  frequency: Frequency | '';
  sort: 'lateness' | 'name';
}

export function peopleQuery({ search, frequency, sort }: PeopleFilter) {
  return infiniteQueryOptions({
    queryKey: ['catchup', 'people', search, frequency, sort],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...{ sort, limit: PAGE, ...(search.trim() && { search: search.trim() }) },
        ...(frequency && { frequency }),
        ...(pageParam && { cursor: pageParam }),
      };
      return bodyOf(api.GET('/api/v1/catchup/contacts', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function contactQuery(id: string) {
  return queryOptions({
    queryKey: ['catchup', 'contact', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/catchup/contacts/{id}', { params: { path: { id } }, signal })),
  });
}

/** A preview, which writes nothing, or the import itself. */
export function sendPeople(file: File, frequency?: Frequency): Promise<ImportAnswer> {
  const body = { file: file as never };
  const bodySerializer = () => {
    const form = new FormData();
    form.append('file', file, file.name);
    return form;
  };
  return frequency === undefined
    ? bodyOf(api.POST('/api/v1/catchup/contacts/imports/preview', { body, bodySerializer }))
    : bodyOf(api.POST('/api/v1/catchup/contacts/imports', { params: { query: { frequency } }, body, bodySerializer }));
}
