// A program that runs a helper, says so and then does nothing more: it is there to be killed.
import { type InstanceSpec, need } from '../../stack/engine/engine.js';
import { connectTestEngine } from './engine.js';

const hold = async () => {
  const engine = await connectTestEngine();
  const helper = await need(engine, 'helpers').run(JSON.parse(process.argv[2] ?? '') as InstanceSpec, []);
  for await (const { text } of helper.output) console.log(`${helper.id} ${text}`);
};

hold();
