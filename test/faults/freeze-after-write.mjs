/**
 * Loaded before the server (node --import): a request with the header x-freeze-after: n stands still for ever at the moment
 * Postgres has committed its n-th write and before the server has learned of it. The test then kills the process.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { writeSync } from 'node:fs';
import { Server } from 'node:http';
import pg from 'pg';

const STDOUT = 1;
const connections = new AsyncLocalStorage();
const open = new WeakMap();

const emit = Server.prototype.emit;
// Node's parser runs in the context of its connection, so that is where the request is known by everything it does.
Server.prototype.emit = function (event, ...args) {
  if (event === 'connection') return connections.run({}, () => emit.call(this, event, ...args));
  const request = connections.getStore();
  if (event === 'request' && request) {
    request.freezeAfter = Number(args[0].headers['x-freeze-after'] ?? 0);
    request.id = args[0].headers['x-request-id'];
    request.writes = 0;
  }
  return emit.call(this, event, ...args);
};

/** Whether the statement, once it is done, has committed a write. */
function commits(client, text) {
  const word = /^\s*(\w+)(\s+TO\b)?/i.exec(text) ?? [];
  const statement = word[1]?.toUpperCase();
  if (statement === 'BEGIN' || statement === 'START') open.set(client, { wrote: false });
  const transaction = open.get(client);
  if (statement === 'COMMIT' || (statement === 'ROLLBACK' && !word[2])) {
    open.delete(client);
    return statement === 'COMMIT' && transaction?.wrote === true;
  }
  if (!['WITH', 'INSERT', 'UPDATE', 'DELETE'].includes(statement)) return false;
  if (transaction) transaction.wrote = true;
  return !transaction;
}

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (config, ...rest) {
  const request = connections.getStore();
  const committing = commits(this, typeof config === 'string' ? config : (config?.text ?? ''));
  if (!request?.freezeAfter || !committing || ++request.writes !== request.freezeAfter)
    return query.call(this, config, ...rest);
  const frozen = () => {
    // Its place at Postgres is free for others; its place in this process's pool is not.
    void this.end();
    writeSync(STDOUT, `\nfrozen ${request.id}\n`);
  };
  if (typeof rest.at(-1) === 'function') return query.call(this, config, ...rest.slice(0, -1), frozen);
  void query.call(this, config, ...rest).then(frozen, frozen);
  return new Promise(() => undefined);
};
