// One worker of the product with a kind that blocks the loop of its process: for so long, or for good.
import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { defineJob, IsInt, JobsModule, Module, Processor, serve } from '../../dist/bundle/product.js';

class BlockPayload {}
IsInt()(BlockPayload.prototype, 'ms');

const Block = defineJob({ name: 'block', summary: 'Computes', payload: BlockPayload, concurrency: 1 });

const tell = (what, ctx) => appendFileSync(process.env.TOLD, `${what} ${process.pid} ${ctx.attempt}\n`);

class BlockProcessor {
  handle({ ms }, ctx) {
    tell('began', ctx);
    // A second attempt is there to show that there is one.
    const end = performance.now() + (process.env.BLOCKS ? ms : 0);
    while (performance.now() < end);
    tell('ended', ctx);
    return Promise.resolve({});
  }
}
Processor(Block)(BlockProcessor);

class BlockModule {}
Module({ imports: [JobsModule.forFeature(Block)], providers: [BlockProcessor] })(BlockModule);

serve(process.env, { imports: [BlockModule] }).catch((error) => {
  console.error(error);
  process.exit(1);
});
