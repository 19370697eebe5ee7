import { useQuery } from '@tanstack/react-query';
import { Instant } from '../../kit/instant';
import { whyQuery } from './jobs-query';

/** Why a job does not run, in the order in which the reasons must change, and when it is expected to start. */
export function WhyNot({ id, hotelId }: { id: string; hotelId: number | null }) {
  const { data } = useQuery(whyQuery(id));
  if (!data || data.reasons.length === 0) return null;
  return (
    <div className="card" role="note">
      <h2>Why it does not run yet</h2>
      <ul className="bullets">
        {data.reasons.map(({ code, message, until }) => (
          <li key={code}>
            <bdi>{message}</bdi>
            {until && (
              <>
                {' '}
                · until <Instant at={until} hotelId={hotelId} seconds age />
              </>
            )}
          </li>
        ))}
      </ul>
      {data.expectedStart && (
        <p className="muted">
          Expected to start <Instant at={data.expectedStart} hotelId={hotelId} seconds age />
        </p>
      )}
    </div>
  );
}
