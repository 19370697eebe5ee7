/** One contender in one scenario in a process of its own: `child.mjs '{"contender":…,"scenario":…}'`. */
import * as scenarios from './scenarios.mjs';

// When the bench has ended, its child ends too.
process.once('disconnect', () => process.exit(1));

const task = JSON.parse(process.argv[2]);
const { open } = await import(`./${task.contender}.mjs`);
const contender = await open(task);
const result = await scenarios[task.scenario](contender, task);
// Nothing is closed, because the database and the Redis it worked on are thrown away.
process.send(result, () => process.exit(0));
