import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';

/** The Bull queues of this process, one per contract; holds their consumers back until the application is ready. */
@Injectable()
export class QueueCatalog {
  private readonly byName = new Map<string, Queue>();
  private readonly held: (() => void)[] = [];
  private consuming = false;

  /** Called while the application is put together, before any processor is attached. */
  register(queue: Queue): void {
    if (this.byName.has(queue.name)) return;
    this.byName.set(queue.name, queue);
    // A shared connection serves every queue's listeners, and errors reach our log through the connection.
    queue.on('error', () => undefined);
    this.hold(queue);
  }

  get(name: string): Queue {
    const queue = this.byName.get(name);
    if (!queue) throw new Error(`No queue named ${name}`);
    return queue;
  }

  all(): Queue[] {
    return [...this.byName.values()];
  }

  /** Queues for Bull Board. */
  queues(): Queue[] {
    return this.all();
  }

  startConsuming(): void {
    this.consuming = true;
    for (const start of this.held.splice(0)) start();
  }

  /** Bull would start to consume as soon as a processor is attached, in the middle of the boot. */
  private hold(queue: Queue): void {
    const attach = queue.process.bind(queue) as (...args: unknown[]) => Promise<void>;
    queue.process = ((...args: unknown[]) => {
      const start = () => void attach(...args).catch(() => undefined);
      if (this.consuming) start();
      else this.held.push(start);
      return Promise.resolve();
    }) as Queue['process'];
  }
}
