// One process of the product with the chaos kinds beside its own: roles and addresses come by the environment.
import { serve } from '../../../dist/bundle/product.js';
import { ChaosModule } from './kinds.mjs';

serve(process.env, { imports: [ChaosModule] }).catch((error) => {
  console.error(error);
  process.exit(1);
});
