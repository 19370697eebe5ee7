import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Instant } from '../../kit/instant';
import { Pager } from '../../kit/table';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { integer, useUrlState } from '../../lib/url-state';
import { type Effect, EFFECTS_PAGE, effectsQuery } from './jobs-query';
import { SettleEffect } from './settle-effect';

const ADDRESS = { effects: integer(0) };

/** What a job did at other services (mails, callbacks, changes of a calendar), with what they answered. */
export function JobEffects({ id, running, hotelId }: { id: string; running: boolean; hotelId: number | null }) {
  const [{ effects: offset }, set] = useUrlState(ADDRESS);
  const { data } = useQuery(effectsQuery(id, offset));
  const [settling, setSettling] = useState<Effect>();
  const may = useMay('ADMIN', 'MANAGER');
  if (!data || data.total === 0) return null;
  // One that is under way belongs to the attempt; one that an attempt has left behind to a person.
  const open = ({ state }: Effect) => state === 'unknown' || (state === 'claimed' && !running);
  return (
    <Section title="Effects at other services">
      <div className="card scroll-x" tabIndex={0} role="region" aria-label="Effects of the job">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col">Kind</th>
              <th scope="col">Effect</th>
              <th scope="col">Begun</th>
              <th scope="col">Known since</th>
              <th scope="col">Receipt</th>
            </tr>
          </thead>
          <tbody>
            {data.effects.map((effect) => (
              <tr key={effect.id}>
                <td>
                  <State of={effect.state} word={wordOf(effect.state, running)} />{' '}
                  {may && open(effect) && <Button onClick={() => setSettling(effect)}>Settle…</Button>}
                </td>
                <td>{effect.kind}</td>
                <td>
                  <bdi>{effect.key}</bdi>
                </td>
                <td>
                  <Instant at={effect.claimedAt} hotelId={hotelId} seconds />
                </td>
                <td>
                  <Instant at={effect.settledAt} hotelId={hotelId} seconds none="Its outcome is not known yet" />
                </td>
                <td className="in-words">
                  {effect.note && (
                    <p>
                      {effect.settledBy && 'Told by a person: '}
                      <bdi>{effect.note}</bdi>
                    </p>
                  )}
                  {effect.receipt && (
                    <code>
                      <bdi>{JSON.stringify(effect.receipt)}</bdi>
                    </code>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data.total > EFFECTS_PAGE && (
        <Pager offset={offset} limit={EFFECTS_PAGE} total={data.total} onOffset={(effects) => set({ effects })} />
      )}
      {settling && <SettleEffect effect={settling} onClose={() => setSettling(undefined)} />}
    </Section>
  );
}

function wordOf(state: Effect['state'], running: boolean): string | undefined {
  if (state === 'claimed') return running ? 'Under way' : 'Left over';
  return state === 'not-done' ? 'Not done' : undefined;
}
