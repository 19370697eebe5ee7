import { PageHead } from '../kit/page-head';

export function NotFound() {
  return (
    <div className="page">
      <PageHead title="No such page" />
      <p>There is nothing at this address. The navigation and Ctrl-K lead to what there is.</p>
    </div>
  );
}
