/** First and last date of something; each may be left open. */
export function DateRange({
  label,
  from,
  to,
  onChange,
}: {
  label: string;
  from: string;
  to: string;
  onChange: (from: string, to: string) => void;
}) {
  return (
    <span className="row" role="group" aria-label={label}>
      <span>{label}</span>
      <input
        type="date"
        className="date"
        aria-label={`${label} from`}
        value={from}
        onChange={({ target }) => onChange(target.value, to)}
      />
      <span aria-hidden>–</span>
      <input
        type="date"
        className="date"
        aria-label={`${label} to`}
        min={from || undefined}
        value={to}
        onChange={({ target }) => onChange(from, target.value)}
      />
    </span>
  );
}
