import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { type Owner, useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { dateText } from '../../lib/time';
import { integer, useUrlState } from '../../lib/url-state';
import styles from './owners.module.css';
import { agreementsQuery } from './owners-query';
import { BASES, RECOGNITIONS, Terms } from './terms';

const ADDRESS = { agreement: integer(0) };

/** Versions of its agreements: of a listing the latest first. */
export function Agreements({ owner }: { owner: Owner }) {
  const query = useQuery(agreementsQuery(owner.id));
  const [{ agreement: shown }, set] = useUrlState(ADDRESS);
  const listingName = useListingName();
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  const one = query.data?.agreements.find(({ id }) => id === shown);
  return (
    <Section title="Agreements by version">
      <Loaded query={query} lines={3}>
        {({ agreements }) =>
          agreements.length === 0 ? (
            <p className="muted">Nothing is agreed: without an agreement no statement is made.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Agreements of the owner">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">Listing</th>
                    <th scope="col">From</th>
                    <th scope="col">To</th>
                    <th scope="col">Our fee</th>
                    <th scope="col">Money of a stay counts</th>
                    <th scope="col" className={styles.end}>
                      Reserve
                    </th>
                    <th scope="col">
                      <span className="sr">All terms</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {agreements
                    .toSorted((a, b) => a.listingId - b.listingId || b.from.localeCompare(a.from))
                    .map(({ id, listingId, from, to, terms, currency }) => (
                      <tr key={id}>
                        <td>
                          <bdi>{listingName(listingId)}</bdi>
                        </td>
                        <td>{date(from)}</td>
                        <td>{to ? date(to) : 'Until another version'}</td>
                        <td>
                          {terms.feePercent} % of {BASES[terms.feeBase]}
                        </td>
                        <td>{RECOGNITIONS[terms.recognition]}</td>
                        <td className={styles.end}>
                          <Money amount={terms.reserve} currency={currency} />
                        </td>
                        <td>
                          <Button
                            kind="quiet"
                            aria-label={`All terms of ${listingName(listingId)} from ${date(from)}`}
                            onClick={() => set({ agreement: id })}
                          >
                            All terms
                          </Button>
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <Dialog
        open={one !== undefined}
        onClose={() => set({ agreement: 0 })}
        title={one ? `${listingName(one.listingId)} from ${date(one.from)}` : ''}
        side
      >
        {one && <Terms terms={one.terms} currency={one.currency} />}
      </Dialog>
    </Section>
  );
}
