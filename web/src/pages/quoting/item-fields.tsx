import { Field } from '../../kit/field';
import type { Analysis, Offer, QuoteItem } from './quoting-query';
import styles from './quoting.module.css';

/** How a part is to be made, as somebody types it. */
export interface ItemDraft {
  process: string;
  material: string;
  finish: string;
  leadTime: string;
  /** Numbers with commas between them. */
  quantities: string;
}

const NO_ITEM: ItemDraft = { process: '', material: '', finish: '', leadTime: '', quantities: '1, 10, 100' };
const MOST_TIERS = 20;

/** Processes that make parts of this kind. */
function processesFor(offer: Offer, kind: Analysis['kind'] | undefined): Offer['processes'] {
  return offer.processes.filter(({ kind: of }) => kind === undefined || (of === 'sheet_cut') === (kind === 'sheet'));
}

const materialsFor = (offer: Offer, process: string): Offer['materials'] =>
  offer.materials.filter(({ processes }) => processes.length === 0 || processes.includes(process));

/** What is usual: the first process that makes such parts, with the first material that it takes. */
export function usualItem(offer: Offer, kind: Analysis['kind'] | undefined): ItemDraft {
  const process = processesFor(offer, kind)[0]?.code ?? '';
  return { ...NO_ITEM, process, material: materialsFor(offer, process)[0]?.code ?? '' };
}

export function draftOf({ process, material, finish, leadTime, quantities }: QuoteItem): ItemDraft {
  return { process, material, finish: finish ?? '', leadTime: leadTime ?? '', quantities: quantities.join(', ') };
}

/** The quantities; undefined where something else was typed. */
function quantitiesOf(text: string): number[] | undefined {
  const all = text.split(/[,;\s]+/).filter(Boolean);
  if (all.length === 0 || all.length > MOST_TIERS || all.some((one) => !/^[1-9]\d{0,6}$/.test(one))) return undefined;
  return [...new Set(all.map(Number))];
}

/** The item for the API; undefined while something is missing. */
export function itemOf(fileId: string, draft: ItemDraft) {
  const quantities = quantitiesOf(draft.quantities);
  if (!draft.process || !draft.material || !quantities) return undefined;
  return {
    fileId,
    process: draft.process,
    material: draft.material,
    finish: draft.finish || null,
    leadTime: draft.leadTime || null,
    quantities,
  };
}

/** Fields of how a part is made and how many are priced beside each other. */
export function ItemFields({
  offer,
  kind,
  value,
  onChange,
  errors = {},
}: {
  offer: Offer;
  kind?: Analysis['kind'];
  value: ItemDraft;
  onChange: (draft: ItemDraft) => void;
  /** By the name of the field. */
  errors?: Record<string, string>;
}) {
  const processes = processesFor(offer, kind);
  const select = (
    name: 'process' | 'material' | 'finish' | 'leadTime',
    label: string,
    choices: readonly { code: string; name: string }[],
    none?: string,
  ) => (
    <Field label={label} error={errors[name]}>
      <select
        className="native-select"
        required={none === undefined}
        value={value[name]}
        onChange={({ target }) => {
          const changed = { ...value, [name]: target.value };
          // Another process may not take the material.
          const kept =
            name !== 'process' || materialsFor(offer, target.value).some(({ code }) => code === value.material);
          onChange(kept ? changed : { ...changed, material: materialsFor(offer, target.value)[0]?.code ?? '' });
        }}
      >
        {none !== undefined && <option value="">{none}</option>}
        {choices.map(({ code, name: words }) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
  const wrong = value.quantities !== '' && quantitiesOf(value.quantities) === undefined;
  return (
    <div className={styles.fields}>
      {select('process', 'Process', processes)}
      {select('material', 'Material', materialsFor(offer, value.process))}
      {select('finish', 'Finish', offer.finishes, 'None')}
      {select(
        'leadTime',
        'Lead time',
        offer.leadTimes.map((name) => ({ code: name, name })),
        'Standard',
      )}
      <Field
        label="Quantities"
        hint="With commas; they are priced beside each other"
        error={errors['quantities'] ?? (wrong ? 'Whole numbers from 1, with commas between them' : undefined)}
      >
        <input
          required
          inputMode="numeric"
          value={value.quantities}
          onChange={({ target }) => onChange({ ...value, quantities: target.value })}
        />
      </Field>
    </div>
  );
}
