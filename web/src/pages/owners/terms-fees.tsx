import { AmountInput } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { TextChoice } from '../../kit/text-choice';
import styles from './owners.module.css';
import { BASES } from './terms';
import { type Base, type Part, PERCENT, type TermsValues } from './terms-values';

const PARTS: Record<Part, string> = {
  rent: 'Rent',
  cleaning: 'Cleaning fee',
  extras: 'Extras',
  tax: 'Lodging tax',
  channel_fee: 'Fee of the channel',
  payment_fee: 'Fee of the payment',
};
const SIGNS = [
  ['', 'Left out'],
  ['1', 'Added'],
  ['-1', 'Taken away'],
] as const;
const CHANNELS = { airbnb: 'Airbnb', booking: 'Booking.com', vrbo: 'Vrbo', direct: 'Direct', other: 'Other' };

interface Props {
  values: TermsValues;
  onChange: (some: Partial<TermsValues>) => void;
}

/** The amounts of a stay that the fee is taken of. */
export function FormulaFields({ values: { formula }, error, onChange }: Props & { error: string | undefined }) {
  return (
    <fieldset className="field">
      <legend>The formula of our fee’s base</legend>
      <div className="form-row">
        {(Object.entries(PARTS) as [Part, string][]).map(([part, words]) => (
          <Field key={part} label={words}>
            <TextChoice
              choices={SIGNS}
              value={formula[part] ?? ''}
              onChange={(sign) => {
                const { [part]: _, ...rest } = formula;
                onChange({ formula: sign ? { ...rest, [part]: sign } : rest });
              }}
            />
          </Field>
        ))}
      </div>
      {error !== undefined && <span className="field-error">✕ {error}</span>}
    </fieldset>
  );
}

/** Another fee for stays of a channel. */
export function ChannelFees({ values: { channels }, errors, onChange }: Props & { errors: Record<string, string> }) {
  const set = (channel: string, change: Partial<{ feePercent: string; feeBase: Base }>) => {
    const before = channels[channel] ?? { feePercent: '', feeBase: 'rent' as const };
    onChange({ channels: { ...channels, [channel]: { ...before, ...change } } });
  };
  const error = Object.entries(errors).find(([path]) => path.startsWith('terms.channelFees'))?.[1];
  return (
    <fieldset className="field">
      <legend>Another fee for stays of a channel (left empty: the same)</legend>
      {Object.entries(CHANNELS).map(([channel, words]) => (
        <div key={channel} className={styles.channel}>
          <span>{words}</span>
          <AmountInput
            aria-label={`Our fee for ${words}, %`}
            rule={PERCENT}
            value={channels[channel]?.feePercent ?? ''}
            onChange={(feePercent) => set(channel, { feePercent })}
          />
          <span aria-hidden>% of</span>
          <TextChoice
            aria-label={`What our fee for ${words} is taken of`}
            choices={Object.entries(BASES) as [Base, string][]}
            value={channels[channel]?.feeBase ?? 'rent'}
            onChange={(feeBase) => set(channel, { feeBase })}
          />
        </div>
      ))}
      {error !== undefined && <span className="field-error">✕ {error}</span>}
    </fieldset>
  );
}
