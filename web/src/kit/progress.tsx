/** How far something is, 0 to 100; undefined: under way, without a measure. */
export function Progress({ percent, label }: { percent: number | undefined; label: string }) {
  return (
    <span
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === undefined ? undefined : Math.round(percent)}
    >
      <span className="progress-bar" style={{ width: `${percent ?? 30}%` }} />
    </span>
  );
}
