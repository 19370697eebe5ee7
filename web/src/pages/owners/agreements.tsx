import { useState } from 'react';
import { Pencil, Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { type Listing, type Owner, useListingName, useOwnerName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { dateText } from '../../lib/time';
import { integer, useUrlState } from '../../lib/url-state';
import { AgreementForm } from './agreement-form';
import styles from './owners.module.css';
import { type Agreement, agreementsQuery } from './owners-query';
import { BASES, RECOGNITIONS, Terms } from './terms';

const ADDRESS = { agreement: integer(0) };

/** Versions of the agreements of an owner, or of those for a listing: of each pair the latest first. */
export function Agreements({ of }: { of: { owner: Owner } | { listing: Listing } }) {
  const ofOwner = 'owner' in of;
  const query = useQuery(agreementsQuery(ofOwner ? { ownerId: of.owner.id } : { listingId: of.listing.id }));
  const [form, setForm] = useState<'new' | Agreement>();
  const ownerName = useOwnerName();
  const [{ agreement: shown }, set] = useUrlState(ADDRESS);
  const listingName = useListingName();
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  const other = (agreement: Agreement) => (ofOwner ? listingName(agreement.listingId) : ownerName(agreement.ownerId));
  const one = query.data?.agreements.find(({ id }) => id === shown);
  return (
    <Section
      title="Agreements by version"
      actions={
        query.data && (
          <Button icon={Plus} onClick={() => setForm('new')}>
            Terms from a day on
          </Button>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {({ agreements }) =>
          agreements.length === 0 ? (
            <p className="muted">Nothing is agreed: without an agreement no statement is made.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Agreements">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">{ofOwner ? 'Listing' : 'Owner'}</th>
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
                    .toSorted(
                      (a, b) => a.listingId - b.listingId || a.ownerId - b.ownerId || b.from.localeCompare(a.from),
                    )
                    .map((agreement) => (
                      <tr key={agreement.id}>
                        <td>
                          <Link to={ofOwner ? `/listings/${agreement.listingId}` : `/owners/${agreement.ownerId}`}>
                            <bdi>{other(agreement)}</bdi>
                          </Link>
                        </td>
                        <td>{date(agreement.from)}</td>
                        <td>{agreement.to ? date(agreement.to) : 'Until another version'}</td>
                        <td>
                          {agreement.terms.feePercent} % of {BASES[agreement.terms.feeBase]}
                        </td>
                        <td>{RECOGNITIONS[agreement.terms.recognition]}</td>
                        <td className={styles.end}>
                          <Money amount={agreement.terms.reserve} currency={agreement.currency} />
                        </td>
                        <td>
                          <Button
                            kind="quiet"
                            aria-label={`All terms of ${other(agreement)} from ${date(agreement.from)}`}
                            onClick={() => set({ agreement: agreement.id })}
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
        title={one ? `${other(one)} from ${date(one.from)}` : ''}
        side
      >
        {one && (
          <>
            <Terms terms={one.terms} currency={one.currency} />
            <span>
              <Button
                icon={Pencil}
                onClick={() => {
                  // One window at a time: Escape closes that which is seen.
                  setForm(one);
                  set({ agreement: 0 });
                }}
              >
                Correct these terms
              </Button>
            </span>
          </>
        )}
      </Dialog>
      {form !== undefined && (
        <AgreementForm
          of={of}
          versions={query.data?.agreements ?? []}
          correct={form === 'new' ? undefined : form}
          onClose={() => setForm(undefined)}
        />
      )}
    </Section>
  );
}
