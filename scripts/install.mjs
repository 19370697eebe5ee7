#!/usr/bin/env node
/** Installs the dependencies if they are not what package-lock.json says. */
import './lib/node-version.mjs';
import { install } from './lib/install.mjs';
import { fail, step } from './lib/print.mjs';

await step('dependencies', install).catch((error) => {
  fail(error);
  process.exit(1);
});
