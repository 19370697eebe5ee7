/** One worker process of the product with the bench's kind: a job takes as many ms as its n says, or until it is aborted. */
import { serve } from '../../dist/bundle/product.js';
import { benchModule } from './kinds.mjs';

const { BenchModule } = benchModule({
  concurrency: 10,
  handle: ({ n }, { signal }) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, n);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
});
await serve(process.env, { imports: [BenchModule] });
process.send('ready');
// When the bench has ended, this process ends too.
process.on('disconnect', () => process.exit(1));
