import { connect, createServer } from 'node:net';

/** A TCP link that can go dead without a word: connections are taken, bytes are not carried, nobody is told. */
export class Link {
  dead = false;
  #pairs = new Set();
  #server;

  static async to(port) {
    const link = new Link();
    link.#server = createServer((near) => link.#carry(near, port));
    await new Promise((done) => link.#server.listen(0, '127.0.0.1', done));
    link.port = link.#server.address().port;
    return link;
  }

  /** From now on nothing comes through. */
  die() {
    this.dead = true;
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.pause();
  }

  /**
   * Carries again. What becomes of the connections it had: `late`, their bytes arrive after all; `cut`, both ends hear
   * that they are gone; `dead`, nobody ever hears of them again.
   */
  heal(how) {
    this.dead = false;
    for (const pair of this.#pairs) {
      if (how === 'dead' && !pair.halfGone) {
        pair.forgotten = true;
        continue;
      }
      if (how === 'cut' || pair.halfGone) for (const socket of [pair.near, pair.far]) socket.destroy();
      else for (const socket of [pair.near, pair.far]) socket.resume();
    }
  }

  close() {
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.destroy();
    this.#server.close();
  }

  #carry(near, port) {
    const far = connect(port, '127.0.0.1');
    const pair = { near, far, halfGone: false };
    this.#pairs.add(pair);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => near.write(bytes));
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        // Behind a dead link the other end does not hear of it.
        pair.halfGone = true;
        if (!this.dead && !pair.forgotten) for (const other of [near, far]) other.destroy();
        if (near.destroyed && far.destroyed) this.#pairs.delete(pair);
      });
      if (this.dead) socket.pause();
    }
  }
}
