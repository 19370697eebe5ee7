import styles from './rooms.module.css';

/** What the cells of the map say; each of it can be seen without colour. */
export function Legend({ currency }: { currency: string }) {
  const sample = (...names: (string | undefined)[]) =>
    `${styles.cell} ${styles.sample} ${styles.open} ${names.filter(Boolean).join(' ')}`;
  return (
    <div className={styles.legend} aria-label="What the cells say" role="group">
      <span>Price in {currency}, then sold / rooms</span>
      {([0, 2, 4] as const).map((level) => (
        <span key={level}>
          <span className={sample()} data-level={level} aria-hidden />
          {level === 0 ? 'none sold' : level === 2 ? 'half' : 'nearly all'}
        </span>
      ))}
      <span>
        <span className={sample(styles.full)} data-level={4} aria-hidden>
          full
        </span>
        sold out
      </span>
      <span>
        <span className={sample(styles.stopped)} data-level={0} aria-hidden />
        sale stopped
      </span>
      <span>
        <span className={`${styles.cell} ${styles.sample} ${styles.shut}`} aria-hidden>
          <span className={styles.gap} />
        </span>
        gap: should be open
      </span>
      <span>
        ≥3, ≤7 least and most nights of an arrival · all ≥3 least nights of any stay · no in, no out: closed to arrival,
        departure
      </span>
    </div>
  );
}
