/** Fields of a multipart form, names in lower case, and the bytes of its field `file`, which must come last. */
export function formOf(contentType, body) {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/
    .exec(contentType ?? '')
    ?.slice(1)
    .find(Boolean);
  if (!boundary) throw Object.assign(new Error('not a form'), { status: 412, code: 'PreconditionFailed' });
  const mark = Buffer.from(`--${boundary}`);
  const fields = {};
  for (let at = body.indexOf(mark); at >= 0;) {
    const start = at + mark.length + 2;
    const next = body.indexOf(mark, start);
    const end = body.indexOf('\r\n\r\n', start);
    if (next < 0 || end < 0 || end > next) break;
    const head = body.subarray(start, end).toString();
    const value = body.subarray(end + 4, next - 2);
    const name = /name="([^"]*)"/.exec(head)?.[1]?.toLowerCase();
    if (name === 'file') return { fields, file: value };
    fields[name] = value.toString();
    at = next;
  }
  throw Object.assign(new Error('the form has no file'), { status: 400, code: 'InvalidArgument' });
}
