/** What differs between two versions of stored data, field by field: before and after beside each other. */
export function DataDiff({ before, after }: { before: unknown; after: unknown }) {
  const [old, now] = [flatten(before), flatten(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
  if (changed.length === 0) return <p className="muted">Nothing has been changed yet.</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="What changes">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((path) => (
            <tr key={path}>
              <th scope="row">
                <bdi>{path}</bdi>
              </th>
              <td>
                <del>
                  <code>{old.get(path) ?? 'not there'}</code>
                </del>
              </td>
              <td>
                <ins>
                  <code>{now.get(path) ?? 'left out'}</code>
                </ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `{a: {b: [1]}}` as `a.b.0` → `1`, values as JSON. */
function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  const isBranch = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isBranch) into.set(path, JSON.stringify(value) ?? '');
  else for (const [name, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${name}` : name, into);
  return into;
}
