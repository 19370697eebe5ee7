import { useQuery } from '@tanstack/react-query';
import { kindText, useKindTitle } from '../../api/job-kinds';
import { Button } from '../../kit/button';
import { Facet } from '../../kit/facet';
import { SearchField } from '../../kit/search-field';
import { kindsQuery, type LetterFilter, type Reason, REASON_WORDS, REASONS } from './letters-query';

/** The filters above both lists; `kinds` is left out where all letters are of one kind. */
export function LetterFilters({
  filter,
  set,
  kinds = true,
}: {
  filter: LetterFilter;
  set: (changes: Partial<Omit<LetterFilter, 'fingerprint' | 'hotelId'>>) => void;
  kinds?: boolean;
}) {
  const stats = useQuery({ ...kindsQuery, enabled: kinds });
  const names = new Set((stats.data?.byJob ?? []).map(({ jobName }) => jobName));
  const titleOf = useKindTitle();
  if (filter.job) names.add(filter.job);
  return (
    <>
      <SearchField
        label="Search dead letters"
        placeholder="Text of an error"
        value={filter.q}
        onChange={(q) => set({ q, offset: 0 })}
      />
      <Facet
        label="Given up because"
        single
        value={filter.reason ? [filter.reason] : []}
        onChange={([reason]) => set({ reason: (reason ?? '') as '' | Reason, offset: 0 })}
        choices={REASONS.map((value) => ({ value, label: REASON_WORDS[value], text: REASON_WORDS[value] }))}
      />
      {kinds && (
        <Facet
          label="Job"
          single
          value={filter.job ? [filter.job] : []}
          onChange={([job]) => set({ job: job ?? '', offset: 0 })}
          choices={[...names]
            .map((value) => ({ value, label: titleOf(value), text: kindText(titleOf, value) }))
            .sort((a, b) => a.text.localeCompare(b.text))}
        />
      )}
      {(filter.q || filter.reason || filter.job) && (
        <Button kind="quiet" onClick={() => set(NO_FILTER)}>
          Clear filters
        </Button>
      )}
    </>
  );
}

export const NO_FILTER = { q: '', reason: '', job: '', offset: 0 } as const;
