import { useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { listingsQuery } from '../../api/rentals';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Section } from '../../kit/section';
import { countOf } from '../../lib/money';
import { useImportActions } from './import-actions';
import type { Import } from './imports-query';

/** Titles in the file of which nobody has said the listing. What is matched is remembered for later files. */
export function ListingsToMatch({ file }: { file: Import }) {
  const listings = useQuery(listingsQuery).data ?? [];
  const actions = useImportActions(file);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const matched = Object.entries(chosen).filter(([, id]) => id);
  const match = useMutation({
    mutationFn: () => actions.update({ mapListings: matched.map(([name, id]) => ({ name, listingId: Number(id) })) }),
    onSuccess: () => setChosen({}),
  });
  const preview = file.status === 'preview';
  return (
    <Section title={`Listings to match (${file.unknownListings.length})`}>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          match.mutate();
        }}
      >
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">In the file</th>
              <th scope="col">Rows</th>
              {preview && <th scope="col">Listing</th>}
            </tr>
          </thead>
          <tbody>
            {file.unknownListings.map(({ name, rows }) => (
              <tr key={name}>
                <td>
                  <bdi>{name}</bdi>
                </td>
                <td className="num">{rows}</td>
                {preview && (
                  <td>
                    <select
                      className="native-select"
                      aria-label={`Listing of ${name}`}
                      value={chosen[name] ?? ''}
                      onChange={(event) => setChosen({ ...chosen, [name]: event.target.value })}
                    >
                      <option value="">Not yet</option>
                      {listings.map(({ id, name: own }) => (
                        <option key={id} value={id}>
                          {own}
                        </option>
                      ))}
                    </select>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
        {match.error && <ErrorView error={match.error} />}
        {preview && (
          <div>
            <Button kind="primary" type="submit" disabled={matched.length === 0} busy={match.isPending}>
              Match{matched.length > 0 && ` ${countOf(matched.length, 'title')}`}
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}
