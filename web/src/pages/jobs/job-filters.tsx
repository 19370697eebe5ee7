import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useChosenHotel, useHotels } from '../../api/hotels';
import { kindText, useKindTitle } from '../../api/job-kinds';
import { ClearFilters } from '../../kit/clear-filters';
import { Facet } from '../../kit/facet';
import { Instant } from '../../kit/instant';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { lookOf } from '../../lib/states';
import { type FilterBody, type JobFilter, NO_FILTER, STATUSES } from './job-filter';
import { facetsQuery } from './jobs-query';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The filters above the list, each choice with how many jobs it would show. */
export function JobFilters({
  filter,
  body,
  filtered,
  set,
}: {
  filter: JobFilter;
  body: FilterBody;
  filtered: boolean;
  set: (changes: Partial<JobFilter>) => void;
}) {
  const { data } = useQuery(facetsQuery(body));
  const hotels = useHotels();
  const [hotel, chooseHotel] = useChosenHotel();
  const navigate = useNavigate();
  const titleOf = useKindTitle();
  const named = (name: string) => ({ value: name, label: titleOf(name), text: kindText(titleOf, name) });
  const countOfState = (status: string) => data?.states.find(({ value }) => value === status);
  const kinds = data?.kinds ?? [];
  // One that is chosen can be taken back, also when no job has it.
  const gone = filter.job.filter((name) => !kinds.some(({ value }) => value === name));
  const search = (text: string) => {
    // The id of a job leads to it.
    if (UUID.test(text.trim())) void navigate({ to: `/jobs/${text.trim().toLowerCase()}` });
    else set({ q: text });
  };
  return (
    <>
      <SearchField label="Search jobs" placeholder="Error, hotel or id" value={filter.q} onChange={search} />
      <Facet
        label="State"
        value={filter.status}
        onChange={(status) => set({ due: '', status: STATUSES.filter((one) => status.includes(one)) })}
        choices={STATUSES.map((value) => ({
          value,
          label: <State of={value} word={value === 'PENDING' ? 'Pending' : undefined} />,
          text: lookOf(value).word,
          ...pick(countOfState(value)),
        }))}
      />
      <Facet
        label="Job"
        value={filter.job}
        onChange={(job) => set({ job })}
        choices={[
          ...kinds.map((kind) => ({ ...named(kind.value), ...pick(kind) })),
          ...gone.map((name) => ({ ...named(name), count: 0 })),
        ]}
      />
      {hotels.length > 1 && (
        <Facet
          label="Hotel"
          single
          value={hotel ? [String(hotel.id)] : []}
          onChange={([id]) => chooseHotel(id === undefined ? undefined : Number(id))}
          choices={hotels.map(({ id, name }) => ({
            value: String(id),
            label: <bdi>{name}</bdi>,
            text: name,
            ...pick(data?.hotels.find(({ value }) => value === id) ?? (data && { count: 0, more: false })),
          }))}
        />
      )}
      <label className="row">
        <span className="sr">Asked for on or after</span>
        <input
          type="date"
          aria-label="Asked for on or after"
          value={filter.from}
          onChange={(event) => set({ from: event.target.value })}
          className="date"
        />
        <span className="muted">to</span>
        <input
          type="date"
          aria-label="Asked for on or before"
          value={filter.to}
          onChange={(event) => set({ to: event.target.value })}
          className="date"
        />
      </label>
      {filter.due && (
        <span className="muted">{filter.due === 'waiting' ? 'That wait to be run' : 'That run later'}</span>
      )}
      {filter.made && (
        <span className="muted">
          Asked for since <Instant at={filter.made} />
        </span>
      )}
      {filter.ended && (
        <span className="muted">
          Ended <Instant at={filter.ended} />
          {filter.until && (
            <>
              {' '}
              to <Instant at={filter.until} clock />
            </>
          )}
        </span>
      )}
      {filtered && <ClearFilters kind="quiet" clear={() => set(NO_FILTER)} />}
    </>
  );
}

const pick = (counted: { count: number; more: boolean } | undefined) =>
  counted && { count: counted.count, more: counted.more };
