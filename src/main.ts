import { ConfigError } from './platform/config/config.js';
import { serve } from './serve.js';

serve(process.env).catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
