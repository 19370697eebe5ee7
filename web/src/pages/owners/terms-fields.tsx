import { useId } from 'react';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { TextChoice } from '../../kit/text-choice';
import styles from './owners.module.css';
import { BASES, CLEANING, COHOST, FEE_DATES, RECOGNITIONS } from './terms';
import { ChannelFees, FormulaFields } from './terms-fees';
import { PERCENT, type TermsValues } from './terms-values';

export const entriesOf = <K extends string>(words: Record<K, string>) => Object.entries(words) as [K, string][];

/** All that an agreement can say. */
export function TermsFields({
  values,
  currency,
  errors,
  onChange,
}: {
  values: TermsValues;
  currency: string;
  errors: Record<string, string>;
  onChange: (some: Partial<TermsValues>) => void;
}) {
  const more = useId();
  const error = (name: string) => errors[`terms.${name}`];
  const formula =
    values.feeBase === 'formula' ||
    Object.values(values.channels).some(({ feePercent, feeBase }) => feePercent !== '' && feeBase === 'formula');
  return (
    <>
      <div className="form-row">
        <AmountField
          label="Our fee, %"
          error={error('feePercent')}
          required
          rule={PERCENT}
          value={values.feePercent}
          onChange={(feePercent) => onChange({ feePercent })}
        />
        <Field label="Of" error={error('feeBase')}>
          <TextChoice choices={entriesOf(BASES)} value={values.feeBase} onChange={(feeBase) => onChange({ feeBase })} />
        </Field>
        <AmountField
          label={`Least fee of a stay, ${currency}`}
          error={error('minFee')}
          required
          rule={{ currency }}
          value={values.minFee}
          onChange={(minFee) => onChange({ minFee })}
        />
        <AmountField
          label={`Reserve, ${currency}`}
          hint="Held back of what is paid out"
          error={error('reserve')}
          required
          rule={{ currency }}
          value={values.reserve}
          onChange={(reserve) => onChange({ reserve })}
        />
      </div>
      {formula && <FormulaFields values={values} error={error('feeFormula')} onChange={onChange} />}
      <div className="form-row">
        <Field label="Money of a stay counts" error={error('recognition')}>
          <TextChoice
            choices={entriesOf(RECOGNITIONS)}
            value={values.recognition}
            onChange={(recognition) => onChange({ recognition })}
          />
        </Field>
        {values.recognition === 'nightly_over_n' && (
          <Field label="Long is more than so many nights" error={error('nightlyOver')}>
            <input
              type="number"
              required
              min={1}
              max={366}
              value={values.nightlyOver}
              onChange={(event) => onChange({ nightlyOver: event.target.value })}
            />
          </Field>
        )}
        <Field label="Cleaning fee is for" error={error('cleaningTo')}>
          <TextChoice
            choices={entriesOf(CLEANING)}
            value={values.cleaningTo}
            onChange={(cleaningTo) => onChange({ cleaningTo })}
          />
        </Field>
        {values.cleaningTo === 'split' && (
          <AmountField
            label="Of it the owner’s, %"
            error={error('cleaningOwnerPercent')}
            required
            rule={PERCENT}
            value={values.cleaningOwnerPercent}
            onChange={(cleaningOwnerPercent) => onChange({ cleaningOwnerPercent })}
          />
        )}
      </div>
      <details>
        <summary id={more}>More terms: channels, taxes, cancelled stays</summary>
        <div className={`form ${styles.more}`} role="group" aria-labelledby={more}>
          <ChannelFees values={values} errors={errors} onChange={onChange} />
          <div className="form-row">
            <Field label="Version that a stay follows" error={error('feeDate')}>
              <TextChoice
                choices={entriesOf(FEE_DATES)}
                value={values.feeDate}
                onChange={(feeDate) => onChange({ feeDate })}
              />
            </Field>
            <Field label="Stays whose money the owner had" error={error('cohost')}>
              <TextChoice
                choices={entriesOf(COHOST)}
                value={values.cohost}
                onChange={(cohost) => onChange({ cohost })}
              />
            </Field>
          </div>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={values.prorateStayFees}
              onChange={(event) => onChange({ prorateStayFees: event.target.checked })}
            />
            Fees of a stay count by night, like its rent, not at departure
          </label>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={values.taxToOwner}
              onChange={(event) => onChange({ taxToOwner: event.target.checked })}
            />
            Lodging tax that no channel remits is paid on to the owner
          </label>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={values.cancelRevenue === 'include'}
              onChange={(event) => onChange({ cancelRevenue: event.target.checked ? 'include' : 'exclude' })}
            />
            Money kept of cancelled stays counts
          </label>
        </div>
      </details>
    </>
  );
}
