import { Field } from '../field';
import { controlOf, type FormValues, type JsonSchema, labelOf } from './schema';

export { type FormValues, toData } from './schema';

/** A form for an object described by a JSON schema. What has no simple field (lists, objects) is written as JSON. */
export function SchemaForm({
  schema,
  values,
  onChange,
  errors,
  prefix = '',
}: {
  schema: JsonSchema;
  values: FormValues;
  onChange: (values: FormValues) => void;
  /** Messages by the path of the field, as ApiError.fields has them. */
  errors: Record<string, string>;
  /** What stands before a field's name in those paths. */
  prefix?: string;
}) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return <p className="muted">It takes no data.</p>;
  return fields.map(([name, field]) => {
    const control = controlOf(field);
    const required = schema.required?.includes(name) ?? false;
    const set = (value: string | boolean) => onChange({ ...values, [name]: value });
    const value = values[name];
    const error = errors[`${prefix}${name}`] ?? errors[name];
    const usual = field.default ?? undefined;
    const hint = [
      field.description,
      field.example !== undefined && `E.g. ${JSON.stringify(field.example)}`,
      usual !== undefined && control !== 'boolean' && `Left empty: ${JSON.stringify(usual)}`,
    ]
      .filter(Boolean)
      .join('. ');
    if (control === 'boolean')
      return (
        <div key={name} className="field">
          <label className="row">
            <input
              type="checkbox"
              checked={(value ?? usual) === true}
              aria-invalid={error !== undefined || undefined}
              onChange={(event) => set(event.target.checked)}
            />
            {labelOf(name)}
            {hint && <span className="muted">{hint}</span>}
          </label>
          {error !== undefined && (
            <span className="field-error" role="alert">
              ✕ <bdi>{error}</bdi>
            </span>
          )}
        </div>
      );
    return (
      <Field
        key={name}
        label={`${labelOf(name)}${required ? '' : ' (optional)'}`}
        hint={hint || undefined}
        error={error}
      >
        {control === 'choice' ? (
          <select
            className="native-select"
            value={String(value ?? '')}
            required={required}
            onChange={(event) => set(event.target.value)}
          >
            <option value="">—</option>
            {field.enum!.map((word) => (
              <option key={String(word)} value={String(word)}>
                {String(word)}
              </option>
            ))}
          </select>
        ) : control === 'json' ? (
          <textarea
            rows={4}
            spellCheck={false}
            required={required}
            value={String(value ?? '')}
            onChange={(event) => set(event.target.value)}
          />
        ) : (
          <input
            type={control}
            step={control === 'number' ? 'any' : undefined}
            required={required}
            minLength={field.minLength}
            maxLength={field.maxLength}
            min={field.minimum}
            max={field.maximum}
            value={String(value ?? '')}
            onChange={(event) => set(event.target.value)}
          />
        )}
      </Field>
    );
  });
}
