/** One worker process of the product, for a bench that kills it. */
import { serve } from '../../dist/bundle/product.js';

await serve(process.env);
process.send('ready');
// When the bench has ended, this process ends too.
process.on('disconnect', () => process.exit(1));
