/** Grey lines while something is loaded for the first time. They appear after 150 ms only, so that what is quick does not flash. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, n) => (
        <div key={n} className="skeleton-line" style={{ width: `${88 - ((n * 23) % 40)}%` }} />
      ))}
    </div>
  );
}
